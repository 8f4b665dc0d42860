use certc_diagnostic::{Rule, Severity};

/// A name stands for two things.
pub const DUPLICATE_NAME: Rule = Rule {
    name: "duplicate-name",
    severity: Severity::Error,
    page: include_str!("duplicate-name.md"),
};
