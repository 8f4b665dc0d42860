//! Authorities that are there already, ours and given ones: read and judged before anything is made.

use std::collections::{BTreeMap, BTreeSet};

use certc_diagnostic::Diagnostic;
use certc_graph::{Authority, AuthorityId, AuthorityKind, CertificateId, Graph};
use rcgen::PublicKeyData;

use crate::certificate::{Certificate, encoded};
use crate::issue::Wanted;
use crate::key::Key;
use crate::look_up::LookUp;
use crate::rules::{
    AUTHORITY_CERTIFICATE_UNUSABLE, AUTHORITY_CERTIFICATE_WEAK, AUTHORITY_KEY_UNUSABLE, at,
};
use crate::signer::{self, Signer};
use crate::{Inputs, key_file, store};

/// Those that sign something that is made and are not made themselves.
pub(crate) fn signers(
    graph: &Graph,
    wanted: &Wanted,
    inputs: &Inputs,
) -> (BTreeMap<AuthorityId, Signer>, Vec<Diagnostic>) {
    let mut said = unreadable(graph);
    if !said.is_empty() {
        return (BTreeMap::new(), said);
    }
    let is_there =
        |it: &&AuthorityId| !wanted.contains_key(&CertificateId::Authority((*it).clone()));
    let issuers: BTreeSet<_> = wanted.keys().filter_map(|it| issuer(graph, it)).collect();
    let look_up = LookUp { graph, inputs };
    let signer = |id: &AuthorityId| Some((id.clone(), look_up.signer(id, &mut said)?));
    let signers = issuers.into_iter().filter(is_there).filter_map(signer).collect();
    (signers, said)
}

fn issuer<'a>(graph: &'a Graph, id: &CertificateId) -> Option<&'a AuthorityId> {
    match id {
        CertificateId::Leaf(it) => Some(&graph.leaf(it).issued_by.value),
        CertificateId::Authority(it) => match &graph.authority(it).kind.value {
            AuthorityKind::Intermediate(it) => Some(it),
            AuthorityKind::Root
            | AuthorityKind::Imported
            | AuthorityKind::External
            | AuthorityKind::TrustOnly => None,
        },
    }
}

/// Given certificates that a store or the manifest could not show.
fn unreadable(graph: &Graph) -> Vec<Diagnostic> {
    let authorities = graph.authorities.iter().filter_map(|(id, it)| {
        let broken = broken_chain(&it.given.as_ref()?.chain)?;
        Some(certificate_unusable(id, it, &broken))
    });
    let files = graph.trusts.values().flat_map(|it| &it.also).filter_map(|it| {
        let broken = it.value.certificates.iter().find_map(|it| store::refuses(it))?;
        let message = format!("a certificate of `{}` {broken}", it.value.path);
        let broken = AUTHORITY_CERTIFICATE_UNUSABLE.broken(message);
        Some(at(broken, &it.origin, "this file"))
    });
    authorities.chain(files).collect()
}

/// Each certificate is followed by its issuer's, as far as the file has them.
fn broken_chain(chain: &[Vec<u8>]) -> Option<String> {
    let broken = chain.iter().find_map(|it| store::refuses(it));
    let names = |it: &Vec<u8>| {
        Certificate::read(it).map(|it| (encoded(&it.tbs.issuer), it.tbs.subject())).ok()
    };
    let names: Vec<_> = chain.iter().filter_map(names).collect();
    let is_followed = names.windows(2).all(|it| it[0].0 == it[1].1);
    broken.or_else(|| (!is_followed).then(|| "is not followed by its issuer's".to_owned()))
}

impl LookUp<'_> {
    fn signer(self, id: &AuthorityId, said: &mut Vec<Diagnostic>) -> Option<Signer> {
        let of = CertificateId::Authority(id.clone());
        let authority = self.graph.authority(id);
        let der = self.certificate(&of);
        let tbs = Certificate::read(der).expect("certificates were read before").tbs;
        let depth = signer::depth(self.graph, id);
        if let Some(why) = signer::unusable(&tbs, depth, self.inputs.now) {
            said.push(certificate_unusable(id, authority, &why));
        }
        let weaknesses = signer::weaknesses(&tbs);
        if !weaknesses.is_empty() {
            said.push(certificate_weak(id, authority, &weaknesses.join(" and ")));
        }
        let given = authority.given.as_ref();
        let password = given.and_then(|it| it.password.as_ref()).map(|it| self.password(it));
        let key = self.inputs.keys.get(&of).expect("a bug in certc, please report it: no key");
        let key = key_file::read(key.bytes(), password);
        let is_its_own = |it: &Key| it.pair().subject_public_key_info() == tbs.public_key();
        match key {
            Err(why) => said.push(key_unusable(id, authority, why)),
            Ok(key) if !is_its_own(&key) => {
                said.push(key_unusable(id, authority, "belongs to another certificate"));
            }
            Ok(key) => return Some(Signer::new(key, der, &tbs)),
        }
        None
    }
}

fn certificate_unusable(id: &AuthorityId, authority: &Authority, why: &str) -> Diagnostic {
    let message = format!("the certificate of authority `{}` {why}", id.0);
    let broken = AUTHORITY_CERTIFICATE_UNUSABLE.broken(message).help(match authority.given {
        Some(_) => "give a certificate of a CA that may sign, its issuers after it".to_owned(),
        None => format!("`--renew {}` makes a new one", id.0),
    });
    at(broken, &authority.name.origin, "signs certificates of this spec")
}

fn certificate_weak(id: &AuthorityId, authority: &Authority, why: &str) -> Diagnostic {
    let message = format!("the certificate of authority `{}` {why}", id.0);
    let weak = AUTHORITY_CERTIFICATE_WEAK
        .broken(message)
        .help("Java accepts it; for strict verifiers ask its keeper for a new one");
    at(weak, &authority.name.origin, "signs certificates of this spec")
}

fn key_unusable(id: &AuthorityId, authority: &Authority, why: &str) -> Diagnostic {
    let given = authority.given.as_ref().and_then(|it| it.private_key.as_ref());
    let file = given.map_or_else(
        || format!("authorities/{}/private-key.pem", id.0),
        |it| it.as_str().to_owned(),
    );
    let help = match why {
        "belongs to another certificate" => "give the key of that certificate",
        "does not open with the password that is given" => "compare the password with the file's",
        _ => {
            "`openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW` makes a file that can be read"
        }
    };
    let message = format!("the key of authority `{}`, `{file}`, {why}", id.0);
    let broken = AUTHORITY_KEY_UNUSABLE.broken(message).help(help);
    at(broken, &authority.name.origin, "signs certificates of this spec")
}
