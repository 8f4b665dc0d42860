//! What a certificate of ours says: RFC 5280 section 4, as OpenSSL strict, Java, GnuTLS, Go and webpki want it.

use aws_lc_rs::rand;
use certc_catalog::KeyKind;
use certc_graph::Leaf;
use certc_graph::name::{AlternativeName, attribute_word};
use certc_plan::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyIdMethod,
    KeyUsagePurpose, SanType, SerialNumber,
};

use crate::key::Key;
use crate::signer::Signer;

/// Clocks differ by minutes.
const BACK: i64 = 300;

/// The first and the last moment of a certificate, within its issuer's.
#[derive(Clone, Copy)]
pub(crate) struct Life {
    pub(crate) not_before: Timestamp,
    pub(crate) not_after: Timestamp,
    /// Whether its issuer ends before it would.
    pub(crate) is_clipped: bool,
}

impl Life {
    pub(crate) fn of(days: u32, now: Timestamp, issuer: Option<&Signer>) -> Self {
        let (start, end) = (Timestamp(now.0 - BACK), now.plus_days(days));
        let not_before = issuer.map_or(start, |it| start.max(it.not_before));
        let not_after = issuer.map_or(end, |it| end.min(it.not_after));
        Self { not_before, not_after, is_clipped: not_after < end }
    }
}

/// A CA; below the lowest there are leaves only.
pub(crate) fn authority(is_lowest: bool) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(match is_lowest {
        true => BasicConstraints::Constrained(0),
        false => BasicConstraints::Unconstrained,
    });
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

/// An end entity: what it does is all that it may do.
pub(crate) fn leaf(leaf: &Leaf) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = key_usages(leaf.key.value);
    let roles = [
        (leaf.server, ExtendedKeyUsagePurpose::ServerAuth),
        (leaf.client, ExtendedKeyUsagePurpose::ClientAuth),
    ];
    params.extended_key_usages = roles.into_iter().filter(|it| it.0).map(|it| it.1).collect();
    params.subject_alt_names = alternative_names(leaf).iter().map(san).collect();
    params
}

/// Adds what is different each time.
pub(crate) fn dated(mut params: CertificateParams, key: &Key, life: Life) -> CertificateParams {
    params.not_before = life.not_before.date_time();
    params.not_after = life.not_after.date_time();
    params.serial_number = Some(serial());
    params.key_identifier_method = KeyIdMethod::PreSpecified(key.id());
    params
}

/// 126 random bits in 16 octets: positive, of one length, never twice (RFC 5280 section 4.1.2.2).
fn serial() -> SerialNumber {
    let mut octets = [0; 16];
    rand::fill(&mut octets).expect("the system has random numbers");
    octets[0] = octets[0] & 0x7f | 0x40;
    SerialNumber::from_slice(&octets)
}

/// Only RSA can encipher a key (RFC 5280 section 4.2.1.3, RFC 8410 section 5).
fn key_usages(key: KeyKind) -> Vec<KeyUsagePurpose> {
    let mut usages = vec![KeyUsagePurpose::DigitalSignature];
    match key {
        KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => {
            usages.push(KeyUsagePurpose::KeyEncipherment);
        }
        KeyKind::EcP256 | KeyKind::EcP384 | KeyKind::EcP521 | KeyKind::Ed25519 => {}
    }
    usages
}

/// The leaf's names, and the mailboxes of its subject (RFC 5280 section 4.1.2.6).
pub(crate) fn alternative_names(leaf: &Leaf) -> Vec<AlternativeName> {
    let mut names: Vec<_> = leaf.names.iter().map(|it| it.value.clone()).collect();
    let attributes = leaf.subject.attributes.iter().map(|it| &it.value);
    let mailboxes = attributes.filter(|it| attribute_word(&it.oid()) == Some("email"));
    let mailboxes = mailboxes.map(|it| AlternativeName::Email(it.value().to_owned()));
    let new: Vec<_> = mailboxes.filter(|it| !names.contains(it)).collect();
    names.extend(new);
    names
}

fn san(name: &AlternativeName) -> SanType {
    let ascii = |it: &String| it.as_str().try_into().expect("names were checked to be ASCII");
    match name {
        AlternativeName::Dns(it) => SanType::DnsName(ascii(it)),
        AlternativeName::Ip(it) => SanType::IpAddress(*it),
        AlternativeName::Email(it) => SanType::Rfc822Name(ascii(it)),
        AlternativeName::Uri(it) => SanType::URI(ascii(it)),
    }
}
