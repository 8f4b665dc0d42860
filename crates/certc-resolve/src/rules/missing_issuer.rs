use certc_diagnostic::{Rule, Severity};

/// Nobody signs a certificate.
pub const MISSING_ISSUER: Rule = Rule {
    name: "missing-issuer",
    severity: Severity::Error,
    page: include_str!("missing-issuer.md"),
};
