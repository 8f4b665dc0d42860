//! What Keycloak would take for something else.

use certc_diagnostic::Rule;

mod no_keycloak;
mod placeholder_in_realm;

pub use no_keycloak::NO_KEYCLOAK;
pub use placeholder_in_realm::PLACEHOLDER_IN_REALM;

/// By name.
pub static RULES: &[&Rule] = &[&NO_KEYCLOAK, &PLACEHOLDER_IN_REALM];
