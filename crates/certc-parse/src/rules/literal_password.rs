use certc_diagnostic::{Rule, Severity};

/// A password stands in the spec.
pub const LITERAL_PASSWORD: Rule = Rule {
    name: "literal-password",
    severity: Severity::Error,
    page: include_str!("literal-password.md"),
};
