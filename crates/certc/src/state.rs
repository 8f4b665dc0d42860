//! What lies in the output folder and in the environment, read once. It alone asks both.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;

use camino::{Utf8Path, Utf8PathBuf};
use certc_diagnostic::Diagnostic;
use certc_emit::{Artifact, Content};
use certc_graph::{
    AuthorityId, AuthorityKind, CertificateId, Graph, Handle, LeafId, Origin, Password, PasswordId,
};
use certc_issue::{Inputs, Secret};
use certc_plan::{
    Action, CertificateEntry, CertificateKind, Disk, FileEntry, Manifest, Plan, Timestamp,
};
use certc_verify::verify;
use rayon::prelude::*;

use crate::generation::{MANIFEST, SEAL};
use crate::print::reason;
use crate::rules::PASSWORD_MISSING;

/// What is there before a run.
pub(crate) struct State {
    root: Utf8PathBuf,
    /// The manifest of the generation that `current` shows.
    pub(crate) last: Option<Manifest>,
    /// Why there is no manifest although there is a generation.
    pub(crate) lost_manifest: Option<String>,
    seal: Option<Secret>,
    damaged: BTreeMap<Utf8PathBuf, &'static str>,
    authorities: BTreeMap<AuthorityId, (CertificateEntry, Vec<u8>)>,
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
        let mut state = Self {
            root: root.to_owned(),
            last: None,
            lost_manifest: None,
            seal: optional(&root.join(SEAL))?.map(Secret::new),
            damaged: BTreeMap::new(),
            authorities: BTreeMap::new(),
            passwords: BTreeMap::new(),
            changed_passwords: BTreeSet::new(),
        };
        state.read_manifest()?;
        state.compare_files();
        state.read_authorities(graph)?;
        state.read_kept_passwords(artifacts);
        Ok(state)
    }

    fn current(&self) -> Utf8PathBuf {
        self.root.join("current")
    }

    fn read_manifest(&mut self) -> Result<(), String> {
        let path = self.current().join(MANIFEST);
        match optional(&path)? {
            None if exists(&self.current()) => {
                self.lost_manifest = Some(format!("{path} is missing"))
            }
            None => {}
            Some(bytes) => match String::from_utf8(bytes).map_err(|it| it.to_string()) {
                Ok(text) => match Manifest::read(&text) {
                    Ok(it) => self.last = Some(it),
                    Err(why) if why.contains("newer") => return Err(format!("{path} {why}")),
                    Err(why) => self.lost_manifest = Some(format!("{path} {why}")),
                },
                Err(why) => self.lost_manifest = Some(format!("{path} is damaged: {why}")),
            },
        }
        Ok(())
    }

    /// Reads every file of the generation again: a hash of the spec says nothing of the disk.
    fn compare_files(&mut self) {
        let current = self.current();
        let seal = self.seal.as_ref().map(Secret::bytes);
        let finding = |entry: &FileEntry| {
            let path = current.join(&entry.path);
            let found = fs::read(&path).ok().zip(fs::symlink_metadata(&path).ok());
            let found = found.as_ref().map(|(bytes, metadata)| (bytes.as_slice(), metadata.mode()));
            Some((entry.path.clone(), verify(entry, found, seal)?))
        };
        let files = self.last.as_ref().map_or(&[][..], |it| &it.files);
        self.damaged = files.par_iter().filter_map(finding).collect();
    }

    fn read_authorities(&mut self, graph: &Graph) -> Result<(), String> {
        for (id, authority) in &graph.authorities {
            let issuer = match &authority.kind.value {
                AuthorityKind::Root => id,
                AuthorityKind::Intermediate(it) => it,
                AuthorityKind::Imported | AuthorityKind::External | AuthorityKind::TrustOnly => {
                    continue;
                }
            };
            let folder = self.root.join("authorities").join(&*id.0);
            let key = folder.join("private-key.pem");
            let certificate = folder.join("certificate.pem");
            let (key_is_there, pem) = (exists(&key), optional(&certificate)?);
            let Some(pem) = pem else {
                if key_is_there {
                    return Err(format!(
                        "{certificate} is missing, its key is there: bring it back from a copy"
                    ));
                }
                continue;
            };
            if !key_is_there {
                return Err(format!(
                    "{key} is missing, its certificate is there: bring it back from a copy"
                ));
            }
            let chain =
                certc_issue::pem_certificates(&pem).map_err(|it| format!("{certificate} {it}"))?;
            let der = chain
                .into_iter()
                .next()
                .ok_or_else(|| format!("{certificate} holds no certificate"))?;
            let entry =
                certc_issue::describe(&id.0, &der, CertificateKind::Authority, &issuer.0, "", "")
                    .map_err(|it| format!("{certificate} is damaged: {it}"))?;
            self.authorities.insert(id.clone(), (entry, der));
        }
        self.note_issuers(graph);
        Ok(())
    }

    /// Which certificate signed an intermediate is not in it; the last manifest knows, else its issuer as it lies here.
    fn note_issuers(&mut self, graph: &Graph) {
        let hashes: BTreeMap<_, _> = (self.authorities.iter())
            .map(|(id, (entry, _))| (id.0.clone(), entry.sha256.clone()))
            .collect();
        for (id, (entry, _)) in &mut self.authorities {
            let recorded = self.last.as_ref().and_then(|it| it.certificate(&id.0));
            let recorded = recorded.filter(|it| it.sha256 == entry.sha256);
            let given = graph.authorities.get(&AuthorityId(entry.issuer.as_str().into()));
            let given =
                given.and_then(|it| it.given.as_ref()).map(|it| certc_plan::sha256(&it.chain[0]));
            let here = given.or_else(|| hashes.get(entry.issuer.as_str()).cloned());
            entry.issuer_sha256 =
                recorded.map(|it| it.issuer_sha256.clone()).or(here).unwrap_or_default();
        }
    }

    /// Passwords of the last generation, found by what their files were asked to be.
    fn read_kept_passwords(&mut self, artifacts: &[Artifact]) {
        let Some(last) = &self.last else { return };
        let files = last.files.iter().filter(|it| it.kind == "password");
        let files: BTreeMap<_, _> = files.map(|it| (&it.path, it)).collect();
        for it in artifacts {
            let Content::Password(id) = &it.content else { continue };
            let Some(entry) = files.get(&it.path) else { continue };
            if self.damaged.contains_key(&entry.path) {
                continue;
            }
            if let Ok(bytes) = fs::read(self.root.join("current").join(&entry.path)) {
                self.passwords.insert(id.clone(), Secret::new(bytes));
            }
        }
    }

    /// Reads the passwords that the spec refers to, and says which are others than those of the last generation.
    pub(crate) fn read_passwords(
        &mut self,
        graph: &Graph,
        artifacts: &[Artifact],
    ) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        for (id, password) in &graph.passwords {
            let referenced = match &password.value {
                Password::Generate => {
                    if !self.passwords.contains_key(id) {
                        self.changed_passwords.insert(id.clone());
                    }
                    continue;
                }
                Password::Environment(name) => variable(name),
                Password::File(path) => first_line(path),
            };
            match referenced {
                Ok(value) => {
                    let last = self.passwords.get(id);
                    if last.is_none_or(|it| it.bytes() != value) {
                        self.changed_passwords.insert(id.clone());
                    }
                    self.passwords.insert(id.clone(), Secret::new(value));
                }
                Err(why) => {
                    let found = PASSWORD_MISSING.broken(why.0).help(why.1);
                    said.push(match &password.origin {
                        Origin::Written(it) => found.at(*it, "asked for here"),
                        Origin::Default | Origin::Catalog { .. } | Origin::Derived(_) => found,
                    });
                }
            }
        }
        said.extend(certc_issue::unusable_passwords(graph, artifacts, &self.passwords));
        said
    }

    /// What a plan must know of it.
    pub(crate) fn disk(&self, renew: &[String]) -> Disk<'_> {
        let authorities = self.authorities.iter().map(|(id, it)| (id.clone(), it.0.clone()));
        Disk {
            last: self.last.as_ref(),
            damaged: self.damaged.clone(),
            authorities: authorities.collect(),
            passwords: self.changed_passwords.clone(),
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
        let (mut keys, mut certificates) = (BTreeMap::new(), BTreeMap::new());
        self.authority_keys(graph, plan, &mut keys, &mut certificates)?;
        let made = plan.files.iter().filter(|it| it.action != Action::Keep).map(|it| &it.of);
        let made: BTreeSet<_> = made.collect();
        let shown = artifacts.iter().filter(|it| made.contains(&it.path));
        let shown: BTreeSet<LeafId> =
            shown.flat_map(|it| it.content.handles()).filter_map(leaf).collect();
        for id in shown {
            let of = CertificateId::Leaf(id.clone());
            if !plan.makes(&of) {
                certificates.insert(of.clone(), self.kept_certificate(&id)?);
                if let Some(key) = self.kept_key(&id) {
                    keys.insert(of, key);
                }
            }
        }
        let kept = self.last.as_ref().map_or_else(Vec::new, |it| it.certificates.clone());
        let here = self.authorities.into_values().map(|it| it.0);
        let here: Vec<_> = here.filter(|it| !kept.contains(it)).collect();
        let is_new_seal = self.seal.is_none();
        let seal = self.seal.take().unwrap_or_else(certc_issue::random_key);
        let passwords = std::mem::take(&mut self.passwords);
        let kept = merge(kept, here);
        Ok(Inputs { keys, certificates, kept, passwords, seal, is_new_seal, now })
    }

    fn authority_keys(
        &self,
        graph: &Graph,
        plan: &Plan,
        keys: &mut BTreeMap<CertificateId, Secret>,
        certificates: &mut BTreeMap<CertificateId, Vec<u8>>,
    ) -> Result<(), String> {
        for (id, authority) in &graph.authorities {
            let of = CertificateId::Authority(id.clone());
            if plan.makes(&of) {
                continue;
            }
            if let Some((_, der)) = self.authorities.get(id) {
                certificates.insert(of.clone(), der.clone());
            }
            let given = authority.given.as_ref().map(|it| it.private_key.clone());
            let path = match given {
                Some(Some(it)) => it,
                Some(None) => continue,
                None => self.root.join("authorities").join(&*id.0).join("private-key.pem"),
            };
            let bytes =
                fs::read(&path).map_err(|it| format!("{path} cannot be read: {}", reason(&it)))?;
            keys.insert(of, Secret::new(bytes));
        }
        Ok(())
    }

    /// The certificate of a kept leaf, from whichever undamaged file shows it.
    fn kept_certificate(&self, id: &LeafId) -> Result<Vec<u8>, String> {
        let files = self.undamaged(&id.0, &["certificate", "chain"]);
        let entry = self.last.as_ref().and_then(|it| it.certificate(&id.0));
        for path in files {
            let chain =
                fs::read(&path).map_err(|it| format!("{path} cannot be read: {}", reason(&it)))?;
            let first =
                certc_issue::pem_certificates(&chain).ok().and_then(|it| it.into_iter().next());
            if let Some(der) = first
                && entry.is_some_and(|it| it.sha256 == certc_plan::sha256(&der))
            {
                return Ok(der);
            }
        }
        Err(format!("{}: no file shows the certificate of `{}`", self.current(), id.0))
    }

    fn kept_key(&self, id: &LeafId) -> Option<Secret> {
        let path = self.undamaged(&id.0, &["private-key"]).next()?;
        fs::read(path).ok().map(Secret::new)
    }

    fn undamaged<'a>(
        &'a self,
        of: &'a str,
        kinds: &'a [&str],
    ) -> impl Iterator<Item = Utf8PathBuf> + 'a {
        let files = self.last.iter().flat_map(|it| &it.files);
        files
            .filter(move |it| it.of.as_deref() == Some(of) && kinds.contains(&it.kind.as_str()))
            .filter(|it| !self.damaged.contains_key(&it.path))
            .map(|it| self.current().join(&it.path))
    }
}

