use certc_diagnostic::{Rule, Severity};

/// A line has an argument or a block too many.
pub const EXTRA_VALUE: Rule =
    Rule { name: "extra-value", severity: Severity::Error, page: include_str!("extra-value.md") };
