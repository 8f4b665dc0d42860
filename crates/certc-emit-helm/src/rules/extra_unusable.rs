use certc_diagnostic::{Rule, Severity};

/// What the user had in a list cannot stand in it beside ours.
pub const EXTRA_UNUSABLE: Rule = Rule {
    name: "extra-unusable",
    severity: Severity::Error,
    page: include_str!("extra-unusable.md"),
};
