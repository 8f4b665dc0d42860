use certc_diagnostic::{Rule, Severity};

/// Strict verifiers refuse the certificate of an authority that the spec gives.
pub const AUTHORITY_CERTIFICATE_WEAK: Rule = Rule {
    name: "authority-certificate-weak",
    severity: Severity::Warning,
    page: include_str!("authority-certificate-weak.md"),
};
