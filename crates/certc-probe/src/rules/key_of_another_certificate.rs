use certc_diagnostic::{Rule, Severity};

/// The private key does not belong to the certificate.
pub const KEY_OF_ANOTHER_CERTIFICATE: Rule = Rule {
    name: "key-of-another-certificate",
    severity: Severity::Error,
    page: include_str!("key-of-another-certificate.md"),
};
