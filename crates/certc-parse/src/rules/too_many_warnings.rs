use certc_diagnostic::{Rule, Severity};

/// A file has more warnings than are worth reading at once.
pub const TOO_MANY_WARNINGS: Rule = Rule {
    name: "too-many-warnings",
    severity: Severity::Warning,
    page: include_str!("too-many-warnings.md"),
};
