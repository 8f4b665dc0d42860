use certc_diagnostic::{Rule, Severity};

/// The client still authenticates by a secret.
pub const SECRET_STILL_ON: Rule = Rule {
    name: "secret-still-on",
    severity: Severity::Error,
    page: include_str!("secret-still-on.md"),
};
