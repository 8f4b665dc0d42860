use certc_diagnostic::{Rule, Severity};

/// A component is to serve by TLS what it does not serve.
pub const UNUSABLE_PORT: Rule = Rule {
    name: "unusable-port",
    severity: Severity::Error,
    page: include_str!("unusable-port.md"),
};
