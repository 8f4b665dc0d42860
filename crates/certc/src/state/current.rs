//! The files of the generation that `current` shows, found through its manifest.

use camino::{Utf8Path, Utf8PathBuf};
use certc_issue::Secret;
use certc_plan::Manifest;

use super::{last, needed, secret};

/// The generation that readers see.
pub(crate) struct Current {
    folder: Utf8PathBuf,
    manifest: Manifest,
}

impl Current {
    /// Reads the manifest of a deployment; without one there is nothing to look at.
    pub(crate) fn read(root: &Utf8Path) -> Result<Self, String> {
        let folder = root.join("current");
        match last::manifest(&folder, None)? {
            (Some(manifest), _) => Ok(Self { folder, manifest }),
            (None, Some(why)) => Err(format!("{why}: compile once more")),
            (None, None) => Err(format!("{folder} is not there: compile first")),
        }
    }

    /// A public file of a reader; `None` where the generation has none of this kind.
    pub(crate) fn file(&self, of: &str, kind: &str) -> Option<Result<Vec<u8>, String>> {
        self.path(of, kind).map(|it| needed(&it))
    }

    /// A secret file of a reader.
    pub(crate) fn secret(&self, of: &str, kind: &str) -> Option<Result<Secret, String>> {
        let path = self.path(of, kind)?;
        let missing = || format!("{path} cannot be read: no such file");
        Some(secret(&path).and_then(|it| it.ok_or_else(missing)))
    }

    fn path(&self, of: &str, kind: &str) -> Option<Utf8PathBuf> {
        let is_it = |it: &&certc_plan::FileEntry| it.of.as_deref() == Some(of) && it.kind == kind;
        self.manifest.files.iter().find(is_it).map(|it| self.folder.join(&it.path))
    }
}
