use certc_diagnostic::{Rule, Severity};

/// The client is switched off.
pub const CLIENT_DISABLED: Rule = Rule {
    name: "client-disabled",
    severity: Severity::Error,
    page: include_str!("client-disabled.md"),
};
