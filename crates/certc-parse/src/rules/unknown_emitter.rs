use certc_diagnostic::{Rule, Severity};

/// `output` names an emitter that this certc does not have.
pub const UNKNOWN_EMITTER: Rule = Rule {
    name: "unknown-emitter",
    severity: Severity::Error,
    page: include_str!("unknown-emitter.md"),
};
