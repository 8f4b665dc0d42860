use certc_diagnostic::{Rule, Severity};

/// The files that a process is told of are not written.
pub const FILES_MISSING: Rule = Rule {
    name: "files-missing",
    severity: Severity::Error,
    page: include_str!("files-missing.md"),
};
