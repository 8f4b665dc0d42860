use certc_diagnostic::{Rule, Severity};

/// A spec with environments is compiled for one of them.
pub const ENVIRONMENT_MISSING: Rule = Rule {
    name: "environment-missing",
    severity: Severity::Error,
    page: include_str!("environment-missing.md"),
};
