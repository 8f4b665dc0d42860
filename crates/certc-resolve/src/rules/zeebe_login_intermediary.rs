use certc_diagnostic::{Rule, Severity};

/// The intermediary cannot be what clients are known by.
pub const ZEEBE_LOGIN_INTERMEDIARY: Rule = Rule {
    name: "zeebe-login-intermediary",
    severity: Severity::Error,
    page: include_str!("zeebe-login-intermediary.md"),
};
