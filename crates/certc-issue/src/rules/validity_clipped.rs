use certc_diagnostic::{Rule, Severity};

/// A certificate ends before its days are over, because its issuer ends.
pub const VALIDITY_CLIPPED: Rule = Rule {
    name: "validity-clipped",
    severity: Severity::Warning,
    page: include_str!("validity-clipped.md"),
};
