use certc_diagnostic::{Rule, Severity};

/// The key of an authority that has signed before is not on this disk.
pub const AUTHORITY_LOST: Rule = Rule {
    name: "authority-lost",
    severity: Severity::Error,
    page: include_str!("authority-lost.md"),
};
