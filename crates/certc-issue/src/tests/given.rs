//! Authorities that are given, as other programs make them.

use rcgen::{CertificateParams, CustomExtension, KeyIdMethod};

use super::*;
use crate::certificate::{Certificate, encoded};
use crate::key::Key;
use crate::key_file::Unusable;
use crate::splice::{Party, sign};
use crate::{key_file, profile};

/// `O=Ex` then a set of `OU=z` before `CN=a`, which DER would sort, and a T61String with a Latin-1 octet.
const ODD_NAME: &[u8] = b"\x30\x3a\
    \x31\x0b\x30\x09\x06\x03\x55\x04\x0a\x0c\x02Ex\
    \x31\x18\x30\x08\x06\x03\x55\x04\x0b\x0c\x01z\x30\x0c\x06\x03\x55\x04\x03\x14\x05K\xf6ln!\
    \x31\x11\x30\x0f\x06\x03\x55\x04\x0b\x0c\x08Units(2)";

/// A certificate of this name that signed itself.
pub(super) fn root(name: &[u8], key: &Key, params: CertificateParams) -> Vec<u8> {
    let itself = Party { name, key };
    sign(params, &itself, &itself, None)
}

pub(super) fn params(key: &Key, days: u32, now: Timestamp) -> CertificateParams {
    profile::dated(profile::authority(false), key, profile::Life::of(days, now, None))
}

/// A run whose leaf `operate` the given authority signs.
fn run(certificate: &[u8], key: &Key) -> Run {
    run_of(vec![certificate.to_vec()], key)
}

/// The same with a chain.
pub(super) fn run_of(chain: Vec<Vec<u8>>, key: &Key) -> Run {
    let mut company = authority("company", AuthorityKind::Imported, KeyKind::EcP256);
    company.kind.origin = Origin::Written(span(4));
    let private_key = Some(Sourced::new("ca.key".into(), Origin::Written(span(5))));
    company.given = Some(Given { chain, private_key, password: None });
    let leaves = vec![("operate", leaf("operate", "company", KeyKind::EcP256))];
    let mut run = Run::new(vec![("company", company)], leaves);
    run.inputs.keys.insert(of_authority("company"), key.pem());
    run
}

#[test]
fn names_and_key_ids_are_taken_as_they_are() {
    let key = Key::generate(KeyKind::EcP384);
    let mut params = params(&key, 400, NOW);
    params.key_identifier_method = KeyIdMethod::PreSpecified(vec![7; 8]);
    let certificate = root(ODD_NAME, &key, params);
    let (done, said) = run(&certificate, &key).issue();
    assert_eq!(said, []);
    let done = done.unwrap();
    let leaf = Certificate::read(done.certificate(&of_leaf("operate"))).unwrap();
    assert_eq!(encoded(&leaf.tbs.issuer), ODD_NAME);
    let extension = leaf.tbs.extension::<x509_cert::ext::pkix::AuthorityKeyIdentifier>().unwrap();
    assert_eq!(extension.1.key_identifier.unwrap().as_bytes(), [7; 8]);
    assert_eq!(done.entry("company").key, "ec p384");
    assert_eq!(done.entry("company").subject.der, certc_plan::hex(ODD_NAME));
    assert_eq!(done.entry("operate").issuer_sha256, certc_plan::sha256(&certificate));
}

#[test]
fn what_strict_verifiers_refuse_is_a_warning() {
    let key = Key::generate(KeyKind::EcP256);
    let mut params = params(&key, 400, NOW);
    params.is_ca = rcgen::IsCa::NoCa;
    params.key_usages.clear();
    // BasicConstraints with cA TRUE, not critical.
    let constraints =
        CustomExtension::from_oid_content(&[2, 5, 29, 19], b"\x30\x03\x01\x01\xff".to_vec());
    params.custom_extensions = vec![constraints];
    let (done, said) = run(&root(ODD_NAME, &key, params), &key).issue();
    let rules: Vec<_> = said.iter().map(|it| &*it.rule).collect();
    assert_eq!(rules, ["authority-certificate-weak"]);
    let done = done.unwrap();
    let leaf = Certificate::read(done.certificate(&of_leaf("operate"))).unwrap();
    assert!(leaf.tbs.extension::<x509_cert::ext::pkix::AuthorityKeyIdentifier>().is_none());
}

