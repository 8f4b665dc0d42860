use certc_diagnostic::{Rule, Severity};

/// No regular expression can be what these clients are known by.
pub const ZEEBE_LOGIN_PATTERN: Rule = Rule {
    name: "zeebe-login-pattern",
    severity: Severity::Error,
    page: include_str!("zeebe-login-pattern.md"),
};
