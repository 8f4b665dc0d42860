use certc_diagnostic::{Rule, Severity};

/// This Keycloak lets a client log in as any other one.
pub const VULNERABLE_KEYCLOAK: Rule = Rule {
    name: "vulnerable-keycloak",
    severity: Severity::Warning,
    page: include_str!("vulnerable-keycloak.md"),
};
