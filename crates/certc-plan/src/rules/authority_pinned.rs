use certc_diagnostic::{Rule, Severity};

/// An authority is pinned, and what is on this disk is not it.
pub const AUTHORITY_PINNED: Rule = Rule {
    name: "authority-pinned",
    severity: Severity::Error,
    page: include_str!("authority-pinned.md"),
};
