use certc_diagnostic::{Rule, Severity};

/// A number is too small or too large.
pub const VALUE_OUT_OF_RANGE: Rule = Rule {
    name: "value-out-of-range",
    severity: Severity::Error,
    page: include_str!("value-out-of-range.md"),
};
