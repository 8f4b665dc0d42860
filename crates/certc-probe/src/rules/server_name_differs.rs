use certc_diagnostic::{Rule, Severity};

/// The server's certificate is for other names.
pub const SERVER_NAME_DIFFERS: Rule = Rule {
    name: "server-name-differs",
    severity: Severity::Error,
    page: include_str!("server-name-differs.md"),
};
