use certc_diagnostic::{Rule, Severity};

/// The server's certificate has ended, or is not valid yet.
pub const SERVER_CERTIFICATE_ENDED: Rule = Rule {
    name: "server-certificate-ended",
    severity: Severity::Error,
    page: include_str!("server-certificate-ended.md"),
};
