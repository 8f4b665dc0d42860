//! Key files as people have them.

use camino::Utf8Path;
use der::Decode;
use pkcs8::{EncryptedPrivateKeyInfoRef, pkcs5};
use rcgen::PublicKeyData;
use x509_cert::spki::SubjectPublicKeyInfoRef;
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::key::Key;
use crate::{Secret, key};

/// Why a key file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    NoPem,
    NoKey,
    OldEncryption,
    UnknownEncryption,
    NoPassword,
    OtherPassword,
    CannotSign,
    OtherCertificate,
}

impl Unusable {
    /// A sentence without its subject; it has nothing of what was read.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::NoPem => "is no PEM",
            Self::NoKey => "has no private key",
            Self::OldEncryption => "is encrypted in OpenSSL's old way",
            Self::UnknownEncryption => "is encrypted in a way that certc does not know",
            Self::NoPassword => "is encrypted, and no password is given",
            Self::OtherPassword => "does not open with the password that is given",
            Self::CannotSign => "is of a kind that cannot sign here",
            Self::OtherCertificate => "belongs to another certificate",
        }
    }

    /// The way out, for a file that somebody gives.
    pub(crate) fn help(self, file: &Utf8Path) -> String {
        match self {
            Self::NoPem | Self::NoKey => format!(
                "give the key as PEM: `openssl pkey -in {file} -out {file}.pem` reads DER, \
                 `openssl pkcs12 -in {file} -nocerts -out {file}.pem` reads PKCS#12"
            ),
            Self::OldEncryption | Self::UnknownEncryption => format!(
                "`openssl pkcs8 -topk8 -v2 aes-256-cbc -in {file} -out {file}.pem` makes a file that can be read"
            ),
            Self::NoPassword => "add `password env=\"NAME\"` in the block of the key".to_owned(),
            Self::OtherPassword => "compare the password with the file's".to_owned(),
            Self::CannotSign => {
                "certc signs with RSA keys of 2048 to 8192 bits, P-256, P-384, P-521 and Ed25519"
                    .to_owned()
            }
            Self::OtherCertificate => "give the key of that certificate".to_owned(),
        }
    }
}

/// Says why a key of certc's own, as it lies on the disk, is not the one of this certificate; a sentence without its
/// subject.
pub fn fits(key_pem: &Secret, certificate_der: &[u8]) -> Result<(), String> {
    let public_key = Certificate::read(certificate_der)?.tbs.public_key();
    let malformed = |it| format!("belongs to a certificate with a malformed public key: {it}");
    let certified = SubjectPublicKeyInfoRef::from_der(&public_key).map_err(malformed)?;
    let bits = block(key_pem.bytes())
        .and_then(|(_, der)| key::public_bits(&der).ok_or(Unusable::CannotSign))
        .map_err(|it| it.words().to_owned())?;
    let is_its_own = bits == certified.subject_public_key.raw_bytes();
    if is_its_own { Ok(()) } else { Err(Unusable::OtherCertificate.words().to_owned()) }
}

/// Reads a key file, which must have the key of a certificate with this SubjectPublicKeyInfo.
pub(crate) fn of_certificate(
    file: &[u8],
    password: Option<&Secret>,
    public_key: &[u8],
) -> Result<Key, Unusable> {
    let key = read(file, password)?;
    let is_its_own = key.pair().subject_public_key_info() == public_key;
    if is_its_own { Ok(key) } else { Err(Unusable::OtherCertificate) }
}

/// Reads the first key of a PEM file: PKCS#8, PKCS#1, SEC1, or PKCS#8 that `password` opens. A block before it, such as
/// `EC PARAMETERS`, is passed over.
pub(crate) fn read(file: &[u8], password: Option<&Secret>) -> Result<Key, Unusable> {
    let (label, der) = block(file)?;
    let key = match (label.as_str(), password) {
        ("ENCRYPTED PRIVATE KEY", None) => return Err(Unusable::NoPassword),
        ("ENCRYPTED PRIVATE KEY", Some(it)) => Key::read(decrypted(&der, it)?.as_bytes()),
        _ => Key::read(&der),
    };
    key.ok_or(Unusable::CannotSign)
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

fn block(file: &[u8]) -> Result<(String, Zeroizing<Vec<u8>>), Unusable> {
    let blocks = pem::parse_many(file).map_err(|_| Unusable::NoPem)?;
    let of_key = blocks.into_iter().find(|it| it.tag().ends_with("PRIVATE KEY"));
    let block = of_key.ok_or(Unusable::NoKey)?;
    if block.headers().iter().next().is_some() {
        return Err(Unusable::OldEncryption);
    }
    Ok((block.tag().to_owned(), Zeroizing::new(block.into_contents())))
}

/// PBES2 (RFC 8018 section 6.2).
fn decrypted(der: &[u8], password: &Secret) -> Result<pkcs8::SecretDocument, Unusable> {
    let encrypted =
        EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| Unusable::UnknownEncryption)?;
    let is_unknown = |it: &_| {
        matches!(it, pkcs8::Error::EncryptedPrivateKey(pkcs5::Error::UnsupportedAlgorithm { .. }))
    };
    encrypted.decrypt(password.bytes()).map_err(|it| match is_unknown(&it) {
        true => Unusable::UnknownEncryption,
        false => Unusable::OtherPassword,
    })
}
