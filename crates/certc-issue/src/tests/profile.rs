//! Every certificate has the profile, read back with other types than those that wrote it.

use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use der::asn1::OctetString;
use der::{Decode, Encode};
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectAltName, SubjectKeyIdentifier,
};

use super::*;

const SERVER: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT: &str = "1.3.6.1.5.5.7.3.2";

const KINDS: [(KeyKind, &str, &dyn VerificationAlgorithm); 7] = [
    (KeyKind::Rsa2048, "1.2.840.113549.1.1.11", &signature::RSA_PKCS1_2048_8192_SHA256),
    (KeyKind::Rsa3072, "1.2.840.113549.1.1.11", &signature::RSA_PKCS1_2048_8192_SHA256),
    (KeyKind::Rsa4096, "1.2.840.113549.1.1.11", &signature::RSA_PKCS1_2048_8192_SHA256),
    (KeyKind::EcP256, "1.2.840.10045.4.3.2", &signature::ECDSA_P256_SHA256_ASN1),
    (KeyKind::EcP384, "1.2.840.10045.4.3.3", &signature::ECDSA_P384_SHA384_ASN1),
    (KeyKind::EcP521, "1.2.840.10045.4.3.4", &signature::ECDSA_P521_SHA512_ASN1),
    (KeyKind::Ed25519, "1.3.101.112", &signature::ED25519),
];

fn read(done: &Done, id: &CertificateId) -> Certificate {
    Certificate::from_der(done.certificate(id)).unwrap()
}

fn signed(it: &Certificate, issuer: &Certificate, by: &'static dyn VerificationAlgorithm) -> bool {
    let key = issuer.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes();
    let tbs = it.tbs_certificate().to_der().unwrap();
    UnparsedPublicKey::new(by, key).verify(&tbs, it.signature().raw_bytes()).is_ok()
}

fn key_usage(it: &Certificate) -> (bool, KeyUsage) {
    it.tbs_certificate().get_extension().unwrap().unwrap()
}

fn constraints(it: &Certificate) -> (bool, bool, Option<u8>) {
    let (critical, it): (_, BasicConstraints) =
        it.tbs_certificate().get_extension().unwrap().unwrap();
    (critical, it.ca, it.path_len_constraint)
}

fn key_id(it: &Certificate) -> OctetString {
    let (critical, it): (_, SubjectKeyIdentifier) =
        it.tbs_certificate().get_extension().unwrap().unwrap();
    assert!(!critical);
    it.0
}

fn authority_key_id(it: &Certificate) -> Option<OctetString> {
    let found: Option<(_, AuthorityKeyIdentifier)> = it.tbs_certificate().get_extension().unwrap();
    let (critical, it) = found?;
    assert!(!critical && it.authority_cert_issuer.is_none());
    it.key_identifier
}

#[test]
fn every_kind_of_key_in_every_role_has_the_profile() {
    for (kind, algorithm, by) in KINDS {
        let root = authority("root", AuthorityKind::Root, kind);
        let roles = [("server", true, false), ("client", false, true), ("both", true, true)];
        let leaf = |(id, server, client): (&'static str, _, _)| {
            (id, Leaf { server, client, ..leaf(id, "root", kind) })
        };
        let done = Run::new(vec![("root", root)], roles.map(leaf).into()).done();
        check_root(&done, algorithm, by);
        for (id, server, client) in roles {
            check_leaf(&done, id, kind, &[(server, SERVER), (client, CLIENT)]);
            let (leaf, root) = (read(&done, &of_leaf(id)), read(&done, &of_authority("root")));
            assert!(signed(&leaf, &root, by), "{kind:?}");
            assert_eq!(authority_key_id(&leaf), Some(key_id(&root)));
        }
        assert_eq!(done.entry("both").key, kind.words());
    }
}

fn check_root(done: &Done, algorithm: &str, by: &'static dyn VerificationAlgorithm) {
    let root = read(done, &of_authority("root"));
    assert_eq!(root.signature_algorithm().oid.to_string(), algorithm);
    assert!(signed(&root, &root, by));
    assert_eq!(constraints(&root), (true, true, None));
    let usages = KeyUsages::KeyCertSign | KeyUsages::CRLSign;
    assert_eq!(key_usage(&root), (true, KeyUsage(usages)));
    assert_eq!(authority_key_id(&root), None);
    key_id(&root);
}

fn check_leaf(done: &Done, id: &str, kind: KeyKind, roles: &[(bool, &str)]) {
    let leaf = read(done, &of_leaf(id));
    let tbs = leaf.tbs_certificate();
    assert_eq!(tbs.version(), x509_cert::Version::V3);
    let serial = tbs.serial_number().as_bytes();
    assert!(serial.len() == 16 && serial[0] & 0xc0 == 0x40, "{serial:?}");
    assert_eq!(constraints(&leaf), (true, false, None));
    let is_rsa = kind.words().starts_with("rsa");
    let usages = match is_rsa {
        true => KeyUsages::DigitalSignature | KeyUsages::KeyEncipherment,
        false => KeyUsages::DigitalSignature.into(),
    };
    assert_eq!(key_usage(&leaf), (true, KeyUsage(usages)));
    let (critical, usage): (_, ExtendedKeyUsage) = tbs.get_extension().unwrap().unwrap();
    let usage: Vec<_> = usage.0.iter().map(ToString::to_string).collect();
    assert_eq!(usage, roles.iter().filter(|it| it.0).map(|it| it.1).collect::<Vec<_>>());
    assert!(!critical);
    key_id(&leaf);
}

