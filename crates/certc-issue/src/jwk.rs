//! Public keys as JSON Web Keys (RFC 7517), with the certificates that show them.

use aws_lc_rs::digest::{SHA256, digest};
use base64ct::{Base64UrlUnpadded, Encoding};
use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, Sequence};
use serde_json::{Map, Value, json};
use x509_cert::spki::SubjectPublicKeyInfoRef;

use crate::certificate::Certificate;
use crate::pem_file;

/// `RSAPublicKey` (RFC 8017 appendix A.1.1).
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

/// The key of the first certificate of a chain, as compact JSON.
pub(crate) fn write<'a>(chain: impl Iterator<Item = &'a [u8]>) -> String {
    let chain: Vec<_> = chain.collect();
    let key = Certificate::read(chain[0]).expect("certificates were read before").tbs.public_key();
    let mut jwk = members(&key).expect("certc makes no other keys");
    jwk.insert("use".to_owned(), "sig".into());
    jwk.insert("kid".to_owned(), key_id(&key).into());
    jwk.insert("x5c".to_owned(), chain.into_iter().map(pem_file::base64).collect());
    Value::from(jwk).to_string()
}

/// What Keycloak's `KeyUtils` calls a key, and Camunda's `AssertionJwkProvider` unless it is told otherwise: the SHA-256
/// of its SubjectPublicKeyInfo.
fn key_id(public_key: &[u8]) -> String {
    url(digest(&SHA256, public_key).as_ref())
}

/// `kty` and what belongs to it (RFC 7518 section 6, RFC 8037 section 2).
fn members(public_key: &[u8]) -> Option<Map<String, Value>> {
    let key = SubjectPublicKeyInfoRef::from_der(public_key).ok()?;
    let bits = key.subject_public_key.raw_bytes();
    let jwk = match key.algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.1.1" => {
            let RsaPublicKey { modulus, exponent } = RsaPublicKey::from_der(bits).ok()?;
            json!({ "kty": "RSA", "n": url(modulus.as_bytes()), "e": url(exponent.as_bytes()) })
        }
        "1.2.840.10045.2.1" => {
            let (x, y) = coordinates(bits)?;
            let curve = curve(key.algorithm.parameters_oid().ok()?)?;
            json!({ "kty": "EC", "crv": curve, "x": url(x), "y": url(y) })
        }
        "1.3.101.112" => json!({ "kty": "OKP", "crv": "Ed25519", "x": url(bits) }),
        _ => return None,
    };
    jwk.as_object().cloned()
}

fn curve(oid: ObjectIdentifier) -> Option<&'static str> {
    match oid.to_string().as_str() {
        "1.2.840.10045.3.1.7" => Some("P-256"),
        "1.3.132.0.34" => Some("P-384"),
        "1.3.132.0.35" => Some("P-521"),
        _ => None,
    }
}

/// Of an uncompressed point (SEC 1 section 2.3.3), each as long as the field is.
fn coordinates(point: &[u8]) -> Option<(&[u8], &[u8])> {
    let both = point.strip_prefix(&[4])?;
    both.split_at_checked(both.len() / 2)
}

fn url(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}
