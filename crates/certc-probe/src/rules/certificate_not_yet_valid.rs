use certc_diagnostic::{Rule, Severity};

/// The component's certificate is not valid yet.
pub const CERTIFICATE_NOT_YET_VALID: Rule = Rule {
    name: "certificate-not-yet-valid",
    severity: Severity::Error,
    page: include_str!("certificate-not-yet-valid.md"),
};
