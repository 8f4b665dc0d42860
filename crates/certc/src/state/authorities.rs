//! The authorities of ours that lie on the disk.

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use certc_graph::{AuthorityId, AuthorityKind, CertificateId, Graph};
use certc_issue::Secret;
use certc_plan::{CertificateEntry, CertificateKind, Plan};

use super::{FROM_A_COPY, State, needed, optional, secret};

/// An authority of ours whose key lies beside it.
pub(super) struct Own {
    pub(super) entry: CertificateEntry,
    certificate: Vec<u8>,
}

/// Keys as they lie on the disk, and certificates as DER.
type Signers = (BTreeMap<CertificateId, Secret>, BTreeMap<CertificateId, Vec<u8>>);

/// The authorities of ours that are there, whole.
pub(super) fn read(root: &Utf8Path, graph: &Graph) -> Result<BTreeMap<AuthorityId, Own>, String> {
    let mut found = BTreeMap::new();
    for (id, authority) in &graph.authorities {
        let issuer = match &authority.kind.value {
            AuthorityKind::Root => id,
            AuthorityKind::Intermediate(it) => it,
            AuthorityKind::Imported | AuthorityKind::External | AuthorityKind::TrustOnly => {
                continue;
            }
        };
        let folder = folder(root, id);
        refuse_link(&folder)?;
        if let Some(it) = own(&folder, id, issuer)? {
            found.insert(id.clone(), it);
        }
    }
    note_issuers(&mut found, graph);
    Ok(found)
}

fn folder(root: &Utf8Path, id: &AuthorityId) -> Utf8PathBuf {
    root.join("authorities").join(&*id.0)
}

/// Whoever can turn a link could put another authority in its place.
fn refuse_link(folder: &Utf8Path) -> Result<(), String> {
    let is_link = fs::symlink_metadata(folder).is_ok_and(|it| it.is_symlink());
    if is_link {
        Err(format!("{folder} is a symbolic link: put the folder itself there"))
    } else {
        Ok(())
    }
}

/// Both files or none: one without the other was lost, and nobody may take that for absent.
fn own(folder: &Utf8Path, id: &AuthorityId, issuer: &AuthorityId) -> Result<Option<Own>, String> {
    let (key, path) = (folder.join("private-key.pem"), folder.join("certificate.pem"));
    let missing =
        |path, other| Err(format!("{path} is missing, its {other} is there: {FROM_A_COPY}"));
    let (secret, pem) = match (secret(&key)?, optional(&path)?) {
        (None, None) => return Ok(None),
        (Some(secret), Some(pem)) => (secret, pem),
        (Some(_), None) => return missing(path, "key"),
        (None, Some(_)) => return missing(key, "certificate"),
    };
    let chain = certc_issue::pem_certificates(&pem);
    let mut chain = chain.map_err(|it| format!("{path} {it}: {FROM_A_COPY}"))?;
    let certificate = chain.swap_remove(0);
    let fits = certc_issue::fits(&secret, &certificate);
    fits.map_err(|why| format!("{key} {why}: {FROM_A_COPY}"))?;
    let kind = CertificateKind::Authority;
    let entry = certc_issue::describe(&id.0, &certificate, kind, &issuer.0, "", "");
    let entry = entry.map_err(|it| format!("{path} is damaged: {it}"))?;
    Ok(Some(Own { entry, certificate }))
}

/// Which certificate signed another is seen by its signature alone: names can be anybody's.
fn note_issuers(found: &mut BTreeMap<AuthorityId, Own>, graph: &Graph) {
    let given = graph
        .authorities
        .iter()
        .filter_map(|(id, it)| Some((id.0.to_string(), it.given.as_ref()?.chain.first()?.clone())));
    let own = found.iter().map(|(id, it)| (id.0.to_string(), it.certificate.clone()));
    let here: BTreeMap<String, Vec<u8>> = given.chain(own).collect();
    for Own { entry, certificate } in found.values_mut() {
        let issuer = here.get(&entry.issuer);
        let issuer = issuer.filter(|it| certc_issue::is_signed_by(certificate, it));
        entry.issuer_sha256 = issuer.map(|it| certc_plan::sha256(it)).unwrap_or_default();
    }
}

impl State {
    /// The keys and certificates of the authorities that stay; certificates that are given stand in the graph.
    pub(super) fn signers(&self, graph: &Graph, plan: &Plan) -> Result<Signers, String> {
        let (mut keys, mut certificates) = Signers::default();
        for (id, authority) in &graph.authorities {
            let of = CertificateId::Authority(id.clone());
            if plan.makes(&of) {
                continue;
            }
            if let Some(it) = self.authorities.get(id) {
                certificates.insert(of.clone(), it.certificate.clone());
            }
            let own = || Some(folder(&self.root, id).join("private-key.pem"));
            let key = authority
                .given
                .as_ref()
                .map_or_else(own, |it| Some(it.private_key.as_ref()?.value.clone()));
            if let Some(path) = key {
                keys.insert(of, Secret::new(needed(&path)?));
            }
        }
        Ok((keys, certificates))
    }
}
