use certc_diagnostic::{Rule, Severity};

/// certc does not know this version.
pub const UNKNOWN_VERSION: Rule = Rule {
    name: "unknown-version",
    severity: Severity::Error,
    page: include_str!("unknown-version.md"),
};
