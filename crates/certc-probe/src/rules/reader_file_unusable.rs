use certc_diagnostic::{Rule, Severity};

/// A file of the component is missing in the generation or cannot be read.
pub const READER_FILE_UNUSABLE: Rule = Rule {
    name: "reader-file-unusable",
    severity: Severity::Error,
    page: include_str!("reader-file-unusable.md"),
};
