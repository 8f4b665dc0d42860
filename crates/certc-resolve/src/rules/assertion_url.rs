use certc_diagnostic::{Rule, Severity};

/// Who signs JWTs calls another URL than the other processes.
pub const ASSERTION_URL: Rule = Rule {
    name: "assertion-url",
    severity: Severity::Warning,
    page: include_str!("assertion-url.md"),
};
