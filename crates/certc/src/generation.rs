//! Between the stages and the disk: what was issued and filled, as files and as a manifest.

use std::cell::RefCell;
use std::collections::BTreeMap;

use camino::Utf8Path;
use certc_emit::MANIFEST;
use certc_graph::Graph;
use certc_issue::{Filled, Issued, NewAuthority};
use certc_plan::{FileEntry, Manifest};
use certc_publish::{File, Folder, Source};

/// Where the key of the seals lies, beside the generations.
pub(crate) const SEAL: &str = "seal.key";

/// Writes each new authority before anything is signed with it.
pub(crate) fn keep(folder: &mut Folder) -> impl Fn(NewAuthority<'_>) -> Result<(), String> {
    let folder = RefCell::new(folder);
    move |it| {
        let file = |path: &str, bytes, mode| File {
            path: path.into(),
            source: Source::Bytes(bytes),
            mode,
        };
        let files = [
            file("private-key.pem", it.private_key, 0o600),
            file("certificate.pem", it.certificate, 0o644),
        ];
        folder.borrow_mut().keep(&it.id.0, &files).map_err(|it| it.to_string())
    }
}

/// The public facts of the new generation.
pub(crate) fn manifest(
    graph: &Graph,
    generation: u64,
    last: Option<&Manifest>,
    issued: &Issued,
    filled: &[Filled],
) -> Manifest {
    let files = last.iter().flat_map(|it| &it.files).map(|it| (it.path.as_path(), it));
    let kept: BTreeMap<&Utf8Path, &FileEntry> = files.collect();
    let entry = |it: &Filled| match &it.made {
        Some((_, entry)) => entry.clone(),
        None => {
            (*kept.get(it.path.as_path()).expect("a kept file is in the last manifest")).clone()
        }
    };
    let deployment = graph.deployment.as_ref().expect("a graph without errors has a deployment");
    Manifest {
        format: certc_plan::FORMAT,
        deployment: deployment.name.value.clone(),
        environment: deployment.environment.clone(),
        generation,
        certificates: issued.certificates(),
        files: filled.iter().map(entry).collect(),
        seal: None,
    }
}

/// The files of the new generation and the text of its manifest; what is kept is linked.
pub(crate) fn files<'a>(
    filled: &'a [Filled],
    entries: &[FileEntry],
    manifest: &'a str,
) -> Vec<File<'a>> {
    let file = |(it, entry): (&'a Filled, &FileEntry)| {
        let made = it.made.as_ref();
        let source = made.map_or(Source::LinkFromPrevious, |it| Source::Bytes(&it.0));
        File { path: it.path.clone(), source, mode: if entry.secret { 0o600 } else { 0o644 } }
    };
    let source = Source::Bytes(manifest.as_bytes());
    let manifest = File { path: MANIFEST.into(), source, mode: 0o644 };
    filled.iter().zip(entries).map(file).chain([manifest]).collect()
}

#[test]
fn a_kept_secret_stays_its_owners() {
    let entry = |path: &str, secret| FileEntry {
        path: path.into(),
        sha256: None,
        secret,
        kind: String::new(),
        of: None,
        seal: None,
        identity: String::new(),
    };
    let entries = [entry("private-key.pem", true), entry("certificate.pem", false)];
    let filled = entries.each_ref().map(|it| Filled { path: it.path.clone(), made: None });
    let modes: Vec<_> = files(&filled, &entries, "").iter().map(|it| it.mode).collect();
    assert_eq!(modes, [0o600, 0o644, 0o644]);
}
