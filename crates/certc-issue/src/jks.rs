//! Java's own trust store format, JKS version 2, as `sun.security.provider.JavaKeyStore` reads it. The digest at its end
//! shows damage and a wrong password; there is nothing secret in it.

use certc_plan::Timestamp;
use sha1::{Digest, Sha1};

const MAGIC: u32 = 0xFEED_FEED;
const VERSION: u32 = 2;
const TRUSTED_CERTIFICATE: u32 = 2;

/// A trust store of these certificates, each under its alias.
pub(crate) fn trust_store(anchors: &[(String, &[u8])], password: &str, now: Timestamp) -> Vec<u8> {
    let mut store = Vec::new();
    let number = |store: &mut Vec<u8>, it: u32| store.extend(it.to_be_bytes());
    number(&mut store, MAGIC);
    number(&mut store, VERSION);
    number(&mut store, length(anchors.len()));
    for (alias, der) in anchors {
        number(&mut store, TRUSTED_CERTIFICATE);
        text(&mut store, alias);
        store.extend((now.0 * 1000).to_be_bytes());
        text(&mut store, "X.509");
        number(&mut store, length(der.len()));
        store.extend(*der);
    }
    let digest = digest(password, &store);
    store.extend(digest);
    store
}

/// `DataOutputStream.writeUTF`; for ASCII it is UTF-8 after its length.
fn text(store: &mut Vec<u8>, text: &str) {
    store.extend(u16::try_from(text.len()).expect("an alias is short").to_be_bytes());
    store.extend(text.as_bytes());
}

fn digest(password: &str, store: &[u8]) -> [u8; 20] {
    let password = password.encode_utf16().flat_map(u16::to_be_bytes);
    let password = zeroize::Zeroizing::new(password.collect::<Vec<_>>());
    Sha1::new_with_prefix(&*password)
        .chain_update("Mighty Aphrodite")
        .chain_update(store)
        .finalize()
        .into()
}

fn length(it: usize) -> u32 {
    u32::try_from(it).expect("a certificate is small")
}
