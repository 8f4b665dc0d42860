use certc_diagnostic::{Rule, Severity};

/// A mount path is no absolute path, or has characters that a JVM's options cannot hold.
pub const MOUNT_PATH_UNUSABLE: Rule = Rule {
    name: "mount-path-unusable",
    severity: Severity::Error,
    page: include_str!("mount-path-unusable.md"),
};
