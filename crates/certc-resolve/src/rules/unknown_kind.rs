use certc_diagnostic::{Rule, Severity};

/// A component is of a kind that this Camunda does not have.
pub const UNKNOWN_KIND: Rule =
    Rule { name: "unknown-kind", severity: Severity::Error, page: include_str!("unknown-kind.md") };
