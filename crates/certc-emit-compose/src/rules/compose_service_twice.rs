use certc_diagnostic::{Rule, Severity};

/// Camunda's file has one service of each kind, and the spec has two.
pub const COMPOSE_SERVICE_TWICE: Rule = Rule {
    name: "compose-service-twice",
    severity: Severity::Error,
    page: include_str!("compose-service-twice.md"),
};
