//! What lies in the output folder and in the environment, read once. It alone asks both.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;

use camino::{Utf8Path, Utf8PathBuf};
use certc_emit::Artifact;
use certc_graph::{AuthorityId, CertificateId, Graph, PasswordId};
use certc_issue::{Inputs, Secret};
use certc_plan::{CertificateEntry, Disk, Manifest, Plan, Timestamp};
use certc_publish::reason;

use crate::generation::SEAL;

mod administrator;
mod authorities;
mod current;
mod kept;
mod last;
mod passwords;

pub(crate) use administrator::Administrator;
use authorities::Own;
pub(crate) use current::Current;

/// The way out where something of ours is lost: nobody may make it again.
const FROM_A_COPY: &str = "bring it back from a copy";

/// See [`certc_issue::random_key`].
const SEAL_LENGTH: usize = 32;

/// What is there before a run.
pub(crate) struct State {
    root: Utf8PathBuf,
    /// The manifest of the generation that `current` shows.
    pub(crate) last: Option<Manifest>,
    /// Why there is no manifest although there is a generation.
    pub(crate) lost_manifest: Option<String>,
    has_generation: bool,
    seal: Option<Secret>,
    damaged: BTreeMap<Utf8PathBuf, &'static str>,
    authorities: BTreeMap<AuthorityId, Own>,
    /// Keys whose file is lost, from their key stores.
    recovered: BTreeMap<CertificateId, Secret>,
    /// Those of the last generation, then those that the spec refers to.
    passwords: BTreeMap<PasswordId, Secret>,
    changed_passwords: BTreeSet<PasswordId>,
}

impl State {
    /// Reads the folder of a deployment; what is there but cannot be read is an error, never absent.
    pub(crate) fn read(
        root: &Utf8Path,
        graph: &Graph,
        artifacts: &[Artifact],
    ) -> Result<Self, String> {
        let seal = seal(&root.join(SEAL))?;
        let (last, lost_manifest) = last::manifest(&root.join("current"), seal.as_ref())?;
        let damaged =
            last.as_ref().map(|it| last::damaged(&root.join("current"), it, seal.as_ref()));
        let mut state = Self {
            root: root.to_owned(),
            authorities: authorities::read(root, graph)?,
            last,
            lost_manifest,
            has_generation: last::has_generation(root)?,
            seal,
            damaged: damaged.unwrap_or_default(),
            recovered: BTreeMap::new(),
            passwords: BTreeMap::new(),
            changed_passwords: BTreeSet::new(),
        };
        state.passwords = state.last_passwords(artifacts);
        state.recovered = state.recover(artifacts);
        Ok(state)
    }

    fn current(&self) -> Utf8PathBuf {
        self.root.join("current")
    }

    /// What a plan must know of it.
    pub(crate) fn disk(&self, renew: &[String]) -> Disk<'_> {
        let authorities = self.authorities.iter().map(|(id, it)| (id.clone(), it.entry.clone()));
        Disk {
            last: self.last.as_ref(),
            has_generation: self.has_generation,
            damaged: self.damaged.clone(),
            authorities: authorities.collect(),
            passwords: self.changed_passwords.clone(),
            recovered: self.recovered.keys().map(|it| it.name().to_owned()).collect(),
            renew: renew.iter().cloned().collect(),
        }
    }

    /// What issuing needs: the keys that sign, and the key and certificate of each kept leaf that a file to be made shows.
    pub(crate) fn inputs(
        mut self,
        graph: &Graph,
        artifacts: &[Artifact],
        plan: &Plan,
        now: Timestamp,
    ) -> Result<Inputs, String> {
        let (mut keys, mut certificates) = self.signers(graph, plan)?;
        for id in kept::shown(artifacts, plan) {
            certificates.insert(id.clone(), self.kept_certificate(&id)?);
            if let Some(key) = self.recovered.remove(&id).or_else(|| self.kept_key(&id)) {
                keys.insert(id, key);
            }
        }
        let kept = self.entries();
        let is_new_seal = self.seal.is_none();
        let seal = self.seal.take().unwrap_or_else(certc_issue::random_key);
        Ok(Inputs { keys, certificates, kept, passwords: self.passwords, seal, is_new_seal, now })
    }

    /// What is known of each certificate: what the disk says of an authority stands before what a manifest said of it.
    fn entries(&self) -> Vec<CertificateEntry> {
        let here: BTreeMap<&str, &CertificateEntry> =
            self.authorities.values().map(|it| (it.entry.name.as_str(), &it.entry)).collect();
        let is_so = |it: &&CertificateEntry| {
            here.get(it.name.as_str()).is_none_or(|here| here.sha256 == it.sha256)
        };
        let last = self.last.iter().flat_map(|it| &it.certificates).filter(is_so);
        let known: BTreeMap<&str, &CertificateEntry> = here
            .iter()
            .map(|(name, it)| (*name, *it))
            .chain(last.map(|it| (it.name.as_str(), it)))
            .collect();
        known.into_values().cloned().collect()
    }
}

/// The key of the seals. A short one would let a seal tell a password to whoever guesses.
fn seal(path: &Utf8Path) -> Result<Option<Secret>, String> {
    let seal = secret(path)?;
    match seal.as_ref().map(|it| it.bytes().len()) {
        None | Some(SEAL_LENGTH) => Ok(seal),
        Some(it) => Err(format!(
            "{path} has {it} octets, not {SEAL_LENGTH}: {FROM_A_COPY}, or remove it to make every secret file anew"
        )),
    }
}

/// A file that certc wrote for its owner alone; none where there is none.
fn secret(path: &Utf8Path) -> Result<Option<Secret>, String> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(it) => it,
        Err(it) if it.kind() == ErrorKind::NotFound => return Ok(None),
        Err(it) => return Err(format!("{path} cannot be read: {}", reason(&it))),
    };
    if !metadata.is_file() {
        return Err(format!("{path} is no file: {FROM_A_COPY}"));
    }
    if metadata.mode() & 0o077 != 0 {
        return Err(format!("{path} is open to others than its owner: `chmod 600 {path}`"));
    }
    needed(path).map(|it| Some(Secret::new(it)))
}

/// None where there is none; one that cannot be read is an error.
fn optional(path: &Utf8Path) -> Result<Option<Vec<u8>>, String> {
    match fs::read(path) {
        Ok(it) => Ok(Some(it)),
        Err(it) if it.kind() == ErrorKind::NotFound => Ok(None),
        Err(it) => Err(format!("{path} cannot be read: {}", reason(&it))),
    }
}

/// A file that must be there.
fn needed(path: &Utf8Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|it| format!("{path} cannot be read: {}", reason(&it)))
}

/// What cannot be looked at is there.
fn exists(path: &Utf8Path) -> bool {
    fs::symlink_metadata(path).map_or_else(|it| it.kind() != ErrorKind::NotFound, |_| true)
}
