use certc_diagnostic::{Rule, Severity};

/// A component of this version has no OAuth client that could log in by certificate.
pub const NO_CERTIFICATE_LOGIN: Rule = Rule {
    name: "no-certificate-login",
    severity: Severity::Error,
    page: include_str!("no-certificate-login.md"),
};
