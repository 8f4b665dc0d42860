use certc_diagnostic::{Rule, Severity};

/// KDL reads it, but not as its author means it.
pub const UNUSUAL_SYNTAX: Rule = Rule {
    name: "unusual-syntax",
    severity: Severity::Error,
    page: include_str!("unusual-syntax.md"),
};
