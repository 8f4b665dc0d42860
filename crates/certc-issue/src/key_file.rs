//! Key files as people have them.

use pkcs8::{EncryptedPrivateKeyInfoRef, pkcs5};
use zeroize::Zeroizing;

use crate::key::Key;
use crate::{Secret, key};

/// Reads the first key of a PEM file: PKCS#8, PKCS#1, SEC1, or PKCS#8 that `password` opens. A block before it, such as
/// `EC PARAMETERS`, is passed over. The error is a sentence without its subject, and has nothing of what was read.
pub(crate) fn read(file: &[u8], password: Option<&Secret>) -> Result<Key, &'static str> {
    let (label, der) = block(file)?;
    let key = match (label.as_str(), password) {
        ("ENCRYPTED PRIVATE KEY", None) => return Err("is encrypted, and no password is given"),
        ("ENCRYPTED PRIVATE KEY", Some(it)) => Key::read(decrypted(&der, it)?.as_bytes()),
        _ => Key::read(&der),
    };
    key.ok_or("is of a kind that cannot sign here")
}

/// The key in a file that certc wrote itself, as PKCS#8 DER.
pub(crate) fn own(file: &Secret) -> Zeroizing<Vec<u8>> {
    block(file.bytes()).expect("a bug in certc, please report it: its own key file has no key").1
}

/// A key file that certc wrote itself; never an empty one.
pub(crate) fn own_pem(file: &Secret) -> Vec<u8> {
    key::pem(&own(file))
        .expect("a bug in certc, please report it: its own key is no key")
        .bytes()
        .to_vec()
}

fn block(file: &[u8]) -> Result<(String, Zeroizing<Vec<u8>>), &'static str> {
    let blocks = pem::parse_many(file).map_err(|_| "is no PEM")?;
    let of_key = blocks.into_iter().find(|it| it.tag().ends_with("PRIVATE KEY"));
    let block = of_key.ok_or("has no private key")?;
    if block.headers().iter().next().is_some() {
        return Err("is encrypted in OpenSSL's old way");
    }
    Ok((block.tag().to_owned(), Zeroizing::new(block.into_contents())))
}

/// PBES2 (RFC 8018 section 6.2).
fn decrypted(der: &[u8], password: &Secret) -> Result<pkcs8::SecretDocument, &'static str> {
    let encrypted = EncryptedPrivateKeyInfoRef::try_from(der)
        .map_err(|_| "is encrypted in a way that certc does not know")?;
    let is_unknown = |it: &_| {
        matches!(it, pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::UnsupportedAlgorithm { .. }))
    };
    encrypted.decrypt(password.bytes()).map_err(|it| match is_unknown(&it) {
        true => "is encrypted in a way that certc does not know",
        false => "does not open with the password that is given",
    })
}
