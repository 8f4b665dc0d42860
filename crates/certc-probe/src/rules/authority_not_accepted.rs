use certc_diagnostic::{Rule, Severity};

/// The server accepts other authorities than the one that signed the certificate.
pub const AUTHORITY_NOT_ACCEPTED: Rule = Rule {
    name: "authority-not-accepted",
    severity: Severity::Error,
    page: include_str!("authority-not-accepted.md"),
};
