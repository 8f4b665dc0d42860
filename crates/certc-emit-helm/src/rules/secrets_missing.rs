use certc_diagnostic::{Rule, Severity};

/// Nobody makes the Secrets that the values name.
pub const SECRETS_MISSING: Rule = Rule {
    name: "secrets-missing",
    severity: Severity::Warning,
    page: include_str!("secrets-missing.md"),
};
