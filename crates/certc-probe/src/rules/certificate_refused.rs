use certc_diagnostic::{Rule, Severity};

/// The server refuses the certificate although its authority is accepted by name.
pub const CERTIFICATE_REFUSED: Rule = Rule {
    name: "certificate-refused",
    severity: Severity::Error,
    page: include_str!("certificate-refused.md"),
};
