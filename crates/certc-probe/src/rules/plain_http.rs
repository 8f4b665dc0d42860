use certc_diagnostic::{Rule, Severity};

/// The port speaks HTTP without TLS.
pub const PLAIN_HTTP: Rule =
    Rule { name: "plain-http", severity: Severity::Error, page: include_str!("plain-http.md") };
