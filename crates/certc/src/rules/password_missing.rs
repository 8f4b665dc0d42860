use certc_diagnostic::{Rule, Severity};

/// A password that the spec refers to is nowhere.
pub const PASSWORD_MISSING: Rule = Rule {
    name: "password-missing",
    severity: Severity::Error,
    page: include_str!("password-missing.md"),
};
