use certc_diagnostic::{Rule, Severity};

/// A file, a value or the nesting of blocks is larger than certc reads.
pub const TOO_LARGE: Rule =
    Rule { name: "too-large", severity: Severity::Error, page: include_str!("too-large.md") };
