//! The files of a generation, written or linked.

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::disk::Dir;
use crate::{Error, File, Source};

/// Writes files into a new folder, its folders with this mode; links come from the same place in `from`.
pub(crate) fn write(
    to: &Dir,
    from: Option<&Dir>,
    files: &[File<'_>],
    mode: u32,
) -> Result<(), Error> {
    write_below(to, from, &sorted(files), 0, mode)
}

/// All of these files have their first `depth` names in common.
fn write_below(
    to: &Dir,
    from: Option<&Dir>,
    files: &[&File<'_>],
    depth: usize,
    mode: u32,
) -> Result<(), Error> {
    for group in files.chunk_by(|it, next| name(it, depth) == name(next, depth)) {
        let (file, own) = (group[0], name(group[0], depth));
        if file.path.components().count() > depth + 1 {
            let from = from.filter(|_| group.iter().any(|it| it.is_linked()));
            let from = from.map(|it| it.need(own)).transpose()?;
            write_below(&to.make(own, mode)?, from.as_ref(), group, depth + 1, mode)?;
        } else if let Source::Bytes(bytes) = file.source {
            to.write(own, bytes, file.mode)?;
        } else {
            let bug = || panic!("a bug in certc, please report it: no earlier `{}`", file.path);
            from.unwrap_or_else(bug).give(own, to, file.mode)?;
        }
    }
    Ok(())
}

fn name<'a>(file: &'a File<'_>, depth: usize) -> &'a str {
    file.path.components().nth(depth).map_or("", |it| it.as_str())
}

/// By folder. A path that leaves its folder, or that a disk could take for another, is a bug of whoever made it.
fn sorted<'a, 'b>(files: &'a [File<'b>]) -> Vec<&'a File<'b>> {
    let lower: Vec<_> = files.iter().map(|it| it.path.as_str().to_lowercase()).collect();
    let mut seen = BTreeSet::new();
    let bug = |it: &str| panic!("a bug in certc, please report it: the path `{it}`");
    for path in &lower {
        if !path.split('/').all(is_name) || !seen.insert(path.as_str()) {
            bug(path)
        }
    }
    let inside_a_file = |path: &&&str| {
        let mut above = Utf8Path::new(path).ancestors().skip(1);
        above.any(|it| seen.contains(it.as_str()))
    };
    seen.iter().find(inside_a_file).inspect(|it| bug(it));
    let mut files: Vec<_> = files.iter().collect();
    files.sort_by_key(|it| it.path.as_str());
    files
}

/// One name, not a way through folders.
pub(crate) fn is_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['/', '\0'])
}
