//! States of the disk as the lines of `place::everything`.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use camino::Utf8Path;
use certc_publish::{File, Source};

use crate::place::{everything, file};

/// The file of the last time.
pub(crate) fn linked(path: &str) -> File<'static> {
    File { source: Source::LinkFromPrevious, ..file(path, "") }
}

/// Makes this state.
pub(crate) fn lay(root: &Utf8Path, state: &[&str]) {
    fs::create_dir_all(root).expect("a folder");
    for line in state {
        let words: Vec<_> = line.splitn(3, ' ').collect();
        let path = root.join(words[0]);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        match words[..] {
            [_, "->", target] => symlink(target, &path).expect("a link"),
            [_, _, content] => fs::write(&path, content).expect("a file"),
            _ => fs::create_dir_all(&path).expect("a folder"),
        }
        if words[1] != "->" {
            let mode = u32::from_str_radix(words[1], 8).expect("a mode");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("a mode");
        }
    }
}

/// The state that is there, sorted: files, links and empty folders.
pub(crate) fn listing(root: &Utf8Path) -> Vec<String> {
    let folders = |it: &String| it.ends_with("/ 755") || it.ends_with("/ 700");
    let all = everything(root);
    let inside = |it: &String| {
        let folder = it.split(' ').next().expect("a path");
        all.iter().any(|other| other != it && other.starts_with(folder))
    };
    all.iter().filter(|it| !(folders(it) && inside(it))).cloned().collect()
}
