use certc_diagnostic::{Rule, Severity};

/// A certificate would live longer than the authority that signs it.
pub const LEAF_OUTLIVES_ISSUER: Rule = Rule {
    name: "leaf-outlives-issuer",
    severity: Severity::Error,
    page: include_str!("leaf-outlives-issuer.md"),
};
