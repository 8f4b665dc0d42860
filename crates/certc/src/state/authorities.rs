use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use certc_graph::{AuthorityId, AuthorityKind, CertificateId, Graph};
use certc_issue::Secret;
use certc_plan::{CertificateEntry, CertificateKind, Manifest, Plan};

use super::{State, exists, needed, optional};

/// An authority of ours whose key lies beside it.
pub(super) struct Own {
    pub(super) entry: CertificateEntry,
    certificate: Vec<u8>,
}

/// Keys as they lie on the disk, and certificates as DER.
type Signers = (BTreeMap<CertificateId, Secret>, BTreeMap<CertificateId, Vec<u8>>);

/// The authorities of ours that are there, whole.
pub(super) fn read(
    root: &Utf8Path,
    graph: &Graph,
    last: Option<&Manifest>,
) -> Result<BTreeMap<AuthorityId, Own>, String> {
    let mut found = BTreeMap::new();
    for (id, authority) in &graph.authorities {
        let issuer = match &authority.kind.value {
            AuthorityKind::Root => id,
            AuthorityKind::Intermediate(it) => it,
            AuthorityKind::Imported | AuthorityKind::External | AuthorityKind::TrustOnly => {
                continue;
            }
        };
        if let Some(it) = own(&folder(root, id), id, issuer)? {
            found.insert(id.clone(), it);
        }
    }
    note_issuers(&mut found, graph, last);
    Ok(found)
}

fn folder(root: &Utf8Path, id: &AuthorityId) -> Utf8PathBuf {
    root.join("authorities").join(&*id.0)
}

/// Both files or none: one without the other was lost, and nobody may take that for absent.
fn own(folder: &Utf8Path, id: &AuthorityId, issuer: &AuthorityId) -> Result<Option<Own>, String> {
    let (key, path) = (folder.join("private-key.pem"), folder.join("certificate.pem"));
    let (pem, missing) = match (exists(&key), optional(&path)?) {
        (false, None) => return Ok(None),
        (true, Some(pem)) => (pem, None),
        (true, None) => (Vec::new(), Some((path.clone(), "key"))),
        (false, Some(_)) => (Vec::new(), Some((key, "certificate"))),
    };
    if let Some((path, other)) = missing {
        return Err(format!("{path} is missing, its {other} is there: bring it back from a copy"));
    }
    let chain = certc_issue::pem_certificates(&pem).map_err(|it| format!("{path} {it}"))?;
    let certificate = chain.into_iter().next().ok_or(format!("{path} holds no certificate"))?;
    let kind = CertificateKind::Authority;
    let entry = certc_issue::describe(&id.0, &certificate, kind, &issuer.0, "", "");
    let entry = entry.map_err(|it| format!("{path} is damaged: {it}"))?;
    Ok(Some(Own { entry, certificate }))
}

/// Which certificate signed an intermediate is not in it; the last manifest knows, else its issuer as it lies here.
fn note_issuers(found: &mut BTreeMap<AuthorityId, Own>, graph: &Graph, last: Option<&Manifest>) {
    let given = graph.authorities.iter().filter_map(|(id, it)| {
        Some((id.0.to_string(), certc_plan::sha256(it.given.as_ref()?.chain.first()?)))
    });
    let own = found.iter().map(|(id, it)| (id.0.to_string(), it.entry.sha256.clone()));
    let here: BTreeMap<String, String> = given.chain(own).collect();
    for Own { entry, .. } in found.values_mut() {
        let recorded = last.and_then(|it| it.certificate(&entry.name));
        let recorded = recorded.filter(|it| it.sha256 == entry.sha256);
        let recorded = recorded.map(|it| it.issuer_sha256.clone());
        entry.issuer_sha256 =
            recorded.or_else(|| here.get(&entry.issuer).cloned()).unwrap_or_default();
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
            let key = authority.given.as_ref().map_or_else(own, |it| it.private_key.clone());
            if let Some(path) = key {
                keys.insert(of, Secret::new(needed(&path)?));
            }
        }
        Ok((keys, certificates))
    }
}
