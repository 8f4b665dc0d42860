//! What an env file cannot carry, or cannot do without.

use certc_diagnostic::Rule;

mod mount_path_unusable;
mod value_unusable;

pub use mount_path_unusable::MOUNT_PATH_UNUSABLE;
pub use value_unusable::VALUE_UNUSABLE;

/// By name.
pub static RULES: &[&Rule] = &[&MOUNT_PATH_UNUSABLE, &VALUE_UNUSABLE];
