use certc_diagnostic::{Rule, Severity};

/// The chart needs what the spec does not have.
pub const CHART_COMPONENT_MISSING: Rule = Rule {
    name: "chart-component-missing",
    severity: Severity::Warning,
    page: include_str!("chart-component-missing.md"),
};
