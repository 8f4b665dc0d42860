//! What no values can do.

use certc_diagnostic::Rule;

mod braces_refused;
mod chart_component_missing;
mod chart_component_twice;
mod chart_missing;
mod chart_mount_path;
mod extra_unusable;
mod secrets_missing;

pub use braces_refused::BRACES_REFUSED;
pub use chart_component_missing::CHART_COMPONENT_MISSING;
pub use chart_component_twice::CHART_COMPONENT_TWICE;
pub use chart_missing::CHART_MISSING;
pub use chart_mount_path::CHART_MOUNT_PATH;
pub use extra_unusable::EXTRA_UNUSABLE;
pub use secrets_missing::SECRETS_MISSING;

/// All of them.
pub const RULES: &[&Rule] = &[
    &BRACES_REFUSED,
    &CHART_COMPONENT_MISSING,
    &CHART_COMPONENT_TWICE,
    &CHART_MISSING,
    &CHART_MOUNT_PATH,
    &EXTRA_UNUSABLE,
    &SECRETS_MISSING,
];
