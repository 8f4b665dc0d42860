use certc_diagnostic::{Rule, Severity};

/// Two files of the output would have the same path, or one would stand where another's folder is.
pub const PATH_CLASH: Rule =
    Rule { name: "path-clash", severity: Severity::Error, page: include_str!("path-clash.md") };
