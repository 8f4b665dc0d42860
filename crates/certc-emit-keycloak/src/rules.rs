//! What Keycloak would take for something else.

use certc_diagnostic::Rule;

mod placeholder_in_realm;

pub use placeholder_in_realm::PLACEHOLDER_IN_REALM;

/// By name.
pub static RULES: &[&Rule] = &[&PLACEHOLDER_IN_REALM];
