use certc_diagnostic::{Rule, Severity};

/// An authority that must sign has reached its end.
pub const AUTHORITY_ENDED: Rule = Rule {
    name: "authority-ended",
    severity: Severity::Error,
    page: include_str!("authority-ended.md"),
};