/// What the disk says of an authority stands before what a manifest said of it.
fn merge(kept: Vec<CertificateEntry>, here: Vec<CertificateEntry>) -> Vec<CertificateEntry> {
    let known = |it: &CertificateEntry| {
        here.iter().any(|other| other.name == it.name && other.sha256 != it.sha256)
    };
    let mut entries: Vec<_> = kept.into_iter().filter(|it| !known(it)).collect();
    let new = here.into_iter().filter(|it| entries.iter().all(|other| other.name != it.name));
    let new: Vec<_> = new.collect();
    entries.extend(new);
    entries
}

fn leaf(handle: Handle) -> Option<LeafId> {
    match handle {
        Handle::Certificate(CertificateId::Leaf(it)) => Some(it),
        Handle::Certificate(CertificateId::Authority(_))
        | Handle::Trust(_)
        | Handle::Password(_) => None,
    }
}

/// None where there is none; one that cannot be read is an error.
fn optional(path: &Utf8Path) -> Result<Option<Vec<u8>>, String> {
    match fs::read(path) {
        Ok(it) => Ok(Some(it)),
        Err(it) if it.kind() == ErrorKind::NotFound => Ok(None),
        Err(it) => Err(format!("{path} cannot be read: {}", reason(&it))),
    }
}

fn exists(path: &Utf8Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn variable(name: &str) -> Result<Vec<u8>, (String, String)> {
    let help = format!("set it in the shell that runs certc: `export {name}`");
    match std::env::var(name) {
        Ok(it) if it.is_empty() => {
            Err((format!("the environment variable `{name}` is empty"), help))
        }
        Ok(it) => Ok(it.into_bytes()),
        Err(std::env::VarError::NotPresent) => {
            Err((format!("the environment variable `{name}` is not set"), help))
        }
        Err(std::env::VarError::NotUnicode(_)) => {
            Err((format!("the environment variable `{name}` is not UTF-8"), help))
        }
    }
}

fn first_line(path: &Utf8Path) -> Result<Vec<u8>, (String, String)> {
    let help = || "its first line is the password, the file belongs to you alone".to_owned();
    let bytes = fs::read(path)
        .map_err(|it| (format!("`{path}` cannot be read: {}", reason(&it)), help()))?;
    let line = bytes.split(|it| *it == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.is_empty() {
        return Err((format!("the first line of `{path}` is empty"), help()));
    }
    Ok(line.to_vec())
}
