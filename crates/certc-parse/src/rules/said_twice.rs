use certc_diagnostic::{Rule, Severity};

/// The same fact is said twice.
pub const SAID_TWICE: Rule =
    Rule { name: "said-twice", severity: Severity::Error, page: include_str!("said-twice.md") };