/// What is wrong with a given authority is said before anything is made.
#[test]
fn an_authority_that_cannot_sign_is_refused() {
    let check = |why: &str, (rule, place): (&str, usize), run: Run| {
        let (done, said) = run.issue();
        assert!(done.is_none(), "{why}");
        assert_eq!(said.iter().map(|it| &*it.rule).collect::<Vec<_>>(), [rule], "{said:#?}");
        assert!(said[0].message.contains(why), "{said:#?}");
        assert_eq!(said[0].labels[0].0, span(place));
    };
    let key = Key::generate(KeyKind::EcP256);
    let made = |change: &dyn Fn(&mut CertificateParams)| {
        let mut params = params(&key, 400, NOW);
        change(&mut params);
        run(&root(ODD_NAME, &key, params), &key)
    };
    let rule = ("authority-certificate-unusable", 4);
    let of_key = ("authority-key-unusable", 5);
    check("is not a CA", rule, made(&|it| it.is_ca = rcgen::IsCa::ExplicitNoCa));
    let usages = || vec![rcgen::KeyUsagePurpose::CrlSign];
    check("lacks keyCertSign", rule, made(&|it| it.key_usages = usages()));
    check("ended on 2026-11-24T12:00:00Z", rule, made(&|it| it.not_after = NOW.date_time()));
    let later = || NOW.plus_days(1).date_time();
    check("is not valid before", rule, made(&|it| it.not_before = later()));
    check("is no X.509 certificate", rule, run(b"certificate", &key));
    let room = |it: &mut CertificateParams| it.is_ca = profile::authority(true).is_ca;
    let mut deep = made(&room);
    let kind = AuthorityKind::Intermediate(authority_id("company"));
    let below = authority("below", kind, KeyKind::EcP256);
    deep.graph.authorities.insert(authority_id("below"), below);
    check("allows no intermediate", rule, deep);
    let mut other = made(&|_| {});
    other.inputs.keys.insert(of_authority("company"), Key::generate(KeyKind::EcP256).pem());
    check("belongs to another certificate", of_key, other);
    let mut none = made(&|_| {});
    none.inputs.keys.insert(of_authority("company"), Secret::new(Vec::new()));
    check("`ca.key`, has no private key", of_key, none);
}

#[test]
fn key_files_of_every_form_are_read_or_refused() {
    let password = Secret::new(b"password".to_vec());
    let check = |file: &str, same: &str| {
        let read = key_file::read(file.as_bytes(), Some(&password));
        let same = key_file::read(same.as_bytes(), None).unwrap();
        let read = read.unwrap();
        assert_eq!(read.pem().bytes(), same.pem().bytes());
        assert!(read.pem().bytes().starts_with(b"-----BEGIN PRIVATE KEY-----\nMI"));
    };
    let (ec, rsa) =
        (include_str!("../../testdata/ec-pkcs8.pem"), include_str!("../../testdata/rsa-pkcs8.pem"));
    let ed25519 = include_str!("../../testdata/ed25519-pkcs8.pem");
    assert_eq!(key_file::read(ed25519.as_bytes(), None).unwrap().pem().bytes(), ed25519.as_bytes());
    check(include_str!("../../testdata/rsa-pkcs1.pem"), rsa);
    check(&rsa.replace('\n', "\r\n"), rsa);
    check(include_str!("../../testdata/ec-sec1-after-parameters.pem"), ec);
    check(include_str!("../../testdata/encrypted-aes-256.pem"), ec);
    check(include_str!("../../testdata/encrypted-des3.pem"), ec);
    check(include_str!("../../testdata/encrypted-scrypt.pem"), ec);
    check(&format!("Bag Attributes\n    friendlyName: ca\n{ec}"), ec);
}

#[test]
fn key_files_that_cannot_be_read_say_why() {
    let check = |file: &str, password: Option<&str>, why: &str| {
        let password = password.map(|it| Secret::new(it.into()));
        let read = key_file::read(file.as_bytes(), password.as_ref());
        assert_eq!(read.err().map(Unusable::words), Some(why));
    };
    let encrypted = include_str!("../../testdata/encrypted-aes-256.pem");
    let unknown = "is encrypted in a way that certc does not know";
    check(encrypted, None, "is encrypted, and no password is given");
    check(encrypted, Some("passwort"), "does not open with the password that is given");
    check(include_str!("../../testdata/encrypted-sha1.pem"), Some("password"), unknown);
    check(include_str!("../../testdata/encrypted-pbes1.pem"), Some("password"), unknown);
    let old = include_str!("../../testdata/encrypted-old.pem");
    check(old, Some("password"), "is encrypted in OpenSSL's old way");
    let brainpool = include_str!("../../testdata/brainpool-pkcs8.pem");
    check(brainpool, None, "is of a kind that cannot sign here");
    check("", None, "has no private key");
    check("-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n", None, "is no PEM");
    check(
        "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n",
        None,
        "is of a kind that cannot sign here",
    );
}
