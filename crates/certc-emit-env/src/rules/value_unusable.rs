use certc_diagnostic::{Rule, Severity};

/// A value has characters that Docker Compose, systemd and sh read differently whatever the quotes.
pub const VALUE_UNUSABLE: Rule = Rule {
    name: "value-unusable",
    severity: Severity::Error,
    page: include_str!("value-unusable.md"),
};
