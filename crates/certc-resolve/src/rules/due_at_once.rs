use certc_diagnostic::{Rule, Severity};

/// A certificate would be due as soon as it is made.
pub const DUE_AT_ONCE: Rule =
    Rule { name: "due-at-once", severity: Severity::Error, page: include_str!("due-at-once.md") };
