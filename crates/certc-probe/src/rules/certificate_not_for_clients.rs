use certc_diagnostic::{Rule, Severity};

/// The component's certificate may not be used by a client.
pub const CERTIFICATE_NOT_FOR_CLIENTS: Rule = Rule {
    name: "certificate-not-for-clients",
    severity: Severity::Error,
    page: include_str!("certificate-not-for-clients.md"),
};
