use certc_diagnostic::{Rule, Severity};

/// The spec does not say its language, or says one that this certc does not know.
pub const LANGUAGE_VERSION: Rule = Rule {
    name: "language-version",
    severity: Severity::Error,
    page: include_str!("language-version.md"),
};
