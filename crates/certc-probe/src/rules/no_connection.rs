use certc_diagnostic::{Rule, Severity};

/// Nobody answers at the host and port.
pub const NO_CONNECTION: Rule = Rule {
    name: "no-connection",
    severity: Severity::Error,
    page: include_str!("no-connection.md"),
};
