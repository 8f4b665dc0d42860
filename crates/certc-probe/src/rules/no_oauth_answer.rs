use certc_diagnostic::{Rule, Severity};

/// What answers is no OAuth2 server.
pub const NO_OAUTH_ANSWER: Rule = Rule {
    name: "no-oauth-answer",
    severity: Severity::Error,
    page: include_str!("no-oauth-answer.md"),
};