#[test]
fn an_intermediate_has_room_for_what_is_below_it() {
    let below = |issuer: &str| AuthorityKind::Intermediate(authority_id(issuer));
    let authorities = [("a", below("b")), ("b", below("root")), ("root", AuthorityKind::Root)];
    let authorities = authorities.map(|(id, it)| (id, authority(id, it, KeyKind::EcP256)));
    let done = Run::new(authorities.into(), vec![("x", leaf("x", "a", KeyKind::EcP256))]).done();
    let room = ["a", "b", "root"].map(|it| constraints(&read(&done, &of_authority(it))));
    assert_eq!(room, [(true, true, Some(0)), (true, true, None), (true, true, None)]);
    let (a, b) = (read(&done, &of_authority("a")), read(&done, &of_authority("b")));
    assert_eq!(authority_key_id(&a), Some(key_id(&b)));
    assert_eq!(done.entry("a").issuer, "b");
    assert_eq!(done.entry("a").issuer_sha256, done.entry("b").sha256);
}

#[test]
fn names_stand_as_the_graph_has_them() {
    let mut run = Run::small();
    let operate = &mut run.graph.leaves[0];
    operate.subject = subject(&[
        ("email", "operate@example.com"),
        ("country", "DE"),
        ("organizational-unit", "Operations"),
        ("organizational-unit", "Team \"Köln\""),
        ("common-name", "operate"),
    ]);
    let email = |it: &str| sourced(AlternativeName::Email(it.to_owned()));
    operate.names.push(sourced(AlternativeName::Ip("::1".parse().unwrap())));
    operate.names.push(sourced(AlternativeName::Uri("urn:a".to_owned())));
    operate.names.push(email("other@example.com"));
    let done = run.done();
    let leaf = read(&done, &of_leaf("operate"));
    let tbs = leaf.tbs_certificate();
    let (operate, issuer) = (&done.graph.leaves[0], &done.graph.authorities[0]);
    assert_eq!(tbs.subject().to_der().unwrap(), operate.subject.der.0);
    assert_eq!(tbs.issuer().to_der().unwrap(), issuer.subject.der.0);
    assert_eq!(done.entry("operate").subject.java, operate.subject.java.0);
    let (critical, names): (_, SubjectAltName) = tbs.get_extension().unwrap().unwrap();
    let names: Vec<_> = names.0.iter().map(shown).collect();
    let expected = ["operate.example", "16 octets", "urn:a", "other@example.com"];
    assert_eq!(names, [&expected[..], &["operate@example.com"]].concat());
    assert!(!critical);
}

fn shown(name: &GeneralName) -> String {
    match name {
        GeneralName::Rfc822Name(it) => it.to_string(),
        GeneralName::DnsName(it) => it.to_string(),
        GeneralName::UniformResourceIdentifier(it) => it.to_string(),
        GeneralName::IpAddress(it) => format!("{} octets", it.as_bytes().len()),
        GeneralName::OtherName(_)
        | GeneralName::DirectoryName(_)
        | GeneralName::EdiPartyName(_)
        | GeneralName::RegisteredId(_) => panic!("{name:?}"),
    }
}

#[test]
fn a_mailbox_that_is_a_name_already_is_not_one_twice() {
    let mut run = Run::small();
    run.graph.leaves[0].subject = subject(&[("email", "a@example.com"), ("common-name", "x")]);
    run.graph.leaves[0].names = vec![sourced(AlternativeName::Email("a@example.com".to_owned()))];
    let done = run.done();
    let leaf = read(&done, &of_leaf("operate"));
    let (_, names): (_, SubjectAltName) = leaf.tbs_certificate().get_extension().unwrap().unwrap();
    assert_eq!(names.0.len(), 1);
}

#[test]
fn years_from_2050_on_have_four_digits() {
    let mut run = Run::small();
    run.graph
        .authorities
        .values_mut()
        .for_each(|it| it.wish.as_mut().expect("ours").days = sourced(10_000));
    run.graph.leaves[0].days = sourced(9_000);
    let done = run.done();
    let validity = *read(&done, &of_leaf("operate")).tbs_certificate().validity();
    assert!(matches!(validity.not_before, x509_cert::time::Time::UtcTime(_)));
    assert!(matches!(validity.not_after, x509_cert::time::Time::GeneralTime(_)));
    let entry = done.entry("operate");
    assert_eq!(entry.not_before, Timestamp(NOW.0 - 300));
    assert_eq!(entry.not_after, NOW.plus_days(9_000));
}
