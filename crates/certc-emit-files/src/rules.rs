//! What the options of this emitter can break.

use certc_diagnostic::Rule;

mod directory_unusable;

pub use directory_unusable::DIRECTORY_UNUSABLE;

/// All of them.
pub const RULES: &[&Rule] = &[&DIRECTORY_UNUSABLE];
