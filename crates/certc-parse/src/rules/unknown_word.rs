use certc_diagnostic::{Rule, Severity};

/// A line takes one of some words, and this is none of them.
pub const UNKNOWN_WORD: Rule =
    Rule { name: "unknown-word", severity: Severity::Error, page: include_str!("unknown-word.md") };
