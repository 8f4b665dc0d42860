use certc_diagnostic::{Rule, Severity};

/// Keycloak takes the client's subject for a regular expression.
pub const REGULAR_EXPRESSION_ON: Rule = Rule {
    name: "regular-expression-on",
    severity: Severity::Error,
    page: include_str!("regular-expression-on.md"),
};
