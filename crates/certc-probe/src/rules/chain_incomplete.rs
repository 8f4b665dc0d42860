use certc_diagnostic::{Rule, Severity};

/// The intermediate is missing in the file that the component sends.
pub const CHAIN_INCOMPLETE: Rule = Rule {
    name: "chain-incomplete",
    severity: Severity::Error,
    page: include_str!("chain-incomplete.md"),
};
