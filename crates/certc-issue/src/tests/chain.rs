//! Chains that are given: who signed whom, and what each of them allows.

use der::asn1::{Ia5String, OctetString};
use der::{Decode, Encode};
use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, GeneralSubtree, NameConstraints};
use x509_cert::ext::pkix::constraints::name::GeneralSubtree as Subtree;
use x509_cert::ext::pkix::name::GeneralName;

use super::given::{params, root, run_of};
use super::*;
use crate::constraints::forbidden;
use crate::key::Key;
use crate::splice::{Party, sign};
use crate::{fits, profile};

/// A root, an issuing CA below it, and a leaf's worth of keys.
struct Company {
    root_key: Key,
    key: Key,
}

impl Company {
    fn new(kind: KeyKind) -> Self {
        Self { root_key: Key::generate(kind), key: Key::generate(kind) }
    }

    fn root(&self) -> Vec<u8> {
        root(&name("root"), &self.root_key, params(&self.root_key, 400, NOW))
    }

    fn issuing(&self, change: impl Fn(&mut CertificateParams)) -> Vec<u8> {
        let mut params = params(&self.key, 300, NOW);
        change(&mut params);
        let (name, issuer) = (name("issuing"), name("root"));
        let subject = Party { name: &name, key: &self.key };
        let issuer = Party { name: &issuer, key: &self.root_key };
        sign(params, &subject, &issuer, Some(&self.root_key.id()))
    }

    fn run(&self, change: impl Fn(&mut CertificateParams)) -> Run {
        run_of(vec![self.issuing(change), self.root()], &self.key)
    }
}

fn name(common_name: &str) -> Vec<u8> {
    subject(&[("common-name", common_name)]).der.0
}

/// What is said without a moment, each with its rule, message and help; all of it at the line of the certificate.
fn said(run: &Run) -> Vec<(String, String, String)> {
    let said = given_authorities(&run.graph, None);
    said.iter().for_each(|it| assert_eq!(it.labels[0].0, span(4)));
    said.into_iter().map(|it| (it.rule.to_string(), it.message, it.help.unwrap())).collect()
}

fn check(run: &Run, rule: &str, message: &str, help: &str) {
    let said = said(run);
    assert_eq!(said.len(), 1, "{message}: {said:#?}");
    assert!(said[0].0 == rule && said[0].1.contains(message), "{message}: {said:#?}");
    assert!(said[0].2.contains(help), "{help}: {said:#?}");
}

const UNUSABLE: &str = "authority-certificate-unusable";
const WEAK: &str = "authority-certificate-weak";

#[test]
fn a_whole_chain_of_any_kind_of_key_is_accepted() {
    for kind in
        [KeyKind::Rsa2048, KeyKind::EcP256, KeyKind::EcP384, KeyKind::EcP521, KeyKind::Ed25519]
    {
        let run = Company::new(kind).run(|_| {});
        assert_eq!(said(&run), [], "{kind:?}");
        assert_eq!(run.issue().1, [], "{kind:?}");
    }
}

#[test]
fn another_root_of_the_same_name_is_refused() {
    for kind in [KeyKind::Rsa2048, KeyKind::EcP521] {
        let (company, other) = (Company::new(kind), Company::new(kind));
        let run = run_of(vec![company.issuing(|_| {}), other.root()], &company.key);
        let message = "`CN=issuing` of authority `company` is not signed by the `CN=root` that follows it: the names fit, the key does not";
        check(&run, UNUSABLE, message, "issuer follow");
    }
}

#[test]
fn the_order_that_is_right_is_said() {
    let company = Company::new(KeyKind::EcP256);
    let turned = run_of(vec![company.root(), company.issuing(|_| {})], &company.key);
    let help = "put `CN=issuing` first, then `CN=root`";
    check(&turned, UNUSABLE, "are in the wrong order", help);
    let foreign = root(&name("other"), &company.root_key, params(&company.root_key, 400, NOW));
    let run = run_of(vec![company.issuing(|_| {}), foreign], &company.key);
    check(&run, UNUSABLE, "is not signed by `CN=other`, which follows it", "issuer follow");
}

