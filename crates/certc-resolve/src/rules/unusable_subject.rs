use certc_diagnostic::{Rule, Severity};

/// An attribute cannot stand in a subject.
pub const UNUSABLE_SUBJECT: Rule = Rule {
    name: "unusable-subject",
    severity: Severity::Error,
    page: include_str!("unusable-subject.md"),
};
