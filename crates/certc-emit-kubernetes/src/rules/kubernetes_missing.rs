use certc_diagnostic::{Rule, Severity};

/// Secrets are asked for where there is no Kubernetes.
pub const KUBERNETES_MISSING: Rule = Rule {
    name: "kubernetes-missing",
    severity: Severity::Error,
    page: include_str!("kubernetes-missing.md"),
};
