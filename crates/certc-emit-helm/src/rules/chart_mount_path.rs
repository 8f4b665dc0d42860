use certc_diagnostic::{Rule, Severity};

/// The chart mounts something else at that path.
pub const CHART_MOUNT_PATH: Rule = Rule {
    name: "chart-mount-path",
    severity: Severity::Error,
    page: include_str!("chart-mount-path.md"),
};
