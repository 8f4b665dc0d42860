use certc_diagnostic::{Rule, Severity};

/// The chart would take a value for a template.
pub const BRACES_REFUSED: Rule = Rule {
    name: "braces-refused",
    severity: Severity::Error,
    page: include_str!("braces-refused.md"),
};
