use certc_diagnostic::{Rule, Severity};

/// A value has a type in parentheses before it.
pub const TYPE_ANNOTATION: Rule = Rule {
    name: "type-annotation",
    severity: Severity::Error,
    page: include_str!("type-annotation.md"),
};
