//! Passwords: the last generation's, and those that the spec refers to.

use std::collections::{BTreeMap, BTreeSet};
use std::env::{self, VarError};
use std::fs;

use camino::Utf8Path;
use certc_diagnostic::Diagnostic;
use certc_emit::{Artifact, Content};
use certc_graph::{Graph, Password, PasswordId, blame};
use certc_issue::Secret;
use certc_publish::reason;

use super::State;
use crate::rules::PASSWORD_MISSING;

impl State {
    /// Those of the last generation, from their own files.
    pub(super) fn last_passwords(&self, artifacts: &[Artifact]) -> BTreeMap<PasswordId, Secret> {
        let files = self.last.iter().flat_map(|it| &it.files).filter(|it| it.kind == "password");
        let whole = files.filter(|it| !self.damaged.contains_key(&it.path));
        let whole: BTreeSet<_> = whole.map(|it| &it.path).collect();
        let password = |it: &Artifact| {
            let Content::Password(id) = &it.content else { return None };
            let path = whole.get(&it.path)?;
            let bytes = fs::read(self.current().join(path)).ok()?;
            Some((id.clone(), Secret::new(bytes)))
        };
        artifacts.iter().filter_map(password).collect()
    }

    /// Reads what opens the keys of given authorities: needed only where one signs.
    pub(crate) fn read_key_passwords(&mut self, graph: &Graph) -> Vec<Diagnostic> {
        self.read_each(graph, |it| of_keys(graph).any(|key| key == it))
    }

    /// Reads the passwords of stores that the spec refers to, and notes which are others than those of the last generation.
    pub(crate) fn read_passwords(
        &mut self,
        graph: &Graph,
        artifacts: &[Artifact],
    ) -> Vec<Diagnostic> {
        let mut said = self.read_each(graph, |it| of_keys(graph).all(|key| key != it));
        said.extend(certc_issue::unusable_passwords(graph, artifacts, &self.passwords));
        said
    }

    fn read_each(&mut self, graph: &Graph, which: impl Fn(&PasswordId) -> bool) -> Vec<Diagnostic> {
        let mut said = Vec::new();
        for (id, password) in graph.passwords.iter().filter(|it| which(it.0)) {
            match referenced(&password.value) {
                Ok(value) => self.note(id, value),
                Err(missing) => said.push(blame(missing, &password.origin, "asked for here")),
            }
        }
        said
    }

    /// One that is generated changes only where there is none yet.
    fn note(&mut self, id: &PasswordId, referenced: Option<Vec<u8>>) {
        let last = self.passwords.get(id).map(Secret::bytes);
        let stays = last.is_some() && (referenced.is_none() || last == referenced.as_deref());
        if !stays {
            self.changed_passwords.insert(id.clone());
        }
        if let Some(value) = referenced {
            self.passwords.insert(id.clone(), Secret::new(value));
        }
    }
}

fn of_keys(graph: &Graph) -> impl Iterator<Item = &PasswordId> {
    graph.authorities.values().filter_map(|it| it.given.as_ref()?.password.as_ref())
}

/// What a reference holds; nothing where the password is generated.
fn referenced(password: &Password) -> Result<Option<Vec<u8>>, Diagnostic> {
    match password {
        Password::Generate => Ok(None),
        Password::Environment(name) => variable(name).map(Some),
        Password::File(path) => first_line(path).map(Some),
    }
}

fn variable(name: &str) -> Result<Vec<u8>, Diagnostic> {
    let why = match env::var(name) {
        Ok(it) if it.is_empty() => "is empty",
        Ok(it) => return Ok(it.into_bytes()),
        Err(VarError::NotPresent) => "is not set",
        Err(VarError::NotUnicode(_)) => "is not UTF-8",
    };
    let said = PASSWORD_MISSING.broken(format!("the environment variable `{name}` {why}"));
    Err(said.help(format!("set it in the shell that runs certc: `export {name}`")))
}

fn first_line(path: &Utf8Path) -> Result<Vec<u8>, Diagnostic> {
    let missing = |why: String| {
        let help = "its first line is the password, the file belongs to you alone";
        PASSWORD_MISSING.broken(format!("`{path}` {why}")).help(help)
    };
    let bytes = fs::read(path).map_err(|it| missing(format!("cannot be read: {}", reason(&it))))?;
    let line = bytes.split(|it| *it == b'\n').next().unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.is_empty() {
        Err(missing("has an empty first line".to_owned()))
    } else {
        Ok(line.to_vec())
    }
}