#[test]
fn a_chain_without_its_root_is_weak() {
    let company = Company::new(KeyKind::EcP256);
    let run = run_of(vec![company.issuing(|_| {})], &company.key);
    let message = "end with `CN=issuing`, which is no root";
    check(&run, WEAK, message, "append the certificates above it to this file, up to the root");
    let (done, said) = run.issue();
    assert!(done.is_some());
    assert_eq!(said.len(), 1, "said once: {said:#?}");
}

#[test]
fn each_certificate_of_the_chain_is_judged() {
    let company = Company::new(KeyKind::EcP256);
    let above = |change: &dyn Fn(&mut CertificateParams)| {
        let mut params = params(&company.root_key, 400, NOW);
        change(&mut params);
        let root = root(&name("root"), &company.root_key, params);
        run_of(vec![company.issuing(|_| {}), root], &company.key)
    };
    let no_room = above(&|it| it.is_ca = profile::authority(true).is_ca);
    let message = "the certificate `CN=root` above authority `company` allows no intermediate";
    check(&no_room, UNUSABLE, message, "may sign");
    let ended = above(&|it| it.not_after = NOW.date_time());
    assert_eq!(said(&ended), [], "no moment, no end");
    let at_moment = given_authorities(&ended.graph, Some(NOW));
    assert!(at_moment[0].message.contains("`CN=root` above authority `company` ended on"));
    check(
        &above(&|it| it.key_usages.clear()),
        WEAK,
        "`CN=root` above authority `company` has no key usage",
        "Java",
    );
}

#[test]
fn an_extended_key_usage_must_have_what_leaves_need() {
    use ExtendedKeyUsagePurpose::{Any, ClientAuth, ServerAuth};
    let company = Company::new(KeyKind::EcP256);
    let usages = |usages: &[ExtendedKeyUsagePurpose]| {
        company.run(|it| it.extended_key_usages = usages.to_vec())
    };
    assert_eq!(said(&usages(&[ServerAuth, ClientAuth])), []);
    check(
        &usages(&[ServerAuth]),
        UNUSABLE,
        "without clientAuth, which `operate` needs",
        "another authority",
    );
    check(
        &usages(&[ClientAuth]),
        UNUSABLE,
        "without serverAuth, which `operate` needs",
        "another authority",
    );
    check(&usages(&[Any]), WEAK, "for any purpose", "");
    let mut client = usages(&[ClientAuth]);
    client.graph.leaves[0].server = false;
    assert_eq!(said(&client), []);
    let kind = AuthorityKind::Intermediate(authority_id("company"));
    let mut deep = usages(&[ServerAuth]);
    deep.graph.authorities.insert(authority_id("x"), authority("x", kind, KeyKind::EcP256));
    deep.graph.leaves[0].issued_by = sourced(authority_id("x"));
    check(&deep, UNUSABLE, "without clientAuth, which `operate` needs", "another authority");
}

#[test]
fn name_constraints_hold_for_leaves() {
    let company = Company::new(KeyKind::EcP256);
    let constrained = |base: &str| {
        company.run(|it| {
            let permitted_subtrees = vec![GeneralSubtree::DnsName(base.to_owned())];
            it.name_constraints =
                Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
        })
    };
    assert_eq!(said(&constrained("example")), []);
    let message = "has name constraints that forbid `operate.example`, a name of `operate`";
    check(&constrained("other.example"), UNUSABLE, message, "");
}

