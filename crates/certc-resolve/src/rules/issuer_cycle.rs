use certc_diagnostic::{Rule, Severity};

/// Authorities sign each other in a circle.
pub const ISSUER_CYCLE: Rule =
    Rule { name: "issuer-cycle", severity: Severity::Error, page: include_str!("issuer-cycle.md") };
