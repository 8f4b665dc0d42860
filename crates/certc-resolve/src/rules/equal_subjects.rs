use certc_diagnostic::{Rule, Severity};

/// Two certificates would have the same subject.
pub const EQUAL_SUBJECTS: Rule = Rule {
    name: "equal-subjects",
    severity: Severity::Error,
    page: include_str!("equal-subjects.md"),
};
