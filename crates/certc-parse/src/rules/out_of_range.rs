use certc_diagnostic::{Rule, Severity};

/// A number is none of those that can be.
pub const OUT_OF_RANGE: Rule =
    Rule { name: "out-of-range", severity: Severity::Error, page: include_str!("out-of-range.md") };
