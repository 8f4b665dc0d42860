use certc_diagnostic::{Rule, Severity};

/// A value is a number where text is needed, or the other way round.
pub const WRONG_TYPE: Rule =
    Rule { name: "wrong-type", severity: Severity::Error, page: include_str!("wrong-type.md") };
