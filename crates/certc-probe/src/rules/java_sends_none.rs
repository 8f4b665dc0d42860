use certc_diagnostic::{Rule, Severity};

/// A Java client would send no certificate to this server.
pub const JAVA_SENDS_NONE: Rule = Rule {
    name: "java-sends-none",
    severity: Severity::Error,
    page: include_str!("java-sends-none.md"),
};
