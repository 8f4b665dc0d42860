use certc_diagnostic::{Rule, Severity};

/// The realm has no client of this id.
pub const CLIENT_UNKNOWN: Rule = Rule {
    name: "client-unknown",
    severity: Severity::Error,
    page: include_str!("client-unknown.md"),
};
