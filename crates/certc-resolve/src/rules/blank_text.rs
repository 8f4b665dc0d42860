use certc_diagnostic::{Rule, Severity};

/// An id or audience is empty, or begins or ends with a blank.
pub const BLANK_TEXT: Rule =
    Rule { name: "blank-text", severity: Severity::Error, page: include_str!("blank-text.md") };
