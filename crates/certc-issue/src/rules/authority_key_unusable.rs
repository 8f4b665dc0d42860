use certc_diagnostic::{Rule, Severity};

/// The key of an authority cannot be read, or belongs to another certificate.
pub const AUTHORITY_KEY_UNUSABLE: Rule = Rule {
    name: "authority-key-unusable",
    severity: Severity::Error,
    page: include_str!("authority-key-unusable.md"),
};
