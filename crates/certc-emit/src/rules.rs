//! What artifacts can break together.

use certc_diagnostic::Rule;

mod files_missing;
mod path_clash;

pub use files_missing::FILES_MISSING;
pub use path_clash::PATH_CLASH;

/// All of them.
pub const RULES: &[&Rule] = &[&FILES_MISSING, &PATH_CLASH];
