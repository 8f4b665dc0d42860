use certc_diagnostic::{Rule, Severity};

/// Two client ids are the same, ignoring case.
pub const CLIENT_IDS_CLASH: Rule = Rule {
    name: "client-ids-clash",
    severity: Severity::Error,
    page: include_str!("client-ids-clash.md"),
};
