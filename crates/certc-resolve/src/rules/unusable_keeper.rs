use certc_diagnostic::{Rule, Severity};

/// Nobody of that sort can run this identity provider, or its certificate.
pub const UNUSABLE_KEEPER: Rule = Rule {
    name: "unusable-keeper",
    severity: Severity::Error,
    page: include_str!("unusable-keeper.md"),
};
