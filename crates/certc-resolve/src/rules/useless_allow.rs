use certc_diagnostic::{Rule, Severity};

/// An `allow` is good for nothing.
pub const USELESS_ALLOW: Rule = Rule {
    name: "useless-allow",
    severity: Severity::Warning,
    page: include_str!("useless-allow.md"),
};
