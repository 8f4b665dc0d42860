use certc_diagnostic::{Rule, Severity};

/// Secrets with changing names, beside values that name them.
pub const HASHED_BESIDE_CHART: Rule = Rule {
    name: "hashed-beside-chart",
    severity: Severity::Error,
    page: include_str!("hashed-beside-chart.md"),
};
