//! The last generation: its manifest, and what became of its files.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;

use camino::{Utf8Path, Utf8PathBuf};
use certc_emit::MANIFEST;
use certc_issue::Secret;
use certc_plan::{FileEntry, Manifest, Unread};
use certc_publish::reason;
use certc_verify::verify;
use rayon::prelude::*;

use super::{exists, optional};
use crate::generation::SEAL;

/// The manifest of the generation that `current` shows, or why it is lost; nothing where there is no generation.
pub(super) fn manifest(
    current: &Utf8Path,
    seal: Option<&Secret>,
) -> Result<(Option<Manifest>, Option<String>), String> {
    let path = current.join(MANIFEST);
    let Some(bytes) = optional(&path)? else {
        let is_missing = exists(current).then(|| format!("{path} is missing"));
        return Ok((None, is_missing));
    };
    match Manifest::read(&bytes, seal.map(Secret::bytes)) {
        Ok(it) => Ok((Some(it), None)),
        Err(it @ Unread::Newer(_)) => Err(format!("{path} {it}")),
        Err(it @ Unread::Damaged(_)) => Ok((None, Some(format!("{path} {it}")))),
    }
}

/// Whether anything was ever published here, be `current` lost or not.
pub(super) fn has_generation(root: &Utf8Path) -> Result<bool, String> {
    let folder = root.join("generations");
    let entries = match fs::read_dir(&folder) {
        Ok(it) => it.collect::<Result<Vec<_>, _>>(),
        Err(it) if it.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(it) => Err(it),
    };
    let entries = entries.map_err(|it| format!("{folder} cannot be read: {}", reason(&it)))?;
    let is_number =
        |it: &fs::DirEntry| it.file_name().to_str().is_some_and(|it| it.parse::<u64>().is_ok());
    let traces = [root.join("current"), root.join(SEAL)];
    Ok(traces.iter().any(|it| exists(it)) || entries.iter().any(is_number))
}

/// Reads every file of the generation again: a hash of the spec says nothing of the disk.
pub(super) fn damaged(
    current: &Utf8Path,
    manifest: &Manifest,
    seal: Option<&Secret>,
) -> BTreeMap<Utf8PathBuf, &'static str> {
    let finding = |entry: &FileEntry| {
        let path = current.join(&entry.path);
        let metadata = fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file);
        let found = metadata.and_then(|it| Some((fs::read(&path).ok()?, it.mode())));
        let found = found.as_ref().map(|(bytes, mode)| (bytes.as_slice(), *mode));
        Some((entry.path.clone(), verify(entry, found, seal.map(Secret::bytes))?))
    };
    manifest.files.par_iter().filter_map(finding).collect()
}
