use certc_diagnostic::{Rule, Severity};

/// Kubernetes refuses the name of a Secret.
pub const NAME_REFUSED: Rule =
    Rule { name: "name-refused", severity: Severity::Error, page: include_str!("name-refused.md") };
