use certc_diagnostic::{Rule, Severity};

/// A URL of the identity provider cannot be used.
pub const UNUSABLE_URL: Rule =
    Rule { name: "unusable-url", severity: Severity::Error, page: include_str!("unusable-url.md") };
