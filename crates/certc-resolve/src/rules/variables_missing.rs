use certc_diagnostic::{Rule, Severity};

/// A reader gets files, and nobody writes the variables that name them.
pub const VARIABLES_MISSING: Rule = Rule {
    name: "variables-missing",
    severity: Severity::Warning,
    page: include_str!("variables-missing.md"),
};
