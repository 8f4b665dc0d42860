use certc_diagnostic::{Rule, Severity};

/// The TLS handshake fails before any certificate is judged.
pub const HANDSHAKE_FAILED: Rule = Rule {
    name: "handshake-failed",
    severity: Severity::Error,
    page: include_str!("handshake-failed.md"),
};
