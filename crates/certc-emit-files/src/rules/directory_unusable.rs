use certc_diagnostic::{Rule, Severity};

/// The folder of all files is not one within the generation.
pub const DIRECTORY_UNUSABLE: Rule = Rule {
    name: "directory-unusable",
    severity: Severity::Error,
    page: include_str!("directory-unusable.md"),
};
