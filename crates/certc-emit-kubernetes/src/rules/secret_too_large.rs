use certc_diagnostic::{Rule, Severity};

/// A Secret would hold more than Kubernetes takes.
pub const SECRET_TOO_LARGE: Rule = Rule {
    name: "secret-too-large",
    severity: Severity::Error,
    page: include_str!("secret-too-large.md"),
};
