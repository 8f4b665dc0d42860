use certc_diagnostic::{Rule, Severity};

/// A trust store takes the place of the public CAs that are needed.
pub const PUBLIC_AUTHORITIES_LOST: Rule = Rule {
    name: "public-authorities-lost",
    severity: Severity::Warning,
    page: include_str!("public-authorities-lost.md"),
};
