use certc_diagnostic::{Rule, Severity};

/// A file that is included says nothing.
pub const USELESS_INCLUDE: Rule = Rule {
    name: "useless-include",
    severity: Severity::Warning,
    page: include_str!("useless-include.md"),
};
