use certc_diagnostic::{Rule, Severity};

/// An overlay is asked for where there is no Compose.
pub const COMPOSE_MISSING: Rule = Rule {
    name: "compose-missing",
    severity: Severity::Error,
    page: include_str!("compose-missing.md"),
};