/// Of one name and one subtree: whether it lies within.
#[test]
fn a_name_lies_within_a_subtree_or_not() {
    let check = |name: AlternativeName, base: GeneralName, is_within: bool| {
        let base = vec![Subtree { base, minimum: 0, maximum: None }];
        let constraints = |permitted_subtrees, excluded_subtrees| {
            let constraints =
                x509_cert::ext::pkix::NameConstraints { permitted_subtrees, excluded_subtrees };
            forbidden(&constraints, &subject(&[("common-name", "x")]), std::slice::from_ref(&name))
                .is_none()
        };
        assert_eq!(constraints(Some(base.clone()), None), is_within, "{name:?} in {base:?}");
        assert_eq!(constraints(None, Some(base.clone())), !is_within, "{name:?} in {base:?}");
    };
    let ia5 = |it: &str| Ia5String::new(it).unwrap();
    for (base, name, is_within) in [
        ("example.com", "example.com", true),
        ("example.com", "A.EXAMPLE.com", true),
        ("example.com", "anexample.com", false),
        (".example.com", "a.example.com", true),
        (".example.com", "example.com", false),
        ("", "localhost", true),
    ] {
        let name = AlternativeName::dns(name).unwrap();
        check(name, GeneralName::DnsName(ia5(base)), is_within);
    }
    for (base, is_within) in [
        ("example.com", true),
        ("a@example.com", true),
        ("b@example.com", false),
        (".example.com", false),
    ] {
        let name = AlternativeName::email("a@example.com").unwrap();
        check(name, GeneralName::Rfc822Name(ia5(base)), is_within);
    }
    for (base, is_within) in
        [("a.example.com", true), (".example.com", true), ("example.com", false)]
    {
        let name = AlternativeName::uri("https://me@a.example.com:8443/x").unwrap();
        check(name, GeneralName::UniformResourceIdentifier(ia5(base)), is_within);
    }
    for (network, is_within) in [
        ([10, 1, 0, 0, 255, 255, 0, 0], true),
        ([10, 2, 0, 0, 255, 255, 0, 0], false),
        ([0; 8], true),
    ] {
        let base = GeneralName::IpAddress(OctetString::new(network).unwrap());
        check(AlternativeName::ip("10.1.2.3").unwrap(), base, is_within);
    }
    let base = GeneralName::IpAddress(OctetString::new([0; 8]).unwrap());
    check(AlternativeName::ip("::1").unwrap(), base, false);
}

#[test]
fn a_subject_lies_within_a_directory_name_or_not() {
    let check = |base: &[(&str, &str)], is_within: bool| {
        let name = x509_cert::name::Name::from_der(&subject(base).der.0).unwrap();
        let base = Subtree { base: GeneralName::DirectoryName(name), minimum: 0, maximum: None };
        let constraints = x509_cert::ext::pkix::NameConstraints {
            permitted_subtrees: Some(vec![base]),
            excluded_subtrees: None,
        };
        let constraints =
            x509_cert::ext::pkix::NameConstraints::from_der(&constraints.to_der().unwrap());
        let subject = subject(&[("organization", "Example"), ("common-name", "x")]);
        assert_eq!(forbidden(&constraints.unwrap(), &subject, &[]).is_none(), is_within);
    };
    check(&[], true);
    check(&[("organization", "EXAMPLE")], true);
    check(&[("organization", "Example"), ("common-name", "x")], true);
    check(&[("organization", "Other")], false);
    check(&[("common-name", "x")], false);
}

#[test]
fn a_key_fits_its_certificate_or_not() {
    let kinds = [KeyKind::Rsa2048, KeyKind::EcP384, KeyKind::EcP521, KeyKind::Ed25519];
    for company in kinds.map(Company::new) {
        assert_eq!(fits(&company.root_key.pem(), &company.root()), Ok(()));
    }
    let company = Company::new(KeyKind::EcP256);
    let check = |key: &[u8], why: Result<(), &str>| {
        let fits = fits(&Secret::new(key.to_vec()), &company.root());
        assert_eq!(fits, why.map_err(str::to_owned));
    };
    check(company.root_key.pem().bytes(), Ok(()));
    check(company.key.pem().bytes(), Err("belongs to another certificate"));
    check(b"", Err("has no private key"));
    check(b"garbage", Err("has no private key"));
}

/// Certificates that another program made.
fn given(pem: &str) -> Run {
    let chain = crate::pem_certificates(pem.as_bytes()).unwrap();
    run_of(chain, &Key::generate(KeyKind::EcP256))
}

#[test]
fn a_key_that_is_too_short_is_measured() {
    let run = given(include_str!("../../testdata/rsa-1024.pem"));
    check(&run, UNUSABLE, "has an RSA key of 1024 bits: certc signs with 2048 to 8192", "");
}

#[test]
fn a_signature_of_another_algorithm_is_checked_or_said() {
    assert_eq!(said(&given(include_str!("../../testdata/rsa-pss.pem"))), []);
    for unknown in [
        include_str!("../../testdata/rsa-pss-long-salt.pem"),
        include_str!("../../testdata/sha224.pem"),
        include_str!("../../testdata/brainpool-chain.pem"),
    ] {
        let message = "has a signature of a kind that certc cannot check";
        check(&given(unknown), WEAK, message, "");
    }
}
