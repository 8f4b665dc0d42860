use certc_diagnostic::{Rule, Severity};

/// A name cannot be a folder.
pub const UNUSABLE_NAME: Rule = Rule {
    name: "unusable-name",
    severity: Severity::Error,
    page: include_str!("unusable-name.md"),
};
