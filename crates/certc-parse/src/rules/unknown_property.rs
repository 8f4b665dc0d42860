use certc_diagnostic::{Rule, Severity};

/// A line has a property that it cannot have.
pub const UNKNOWN_PROPERTY: Rule = Rule {
    name: "unknown-property",
    severity: Severity::Error,
    page: include_str!("unknown-property.md"),
};
