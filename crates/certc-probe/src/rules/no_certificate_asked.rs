use certc_diagnostic::{Rule, Severity};

/// The server asks for no client certificate.
pub const NO_CERTIFICATE_ASKED: Rule = Rule {
    name: "no-certificate-asked",
    severity: Severity::Error,
    page: include_str!("no-certificate-asked.md"),
};
