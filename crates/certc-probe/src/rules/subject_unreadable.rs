use certc_diagnostic::{Rule, Severity};

/// Keycloak cannot read the subject, root or expression that the client holds.
pub const SUBJECT_UNREADABLE: Rule = Rule {
    name: "subject-unreadable",
    severity: Severity::Error,
    page: include_str!("subject-unreadable.md"),
};
