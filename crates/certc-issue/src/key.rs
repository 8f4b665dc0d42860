//! Private keys: making them, and PKCS#8 version 1 as the one form that all their readers know.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, RsaKeyPair,
};
use certc_catalog::KeyKind;
use der::pem::LineEnding;
use pkcs8::SecretDocument;
use rcgen::{KeyPair, PublicKeyData, RsaKeySize};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use crate::Secret;

const CURVES: [&EcdsaSigningAlgorithm; 3] = [
    &ECDSA_P256_SHA256_ASN1_SIGNING,
    &ECDSA_P384_SHA384_ASN1_SIGNING,
    &ECDSA_P521_SHA512_ASN1_SIGNING,
];

/// A key that can sign, wiped when dropped.
pub(crate) struct Key(Zeroizing<KeyPair>);

impl Key {
    /// A new one.
    pub(crate) fn generate(kind: KeyKind) -> Self {
        let rsa = |size| KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size);
        let pair = match kind {
            KeyKind::Rsa2048 => rsa(RsaKeySize::_2048),
            KeyKind::Rsa3072 => rsa(RsaKeySize::_3072),
            KeyKind::Rsa4096 => rsa(RsaKeySize::_4096),
            KeyKind::EcP256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            KeyKind::EcP384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
            KeyKind::EcP521 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P521_SHA512),
            KeyKind::Ed25519 => KeyPair::generate_for(&rcgen::PKCS_ED25519),
        };
        let pair = Self(Zeroizing::new(pair.expect("the system has random numbers")));
        // OpenSSL 3.0 does not read rcgen's form of it: PKCS#8 version 2, which has the public key, too.
        if kind == KeyKind::Ed25519 { Self::read(pair.pkcs8()).expect("just made") } else { pair }
    }

    /// Reads PKCS#8, PKCS#1 or SEC1 as DER; `None` where it is no key that can sign here.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let pair = KeyPair::try_from(normal(der)?.as_slice()).ok()?;
        Some(Self(Zeroizing::new(pair)))
    }

    pub(crate) fn pair(&self) -> &KeyPair {
        &self.0
    }

    /// PKCS#8 version 1 as DER (RFC 5208 section 5).
    fn pkcs8(&self) -> &[u8] {
        self.0.serialized_der()
    }

    /// PKCS#8 version 1 as PEM (RFC 7468 section 10).
    pub(crate) fn pem(&self) -> Secret {
        pem(self.pkcs8()).expect("a key that signs is PKCS#8")
    }

    /// SHA-1 of the public key's bits (RFC 5280 section 4.2.1.2, method 1), as OpenSSL and keytool have it.
    pub(crate) fn id(&self) -> Vec<u8> {
        Sha1::digest(self.0.der_bytes()).to_vec()
    }
}

/// A key as PEM; `None` where the bytes are no DER.
pub(crate) fn pem(pkcs8: &[u8]) -> Option<Secret> {
    let document = SecretDocument::try_from(pkcs8).ok()?;
    let text = document.to_pem("PRIVATE KEY", LineEnding::LF).ok()?;
    Some(Secret::new(text.as_bytes().to_vec()))
}

/// The bits of the public key that belongs to PKCS#8 as certc writes it; `None` where it is no key that can sign here.
/// Reading a key is checking it, which takes a millisecond for RSA: so it is read once.
pub(crate) fn public_bits(pkcs8: &[u8]) -> Option<Vec<u8>> {
    let ed25519 = || {
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).ok()?;
        Some(pair.public_key().as_ref().to_vec())
    };
    let ec = |it| {
        let pair = EcdsaKeyPair::from_pkcs8(it, pkcs8).ok()?;
        Some(pair.public_key().as_ref().to_vec())
    };
    let rsa = || Some(RsaKeyPair::from_pkcs8(pkcs8).ok()?.public_key().as_ref().to_vec());
    ed25519().or_else(|| CURVES.into_iter().find_map(ec)).or_else(rsa)
}

/// The forms of a key that aws-lc reads, as PKCS#8 version 1.
fn normal(der: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let ed25519 = || Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok()?.to_pkcs8v1().ok();
    let ec = |it| EcdsaKeyPair::from_private_key_der(it, der).ok()?.to_pkcs8v1().ok();
    if let Some(it) = ed25519().or_else(|| CURVES.into_iter().find_map(ec)) {
        return Some(Zeroizing::new(it.as_ref().to_vec()));
    }
    let rsa = RsaKeyPair::from_pkcs8(der).or_else(|_| RsaKeyPair::from_der(der)).ok()?;
    let rsa: Pkcs8V1Der<'_> = rsa.as_der().ok()?;
    Some(Zeroizing::new(rsa.as_ref().to_vec()))
}
