use certc_diagnostic::{Rule, Severity};

/// The authority on the disk is not the one that the spec asks for.
pub const AUTHORITY_DIFFERS: Rule = Rule {
    name: "authority-differs",
    severity: Severity::Error,
    page: include_str!("authority-differs.md"),
};
