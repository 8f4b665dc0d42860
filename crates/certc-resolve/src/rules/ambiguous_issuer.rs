use certc_diagnostic::{Rule, Severity};

/// Two authorities can sign, and a certificate does not say which.
pub const AMBIGUOUS_ISSUER: Rule = Rule {
    name: "ambiguous-issuer",
    severity: Severity::Error,
    page: include_str!("ambiguous-issuer.md"),
};
