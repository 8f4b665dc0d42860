use certc_diagnostic::{Rule, Severity};

/// A line has a name that the language does not have there.
pub const UNKNOWN_NODE: Rule =
    Rule { name: "unknown-node", severity: Severity::Error, page: include_str!("unknown-node.md") };
