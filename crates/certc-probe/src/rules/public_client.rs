use certc_diagnostic::{Rule, Severity};

/// The client is public: it has no credentials at all.
pub const PUBLIC_CLIENT: Rule = Rule {
    name: "public-client",
    severity: Severity::Error,
    page: include_str!("public-client.md"),
};
