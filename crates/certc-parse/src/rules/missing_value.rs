use certc_diagnostic::{Rule, Severity};

/// A line lacks an argument or a property.
pub const MISSING_VALUE: Rule = Rule {
    name: "missing-value",
    severity: Severity::Error,
    page: include_str!("missing-value.md"),
};
