use certc_diagnostic::{Rule, Severity};

/// A password is of a form that its place cannot carry.
pub const PASSWORD_UNUSABLE: Rule = Rule {
    name: "password-unusable",
    severity: Severity::Error,
    page: include_str!("password-unusable.md"),
};
