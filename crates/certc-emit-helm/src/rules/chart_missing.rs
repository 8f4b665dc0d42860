use certc_diagnostic::{Rule, Severity};

/// Values are asked for where there is no chart.
pub const CHART_MISSING: Rule = Rule {
    name: "chart-missing",
    severity: Severity::Error,
    page: include_str!("chart-missing.md"),
};
