//! Certificates and keys of leaves that stay.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use certc_emit::{Artifact, Content};
use certc_graph::{CertificateId, Handle};
use certc_issue::Secret;
use certc_plan::{Action, Plan};

use super::{State, needed};

/// The leaves that stay, and that a file to be made shows.
pub(super) fn shown(artifacts: &[Artifact], plan: &Plan) -> BTreeSet<CertificateId> {
    let made = plan.files.iter().filter(|it| it.action != Action::Keep).map(|it| &it.of);
    let made: BTreeSet<_> = made.collect();
    let shown = artifacts.iter().filter(|it| made.contains(&it.path));
    let leaves = shown.flat_map(|it| it.content.handles()).filter_map(|it| match it {
        Handle::Certificate(it @ CertificateId::Leaf(_)) => Some(it),
        Handle::Certificate(CertificateId::Authority(_))
        | Handle::Trust(_)
        | Handle::Password(_) => None,
    });
    let kept = plan.certificates.iter().filter(|it| it.action == Action::Keep).map(|it| &it.of);
    let kept: BTreeSet<_> = kept.collect();
    leaves.filter(|it| kept.contains(it)).collect()
}

impl State {
    /// The certificate of a kept leaf, from whichever undamaged file shows it.
    pub(super) fn kept_certificate(&self, of: &CertificateId) -> Result<Vec<u8>, String> {
        let name = of.name();
        let entry = self.last.as_ref().and_then(|it| it.certificate(name));
        for path in self.undamaged(name, &["certificate", "chain"]) {
            let chain = certc_issue::pem_certificates(&needed(&path)?);
            let first = chain.ok().and_then(|it| it.into_iter().next());
            let is_it =
                |der: &Vec<u8>| entry.is_some_and(|it| it.sha256 == certc_plan::sha256(der));
            if let Some(der) = first.filter(is_it) {
                return Ok(der);
            }
        }
        Err(format!("{}: no file shows the certificate of `{name}`", self.current()))
    }

    /// Keys whose own file is lost, from key stores that are whole.
    pub(super) fn recover(&self, artifacts: &[Artifact]) -> BTreeMap<CertificateId, Secret> {
        let files = self.last.iter().flat_map(|it| &it.files).filter(|it| it.kind == "private-key");
        let lost = files.filter(|it| self.damaged.contains_key(&it.path));
        let lost: BTreeSet<_> = lost.filter_map(|it| it.of.as_deref()).collect();
        let key = |it: &Artifact| {
            let Content::KeyStore { leaf, password, .. } = &it.content else { return None };
            lost.get(&*leaf.0)?;
            let path = self.undamaged(&leaf.0, &["keystore"]).next()?;
            let password = self.passwords.get(password)?;
            let key = certc_issue::key_in_store(&needed(&path).ok()?, password)?;
            Some((CertificateId::Leaf(leaf.clone()), key))
        };
        artifacts.iter().filter_map(key).collect()
    }

    /// Its key, where a file holds it.
    pub(super) fn kept_key(&self, of: &CertificateId) -> Option<Secret> {
        let path = self.undamaged(of.name(), &["private-key"]).next()?;
        needed(&path).ok().map(Secret::new)
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
