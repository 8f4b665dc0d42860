use certc_diagnostic::{Rule, Severity};

/// A default that nobody takes.
pub const USELESS_DEFAULT: Rule = Rule {
    name: "useless-default",
    severity: Severity::Warning,
    page: include_str!("useless-default.md"),
};
