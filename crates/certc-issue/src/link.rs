//! The certificates of a chain, and whether one is signed by the next.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P256_SHA512_ASN1, ECDSA_P384_SHA256_ASN1,
    ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA512_ASN1, ECDSA_P521_SHA256_ASN1, ECDSA_P521_SHA384_ASN1,
    ECDSA_P521_SHA512_ASN1, ED25519, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_2048_8192_SHA384, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RSA_PSS_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use certc_graph::name::Subject;
use der::asn1::{AnyRef, BitStringRef};
use der::{Decode, Encode, Sequence};
use x509_cert::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use crate::certificate::{Certificate, Tbs};
use crate::signer;

/// One certificate of a chain.
pub(crate) struct Link<'a> {
    der: &'a [u8],
    pub(crate) tbs: Tbs<'a>,
}

/// What is known of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    Yes,
    No,
    /// The names fit; the algorithm or the key is one that cannot be checked here.
    Unknown,
}

/// Whether a certificate names another's subject as its issuer and was signed with its key, both as DER. What cannot be
/// checked is no.
pub fn is_signed_by(certificate: &[u8], issuer: &[u8]) -> bool {
    match (Link::read(certificate), Link::read(issuer)) {
        (Ok(certificate), Ok(issuer)) => certificate.signed_by(&issuer) == Signed::Yes,
        _ => false,
    }
}

impl<'a> Link<'a> {
    /// Reads one; the error is a sentence without its subject.
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, String> {
        Ok(Self { der, tbs: Certificate::read(der)?.tbs })
    }

    /// Its subject, as people read it.
    pub(crate) fn name(&self) -> String {
        let subject = Subject::from_der(&self.tbs.subject());
        subject.map_or_else(|_| "(a name that cannot be read)".to_owned(), |it| it.java.0)
    }

    /// Whether it names that certificate's subject as its issuer, and that one's key made its signature.
    pub(crate) fn signed_by(&self, issuer: &Link<'_>) -> Signed {
        if self.tbs.issuer != issuer.tbs.subject {
            return Signed::No;
        }
        match verified(self.der, &issuer.tbs.public_key()) {
            Ok(it) if it == Signed::No && signer::unusable_key(&issuer.tbs).is_some() => {
                Signed::Unknown
            }
            Ok(it) => it,
            Err(_) => Signed::No,
        }
    }

    /// Whether it is the end of a chain.
    pub(crate) fn is_root(&self) -> bool {
        self.signed_by(self) != Signed::No
    }
}

/// `Certificate` (RFC 5280 section 4.1), its signed part as it is.
#[derive(Sequence)]
struct Whole<'a> {
    tbs: AnyRef<'a>,
    algorithm: AlgorithmIdentifierRef<'a>,
    signature: BitStringRef<'a>,
}

fn verified(der: &[u8], public_key: &[u8]) -> der::Result<Signed> {
    let it = Whole::from_der(der)?;
    let key = SubjectPublicKeyInfoRef::from_der(public_key)?.subject_public_key.raw_bytes();
    let oid = it.algorithm.oid.to_string();
    let algorithms = algorithms(&oid);
    let (signed, signature) = (it.tbs.to_der()?, it.signature.raw_bytes());
    let fits = |by: &&'static dyn VerificationAlgorithm| {
        UnparsedPublicKey::new(*by, key).verify(&signed, signature).is_ok()
    };
    Ok(match algorithms.iter().any(fits) {
        true => Signed::Yes,
        false if algorithms.is_empty() || oid == RSA_PSS => Signed::Unknown,
        false => Signed::No,
    })
}

/// Its parameters name a hash and the length of a salt, of which only that of the hash is known here.
const RSA_PSS: &str = "1.2.840.113549.1.1.10";

/// What an OID of a signature may be (RFC 8017 appendix A.2, RFC 5758 section 3.2, RFC 8410 section 3): the curve, or the
/// hash of RSA-PSS, is the one that fits. Roots of old have short keys and SHA-1.
fn algorithms(oid: &str) -> &'static [&'static dyn VerificationAlgorithm] {
    match oid {
        "1.2.840.113549.1.1.5" => &[&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY],
        "1.2.840.113549.1.1.11" => &[&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY],
        "1.2.840.113549.1.1.12" => &[&RSA_PKCS1_2048_8192_SHA384],
        "1.2.840.113549.1.1.13" => &[&RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY],
        RSA_PSS => {
            &[&RSA_PSS_2048_8192_SHA256, &RSA_PSS_2048_8192_SHA384, &RSA_PSS_2048_8192_SHA512]
        }
        "1.2.840.10045.4.3.2" => {
            &[&ECDSA_P256_SHA256_ASN1, &ECDSA_P384_SHA256_ASN1, &ECDSA_P521_SHA256_ASN1]
        }
        "1.2.840.10045.4.3.3" => {
            &[&ECDSA_P256_SHA384_ASN1, &ECDSA_P384_SHA384_ASN1, &ECDSA_P521_SHA384_ASN1]
        }
        "1.2.840.10045.4.3.4" => {
            &[&ECDSA_P256_SHA512_ASN1, &ECDSA_P384_SHA512_ASN1, &ECDSA_P521_SHA512_ASN1]
        }
        "1.3.101.112" => &[&ED25519],
        _ => &[],
    }
}
