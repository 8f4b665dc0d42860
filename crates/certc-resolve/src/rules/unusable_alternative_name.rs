use certc_diagnostic::{Rule, Severity};

/// A name cannot stand in a certificate.
pub const UNUSABLE_ALTERNATIVE_NAME: Rule = Rule {
    name: "unusable-alternative-name",
    severity: Severity::Error,
    page: include_str!("unusable-alternative-name.md"),
};
