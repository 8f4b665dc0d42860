use certc_diagnostic::{Rule, Severity};

/// An environment changes what the spec does not have.
pub const UNKNOWN_CHANGE: Rule = Rule {
    name: "unknown-change",
    severity: Severity::Error,
    page: include_str!("unknown-change.md"),
};
