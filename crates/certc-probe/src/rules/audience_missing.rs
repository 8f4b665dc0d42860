use certc_diagnostic::{Rule, Severity};

/// A token lacks an audience that a peer demands.
pub const AUDIENCE_MISSING: Rule = Rule {
    name: "audience-missing",
    severity: Severity::Error,
    page: include_str!("audience-missing.md"),
};
