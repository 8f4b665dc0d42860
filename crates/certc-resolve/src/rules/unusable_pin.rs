use certc_diagnostic::{Rule, Severity};

/// A pin is not a fingerprint.
pub const UNUSABLE_PIN: Rule =
    Rule { name: "unusable-pin", severity: Severity::Error, page: include_str!("unusable-pin.md") };
