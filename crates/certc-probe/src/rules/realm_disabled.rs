use certc_diagnostic::{Rule, Severity};

/// The realm is switched off.
pub const REALM_DISABLED: Rule = Rule {
    name: "realm-disabled",
    severity: Severity::Error,
    page: include_str!("realm-disabled.md"),
};
