use certc_diagnostic::{Rule, Severity};

/// An environment says what is so without it.
pub const USELESS_CHANGE: Rule = Rule {
    name: "useless-change",
    severity: Severity::Warning,
    page: include_str!("useless-change.md"),
};
