//! The rules that an output folder can break: they need a disk, so `check` never sees them.

use certc_diagnostic::Rule;

mod authority_differs;
mod authority_ended;
mod authority_ends_soon;
mod authority_lost;
mod authority_pinned;
mod out_of_maintenance;

pub use authority_differs::AUTHORITY_DIFFERS;
pub use authority_ended::AUTHORITY_ENDED;
pub use authority_ends_soon::AUTHORITY_ENDS_SOON;
pub use authority_lost::AUTHORITY_LOST;
pub use authority_pinned::AUTHORITY_PINNED;
pub use out_of_maintenance::OUT_OF_MAINTENANCE;

/// All of them, for `explain` and the test that runs their pages.
pub const RULES: &[&Rule] = &[
    &AUTHORITY_DIFFERS,
    &AUTHORITY_ENDED,
    &AUTHORITY_ENDS_SOON,
    &AUTHORITY_LOST,
    &AUTHORITY_PINNED,
    &OUT_OF_MAINTENANCE,
];
