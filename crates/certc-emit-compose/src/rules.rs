//! What no overlay can do.

use certc_diagnostic::Rule;

mod compose_missing;
mod compose_service_twice;

pub use compose_missing::COMPOSE_MISSING;
pub use compose_service_twice::COMPOSE_SERVICE_TWICE;

/// All of them.
pub const RULES: &[&Rule] = &[&COMPOSE_MISSING, &COMPOSE_SERVICE_TWICE];
