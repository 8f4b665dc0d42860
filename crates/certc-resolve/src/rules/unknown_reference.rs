use certc_diagnostic::{Rule, Severity};

/// A line names a thing that the spec does not have.
pub const UNKNOWN_REFERENCE: Rule = Rule {
    name: "unknown-reference",
    severity: Severity::Error,
    page: include_str!("unknown-reference.md"),
};
