//! What Keycloak would take for something else.

use certc_diagnostic::Rule;

mod client_ids_clash;
mod placeholder_in_realm;

pub use client_ids_clash::CLIENT_IDS_CLASH;
pub use placeholder_in_realm::PLACEHOLDER_IN_REALM;

/// By name.
pub static RULES: &[&Rule] = &[&CLIENT_IDS_CLASH, &PLACEHOLDER_IN_REALM];
