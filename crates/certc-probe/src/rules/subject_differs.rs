use certc_diagnostic::{Rule, Severity};

/// The client expects another subject than the certificate's.
pub const SUBJECT_DIFFERS: Rule = Rule {
    name: "subject-differs",
    severity: Severity::Error,
    page: include_str!("subject-differs.md"),
};
