use certc_diagnostic::{Rule, Severity};

/// The component's certificate has ended.
pub const CERTIFICATE_ENDED: Rule = Rule {
    name: "certificate-ended",
    severity: Severity::Error,
    page: include_str!("certificate-ended.md"),
};
