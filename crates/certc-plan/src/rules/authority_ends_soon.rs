use certc_diagnostic::{Rule, Severity};

/// An authority has fewer days left than its leaves ask for.
pub const AUTHORITY_ENDS_SOON: Rule = Rule {
    name: "authority-ends-soon",
    severity: Severity::Warning,
    page: include_str!("authority-ends-soon.md"),
};
