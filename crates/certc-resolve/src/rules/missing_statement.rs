use certc_diagnostic::{Rule, Severity};

/// The spec lacks something that everything else rests on.
pub const MISSING_STATEMENT: Rule = Rule {
    name: "missing-statement",
    severity: Severity::Error,
    page: include_str!("missing-statement.md"),
};
