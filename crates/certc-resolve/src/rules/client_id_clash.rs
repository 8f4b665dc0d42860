use certc_diagnostic::{Rule, Severity};

/// Two processes are the same OAuth client, ignoring case.
pub const CLIENT_ID_CLASH: Rule = Rule {
    name: "client-id-clash",
    severity: Severity::Error,
    page: include_str!("client-id-clash.md"),
};
