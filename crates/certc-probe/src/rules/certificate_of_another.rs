use certc_diagnostic::{Rule, Severity};

/// The certificate in the component's folder is for another subject than the spec says.
pub const CERTIFICATE_OF_ANOTHER: Rule = Rule {
    name: "certificate-of-another",
    severity: Severity::Error,
    page: include_str!("certificate-of-another.md"),
};
