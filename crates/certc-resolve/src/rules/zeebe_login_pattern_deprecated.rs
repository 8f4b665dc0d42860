use certc_diagnostic::{Rule, Severity};

/// A regular expression is deprecated in this Keycloak.
pub const ZEEBE_LOGIN_PATTERN_DEPRECATED: Rule = Rule {
    name: "zeebe-login-pattern-deprecated",
    severity: Severity::Warning,
    page: include_str!("zeebe-login-pattern-deprecated.md"),
};
