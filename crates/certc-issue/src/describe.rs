//! What the manifest says of a certificate, read off the certificate.

use certc_graph::name::Subject;
use certc_plan::{CertificateEntry, CertificateKind, Names, hex};
use der::asn1::{BitStringRef, ObjectIdentifier, UintRef};
use der::{Decode, Sequence};
use x509_cert::spki::SubjectPublicKeyInfoRef;

use crate::certificate::Certificate;

/// Says of a certificate, as DER, what the manifest says of it. The error is a sentence without its subject.
///
/// `issuer` is the name of its authority and `issuer_sha256` the hash of that one's certificate.
pub fn describe(
    name: &str,
    der: &[u8],
    kind: CertificateKind,
    issuer: &str,
    issuer_sha256: &str,
    identity: &str,
) -> Result<CertificateEntry, String> {
    let tbs = Certificate::read(der)?.tbs;
    let public_key = tbs.public_key();
    Ok(CertificateEntry {
        name: name.to_owned(),
        kind,
        subject: names(Subject::from_der(&tbs.subject())?),
        issuer: issuer.to_owned(),
        issuer_sha256: issuer_sha256.to_owned(),
        serial: hex(tbs.serial.as_bytes()),
        not_before: tbs.not_before(),
        not_after: tbs.not_after(),
        key: key_words(&public_key).map_err(|it| format!("has a malformed public key: {it}"))?,
        sha256: certc_plan::sha256(der),
        spki_sha256: certc_plan::sha256(&public_key),
        identity: identity.to_owned(),
    })
}

fn names(subject: Subject) -> Names {
    let Subject { der, java, rfc2253, openssl, .. } = subject;
    Names { der: hex(&der.0), java: java.0, rfc2253: rfc2253.0, openssl: openssl.0 }
}

/// A kind of key in the words of the language; one that the language does not have, by its OID (RFC 5480, RFC 8410).
pub(crate) fn key_words(public_key: &[u8]) -> der::Result<String> {
    let key = SubjectPublicKeyInfoRef::from_der(public_key)?;
    let curve = || key.algorithm.parameters_oid().ok();
    Ok(match key.algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.1.1" => format!("rsa {}", rsa_bits(key.subject_public_key)?),
        "1.2.840.10045.2.1" => format!("ec {}", curve().map_or_else(String::new, curve_word)),
        "1.3.101.112" => "ed25519".to_owned(),
        other => other.to_owned(),
    })
}

fn curve_word(curve: ObjectIdentifier) -> String {
    match curve.to_string().as_str() {
        "1.2.840.10045.3.1.7" => "p256".to_owned(),
        "1.3.132.0.34" => "p384".to_owned(),
        "1.3.132.0.35" => "p521".to_owned(),
        other => other.to_owned(),
    }
}

/// The modulus is the first part of `RSAPublicKey` (RFC 8017 appendix A.1.1).
fn rsa_bits(key: BitStringRef<'_>) -> der::Result<u32> {
    #[derive(Sequence)]
    struct RsaPublicKey<'a> {
        modulus: UintRef<'a>,
        exponent: UintRef<'a>,
    }
    let key = RsaPublicKey::from_der(key.raw_bytes())?;
    let modulus = key.modulus.as_bytes();
    let octets = u32::try_from(modulus.len()).map_err(|_| der::ErrorKind::Overflow)?;
    Ok(octets * 8 - modulus.first().map_or(0, |it| it.leading_zeros()))
}
