use certc_diagnostic::{Rule, Severity};

/// A process cannot log in that way.
pub const UNUSABLE_AUTHENTICATION: Rule = Rule {
    name: "unusable-authentication",
    severity: Severity::Error,
    page: include_str!("unusable-authentication.md"),
};
