//! The rules that the files of a spec can break.

use certc_diagnostic::Rule;

mod file_unusable;
mod useless_include;

pub use file_unusable::FILE_UNUSABLE;
pub use useless_include::USELESS_INCLUDE;

/// All of them, for `explain` and the test that runs their pages.
pub const RULES: &[&Rule] = &[&FILE_UNUSABLE, &USELESS_INCLUDE];
