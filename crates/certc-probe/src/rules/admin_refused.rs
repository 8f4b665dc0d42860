use certc_diagnostic::{Rule, Severity};

/// The administrator's login is refused, so the cause stays unknown.
pub const ADMIN_REFUSED: Rule = Rule {
    name: "admin-refused",
    severity: Severity::Warning,
    page: include_str!("admin-refused.md"),
};
