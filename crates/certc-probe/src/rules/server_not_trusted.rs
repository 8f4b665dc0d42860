use certc_diagnostic::{Rule, Severity};

/// The component does not trust the server's certificate.
pub const SERVER_NOT_TRUSTED: Rule = Rule {
    name: "server-not-trusted",
    severity: Severity::Error,
    page: include_str!("server-not-trusted.md"),
};
