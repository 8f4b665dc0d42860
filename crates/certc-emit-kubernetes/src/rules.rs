//! What this emitter refuses.

use certc_diagnostic::Rule;

mod hashed_beside_chart;
mod kubernetes_missing;
mod name_refused;
mod secret_too_large;

pub use hashed_beside_chart::HASHED_BESIDE_CHART;
pub use kubernetes_missing::KUBERNETES_MISSING;
pub use name_refused::NAME_REFUSED;
pub use secret_too_large::SECRET_TOO_LARGE;

/// All of them.
pub const RULES: &[&Rule] =
    &[&HASHED_BESIDE_CHART, &KUBERNETES_MISSING, &NAME_REFUSED, &SECRET_TOO_LARGE];
