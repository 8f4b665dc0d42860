use certc_diagnostic::{Rule, Severity};

/// The chart starts one of each kind, and the spec has two.
pub const CHART_COMPONENT_TWICE: Rule = Rule {
    name: "chart-component-twice",
    severity: Severity::Error,
    page: include_str!("chart-component-twice.md"),
};
