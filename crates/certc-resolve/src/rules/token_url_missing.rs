use certc_diagnostic::{Rule, Severity};

/// An OpenID provider does not say where clients fetch tokens, or where its keys are.
pub const TOKEN_URL_MISSING: Rule = Rule {
    name: "token-url-missing",
    severity: Severity::Warning,
    page: include_str!("token-url-missing.md"),
};
