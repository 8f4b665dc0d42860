use certc_diagnostic::{Rule, Severity};

/// The identity provider is no Keycloak.
pub const NO_KEYCLOAK: Rule =
    Rule { name: "no-keycloak", severity: Severity::Error, page: include_str!("no-keycloak.md") };
