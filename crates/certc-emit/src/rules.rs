//! What artifacts can break together.

use certc_diagnostic::Rule;

mod path_clash;

pub use path_clash::PATH_CLASH;

/// All of them.
pub const RULES: &[&Rule] = &[&PATH_CLASH];
