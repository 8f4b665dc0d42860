use certc_diagnostic::{Rule, Severity};

/// The client authenticates by something else than a certificate.
pub const AUTHENTICATOR_DIFFERS: Rule = Rule {
    name: "authenticator-differs",
    severity: Severity::Error,
    page: include_str!("authenticator-differs.md"),
};
