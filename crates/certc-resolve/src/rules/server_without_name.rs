use certc_diagnostic::{Rule, Severity};

/// A component serves TLS and has no name by which it could be called.
pub const SERVER_WITHOUT_NAME: Rule = Rule {
    name: "server-without-name",
    severity: Severity::Error,
    page: include_str!("server-without-name.md"),
};
