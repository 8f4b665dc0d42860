//! The rules of given certificates, and those that need a key, a password or a date: `check` sees the former alone.

use certc_diagnostic::Rule;

mod authority_certificate_unusable;
mod authority_certificate_weak;
mod authority_key_unusable;
mod authority_not_kept;
mod password_unusable;
mod validity_clipped;

pub use authority_certificate_unusable::AUTHORITY_CERTIFICATE_UNUSABLE;
pub use authority_certificate_weak::AUTHORITY_CERTIFICATE_WEAK;
pub use authority_key_unusable::AUTHORITY_KEY_UNUSABLE;
pub use authority_not_kept::AUTHORITY_NOT_KEPT;
pub use password_unusable::PASSWORD_UNUSABLE;
pub use validity_clipped::VALIDITY_CLIPPED;

/// All of them, for `explain` and the test that runs their pages.
pub const RULES: &[&Rule] = &[
    &AUTHORITY_CERTIFICATE_UNUSABLE,
    &AUTHORITY_CERTIFICATE_WEAK,
    &AUTHORITY_KEY_UNUSABLE,
    &AUTHORITY_NOT_KEPT,
    &PASSWORD_UNUSABLE,
    &VALIDITY_CLIPPED,
];
