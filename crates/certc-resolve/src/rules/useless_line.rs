use certc_diagnostic::{Rule, Severity};

/// A line decides nothing for this kind of identity provider.
pub const USELESS_LINE: Rule =
    Rule { name: "useless-line", severity: Severity::Error, page: include_str!("useless-line.md") };
