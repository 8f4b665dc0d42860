use certc_diagnostic::{Rule, Severity};

/// A value of a realm file has `${` in it.
pub const PLACEHOLDER_IN_REALM: Rule = Rule {
    name: "placeholder-in-realm",
    severity: Severity::Error,
    page: include_str!("placeholder-in-realm.md"),
};
