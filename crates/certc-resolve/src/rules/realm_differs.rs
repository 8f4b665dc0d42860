use certc_diagnostic::{Rule, Severity};

/// Two lines name different realms of Keycloak.
pub const REALM_DIFFERS: Rule = Rule {
    name: "realm-differs",
    severity: Severity::Error,
    page: include_str!("realm-differs.md"),
};
