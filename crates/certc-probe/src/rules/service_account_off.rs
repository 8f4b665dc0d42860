use certc_diagnostic::{Rule, Severity};

/// The client may not get tokens of its own.
pub const SERVICE_ACCOUNT_OFF: Rule = Rule {
    name: "service-account-off",
    severity: Severity::Error,
    page: include_str!("service-account-off.md"),
};
