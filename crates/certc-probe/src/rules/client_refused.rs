use certc_diagnostic::{Rule, Severity};

/// The server refuses the client; from outside nobody can tell why.
pub const CLIENT_REFUSED: Rule = Rule {
    name: "client-refused",
    severity: Severity::Error,
    page: include_str!("client-refused.md"),
};
