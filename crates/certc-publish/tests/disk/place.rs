//! A place for a test, and what is in it: lines `path mode content`, `path/ mode` of a folder, `path -> target`.

use std::fs;
use std::os::unix::fs::MetadataExt;

use camino::{Utf8Path, Utf8PathBuf};
use certc_publish::{File, Source};

/// A folder for one test, and the deployment's folder in it.
pub(crate) fn place() -> (tempfile::TempDir, Utf8PathBuf) {
    let place = tempfile::tempdir().expect("a folder for a test");
    let root = Utf8PathBuf::from_path_buf(place.path().join("out/camunda")).expect("UTF-8");
    (place, root)
}

/// A file of this content, 0600 where it is a key.
pub(crate) fn file<'a>(path: &str, content: &'a str) -> File<'a> {
    let mode = if path.ends_with("key") { 0o600 } else { 0o644 };
    File { path: path.into(), source: Source::Bytes(content.as_bytes()), mode }
}

/// The state that is there with every folder.
pub(crate) fn everything(root: &Utf8Path) -> Vec<String> {
    let mut lines = Vec::new();
    walk(root, root, &mut lines);
    lines.sort();
    lines
}

fn walk(root: &Utf8Path, folder: &Utf8Path, lines: &mut Vec<String>) {
    let Ok(entries) = folder.read_dir_utf8() else { return };
    for path in entries.map(|it| it.expect("an entry").into_path()) {
        let name = path.strip_prefix(root).expect("below");
        let stat = path.symlink_metadata().expect("its mode");
        let mode = stat.mode() & 0o7777;
        if stat.is_symlink() {
            lines.push(format!("{name} -> {}", path.read_link_utf8().expect("a target")));
        } else if stat.is_dir() {
            lines.push(format!("{name}/ {mode:o}"));
            walk(root, &path, lines);
        } else {
            let content = fs::read_to_string(&path).expect("text");
            lines.push(format!("{name} {mode:o} {}", content.trim_end()));
        }
    }
}
