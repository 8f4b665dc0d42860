use certc_diagnostic::{Rule, Severity};

/// The server has no realm at this path.
pub const REALM_UNKNOWN: Rule = Rule {
    name: "realm-unknown",
    severity: Severity::Error,
    page: include_str!("realm-unknown.md"),
};
