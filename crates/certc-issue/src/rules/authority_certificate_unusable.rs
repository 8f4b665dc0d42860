use certc_diagnostic::{Rule, Severity};

/// No certificate that this authority signs would be accepted.
pub const AUTHORITY_CERTIFICATE_UNUSABLE: Rule = Rule {
    name: "authority-certificate-unusable",
    severity: Severity::Error,
    page: include_str!("authority-certificate-unusable.md"),
};
