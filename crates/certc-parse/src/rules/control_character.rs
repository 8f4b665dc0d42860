use certc_diagnostic::{Rule, Severity};

/// A text holds a character that a terminal obeys instead of showing it.
pub const CONTROL_CHARACTER: Rule = Rule {
    name: "control-character",
    severity: Severity::Error,
    page: include_str!("control-character.md"),
};
