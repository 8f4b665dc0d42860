use certc_diagnostic::{Rule, Severity};

/// The client is pinned to another root than the certificate's.
pub const ROOT_DIFFERS: Rule =
    Rule { name: "root-differs", severity: Severity::Error, page: include_str!("root-differs.md") };
