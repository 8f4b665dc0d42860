use certc_diagnostic::{Rule, Severity};

/// A file has more errors than are worth reading at once.
pub const TOO_MANY_ERRORS: Rule = Rule {
    name: "too-many-errors",
    severity: Severity::Error,
    page: include_str!("too-many-errors.md"),
};
