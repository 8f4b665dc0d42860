use certc_diagnostic::{Rule, Severity};

/// A file of certificates cannot be used.
pub const UNUSABLE_CERTIFICATE: Rule = Rule {
    name: "unusable-certificate",
    severity: Severity::Error,
    page: include_str!("unusable-certificate.md"),
};
