//! PKCS#12 stores (RFC 7292) as Java 11.0.12 and later, OpenSSL 3 and NSS read them: PBES2 with AES-256, MAC with
//! HMAC-SHA-256, 10,000 iterations each.

use std::collections::BTreeSet;

use certc_graph::{LeafId, TrustId};
use certc_plan::Timestamp;
use p12_keystore::{
    Certificate, KeyStore, KeyStoreEntry, Pkcs12ImportPolicy, PrivateKey, PrivateKeyChain,
};

use crate::look_up::LookUp;
use crate::{Secret, key, key_file};

/// The private key of a key store, as the PEM file that lies beside it; `None` where the password does not open it.
pub fn key_in_store(pkcs12: &[u8], password: &Secret) -> Option<Secret> {
    let password = str::from_utf8(password.bytes()).ok()?;
    let store = KeyStore::from_pkcs12(pkcs12, password, Pkcs12ImportPolicy::Relaxed).ok()?;
    let (_, chain) = store.private_key_chain()?;
    key::pem(chain.key().as_der())
}

/// Why a certificate cannot stand in a store; a sentence without its subject.
pub(crate) fn refuses(der: &[u8]) -> Option<String> {
    if let Err(it) = crate::certificate::Certificate::read(der) {
        return Some(it);
    }
    Certificate::from_der(der).err().map(|it| format!("is no X.509 certificate: {it}"))
}

/// A leaf's key and its whole chain under one alias; Java picks any key where there are two.
pub(crate) fn key_store(
    look_up: LookUp<'_>,
    leaf: &LeafId,
    alias: &str,
    password: &str,
) -> Vec<u8> {
    let key = key_file::own(look_up.key(leaf));
    let key = PrivateKey::from_der(&key).expect("a key of ours is PKCS#8");
    let chain = look_up.chain(leaf).into_iter().map(certificate);
    let entry = PrivateKeyChain::new(local_key_id(look_up.inputs.now), key, chain);
    let mut store = KeyStore::new();
    store.add_entry(alias, KeyStoreEntry::PrivateKeyChain(entry));
    written(&store, password)
}

/// Trusted entries, which Java sees as such.
pub(crate) fn trust_store(anchors: &[(String, &[u8])], password: &str) -> Vec<u8> {
    let mut store = KeyStore::new();
    for (alias, der) in anchors {
        store.add_entry(alias, KeyStoreEntry::Certificate(certificate(der)));
    }
    written(&store, password)
}

/// The certificates that a reader trusts, each once, under aliases that Java tells apart: it ignores case.
pub(crate) fn anchors<'a>(look_up: LookUp<'a>, id: &TrustId) -> Vec<(String, &'a [u8])> {
    let trust = look_up.graph.trust(id);
    let authorities = trust.authorities.iter().map(|it| look_up.anchor(&it.value));
    let authorities = authorities.map(|(id, der)| (id.0.to_lowercase(), der));
    let also = trust.also.iter().flat_map(|it| &it.value.certificates);
    let also = also.map(|it| ("also".to_owned(), it.as_slice()));
    let (mut aliases, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let each = authorities.chain(also).filter(|it| seen.insert(it.1));
    each.map(|(alias, der)| (unique(&mut aliases, alias), der)).collect()
}

fn unique(taken: &mut BTreeSet<String>, alias: String) -> String {
    let numbered = (2..).map(|it| format!("{alias}-{it}"));
    let mut free = [alias.clone()].into_iter().chain(numbered).filter(|it| !taken.contains(it));
    let alias = free.next().expect("numbers do not end");
    taken.insert(alias.clone());
    alias
}

/// Java shows this as the entry's date.
fn local_key_id(now: Timestamp) -> String {
    format!("Time {}", now.0 * 1000)
}

fn certificate(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("certificates were read before")
}

fn written(store: &KeyStore, password: &str) -> Vec<u8> {
    store.writer(password).write().expect("checked values make a store")
}
