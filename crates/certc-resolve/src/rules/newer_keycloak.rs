use certc_diagnostic::{Rule, Severity};

/// This Keycloak is newer than every one that certc knows.
pub const NEWER_KEYCLOAK: Rule = Rule {
    name: "newer-keycloak",
    severity: Severity::Warning,
    page: include_str!("newer-keycloak.md"),
};
