use certc_diagnostic::{Rule, Severity};

/// This line of Camunda gets no fixes any more.
pub const OUT_OF_MAINTENANCE: Rule = Rule {
    name: "out-of-maintenance",
    severity: Severity::Note,
    page: include_str!("out-of-maintenance.md"),
};
