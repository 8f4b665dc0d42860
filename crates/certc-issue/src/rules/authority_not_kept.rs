use certc_diagnostic::{Rule, Severity};

/// A new authority could not be written to the disk, so nothing was signed with it.
pub const AUTHORITY_NOT_KEPT: Rule = Rule {
    name: "authority-not-kept",
    severity: Severity::Error,
    page: include_str!("authority-not-kept.md"),
};
