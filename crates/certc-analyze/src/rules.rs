//! The rules that the files of a spec can break.

use certc_diagnostic::Rule;

mod file_unusable;

pub use file_unusable::FILE_UNUSABLE;

/// All of them, for `explain` and the test that runs their pages.
pub const RULES: &[&Rule] = &[&FILE_UNUSABLE];
