use certc_diagnostic::{Rule, Severity};

/// The name of an identity provider is no kind, and no kind is said.
pub const UNKNOWN_PROVIDER: Rule = Rule {
    name: "unknown-provider",
    severity: Severity::Error,
    page: include_str!("unknown-provider.md"),
};
