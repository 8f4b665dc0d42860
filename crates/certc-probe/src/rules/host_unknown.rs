use certc_diagnostic::{Rule, Severity};

/// The host's name cannot be resolved.
pub const HOST_UNKNOWN: Rule =
    Rule { name: "host-unknown", severity: Severity::Error, page: include_str!("host-unknown.md") };
