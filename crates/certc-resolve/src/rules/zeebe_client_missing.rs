use certc_diagnostic::{Rule, Severity};

/// Nobody is there to log in as.
pub const ZEEBE_CLIENT_MISSING: Rule = Rule {
    name: "zeebe-client-missing",
    severity: Severity::Error,
    page: include_str!("zeebe-client-missing.md"),
};
