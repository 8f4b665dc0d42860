use certc_diagnostic::{Rule, Severity};

/// A file, a statement or its nesting is larger than certc reads.
pub const TOO_LARGE: Rule =
    Rule { name: "too-large", severity: Severity::Error, page: include_str!("too-large.md") };
