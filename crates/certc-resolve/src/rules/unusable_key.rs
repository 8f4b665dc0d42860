use certc_diagnostic::{Rule, Severity};

/// A key cannot be made, or its reader cannot use it.
pub const UNUSABLE_KEY: Rule =
    Rule { name: "unusable-key", severity: Severity::Error, page: include_str!("unusable-key.md") };
