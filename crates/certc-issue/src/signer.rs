//! An authority that can sign.

use certc_graph::{Authority, AuthorityId, Graph};
use certc_plan::Timestamp;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier,
};

use crate::below;
use crate::certificate::{Certificate, Tbs};
use crate::describe::key_words;
use crate::key::Key;
use crate::splice::Party;

/// Its key, and what its certificate passes on to those that it signs.
pub(crate) struct Signer {
    pub(crate) key: Key,
    pub(crate) name: Vec<u8>,
    /// Its subject key identifier, made by whatever method.
    pub(crate) key_id: Option<Vec<u8>>,
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
    /// SHA-256 of its certificate.
    pub(crate) sha256: String,
}

impl Signer {
    /// Of a key and its certificate.
    pub(crate) fn new(key: Key, certificate: &[u8], tbs: &Tbs<'_>) -> Self {
        let key_id = tbs.extension::<SubjectKeyIdentifier>();
        Self {
            key,
            name: tbs.subject(),
            key_id: key_id.map(|(_, it)| it.0.into_bytes().into()),
            not_before: tbs.not_before(),
            not_after: tbs.not_after(),
            sha256: certc_plan::sha256(certificate),
        }
    }

    /// Of a key and a certificate that were just made.
    pub(crate) fn made(key: Key, certificate: &[u8]) -> Self {
        let read = Certificate::read(certificate).expect("certc reads what it made");
        Self::new(key, certificate, &read.tbs)
    }

    pub(crate) fn party(&self) -> Party<'_> {
        Party { name: &self.name, key: &self.key }
    }
}

/// Why no chain through this certificate is valid (RFC 5280 sections 4.2.1.3, 4.2.1.9, 6.1); a sentence without its subject.
/// Whether it has begun and not ended is seen where a moment is given.
pub(crate) fn unusable(
    tbs: &Tbs<'_>,
    intermediates: usize,
    now: Option<Timestamp>,
) -> Option<String> {
    let constraints = tbs.extension::<BasicConstraints>().map(|it| it.1);
    let room = constraints.as_ref().and_then(|it| it.path_len_constraint);
    if !constraints.is_some_and(|it| it.ca) {
        Some("is not a CA certificate".to_owned())
    } else if room.is_some_and(|it| usize::from(it) < intermediates) {
        Some("allows no intermediate as far below as the spec has one".to_owned())
    } else if tbs.extension::<KeyUsage>().is_some_and(|(_, it)| !it.key_cert_sign()) {
        Some("may not sign certificates: its key usage lacks keyCertSign".to_owned())
    } else {
        now.and_then(|now| unusable_at(tbs, now))
    }
}

fn unusable_at(tbs: &Tbs<'_>, now: Timestamp) -> Option<String> {
    let (begin, end) = (tbs.not_before(), tbs.not_after());
    let has_ended = (end <= now).then(|| format!("ended on {end}"));
    has_ended.or_else(|| (begin > now).then(|| format!("is not valid before {begin}")))
}

/// Why nothing here can sign with the key of this certificate; a sentence without its subject.
pub(crate) fn unusable_key(tbs: &Tbs<'_>) -> Option<String> {
    const CURVES: [&str; 4] = ["ec p256", "ec p384", "ec p521", "ed25519"];
    let Ok(words) = key_words(&tbs.public_key()) else {
        return Some("has a malformed public key".to_owned());
    };
    match words.strip_prefix("rsa ").map(str::parse) {
        Some(Ok(2048..=8192_u32)) => None,
        Some(Ok(bits)) => {
            Some(format!("has an RSA key of {bits} bits: certc signs with 2048 to 8192"))
        }
        _ if CURVES.contains(&words.as_str()) => None,
        _ => Some(format!("has a key of a kind that cannot sign here: {words}")),
    }
}

/// What strict verifiers refuse in a certificate that others accept (RFC 5280 sections 4.2.1.1 to 4.2.1.3, 4.2.1.9, 4.2.1.12).
pub(crate) fn weaknesses(tbs: &Tbs<'_>) -> Vec<&'static str> {
    let has_key_id = tbs.extension::<SubjectKeyIdentifier>().is_some();
    let has_issuer_id = tbs.is_self_issued() || tbs.extension::<AuthorityKeyIdentifier>().is_some();
    let is_critical = tbs.extension::<BasicConstraints>().is_some_and(|it| it.0);
    let found = [
        (has_key_id, "has no subject key identifier"),
        (has_issuer_id, "has no authority key identifier"),
        (is_critical, "has basic constraints that are not critical"),
        (tbs.extension::<KeyUsage>().is_some(), "has no key usage"),
        (!below::is_for_any(tbs), "has an extended key usage for any purpose, and none by name"),
    ];
    found.iter().filter(|it| !it.0).map(|it| it.1).collect()
}

/// How many intermediates of the graph stand below an authority, one below the other.
pub(crate) fn depth(graph: &Graph, id: &AuthorityId) -> u8 {
    let is_below = |it: &Authority| it.kind.value.issuer() == Some(id);
    let below = graph.authorities.iter().filter(|it| is_below(it.1));
    below.map(|(it, _)| depth(graph, it).saturating_add(1)).max().unwrap_or(0)
}
