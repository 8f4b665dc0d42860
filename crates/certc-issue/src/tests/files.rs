//! Files are what their recipes say, read back.

use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use certc_emit::{Fact, Piece, Quoting, StoreFormat};
use p12_keystore::{KeyStore, KeyStoreEntry, Pkcs12ImportPolicy};
use sha1::{Digest, Sha1};

use super::*;
use crate::{key_in_store, pem_certificates};

fn trust_store(format: StoreFormat) -> Content {
    let (trust, password) = (TrustId("trust".into()), password_id("opens"));
    Content::TrustStore { trust, format, password }
}

fn key_store() -> Content {
    let (alias, password) = ("operate".to_owned(), password_id("opens"));
    Content::KeyStore { leaf: leaf_id("operate"), alias, password }
}

fn opened(done: &Done, store: &[u8]) -> KeyStore {
    let password = done.issued.inputs.passwords[&password_id("opens")].bytes();
    let password = str::from_utf8(password).unwrap();
    KeyStore::from_pkcs12(store, password, Pkcs12ImportPolicy::Strict).unwrap()
}

#[test]
fn a_key_store_has_the_key_and_the_whole_chain() {
    let run = Run::small().file("p12", key_store());
    let run = run.file("key", Content::PrivateKey(leaf_id("operate")));
    let done = run.done();
    let files = done.filled();
    let store = opened(&done, &files[0]);
    let (alias, chain) = store.private_key_chain().unwrap();
    assert_eq!((alias, store.entries_len()), ("operate", 1));
    let ids = [of_leaf("operate"), of_authority("intermediate"), of_authority("root")];
    let chain: Vec<_> = chain.certs().iter().map(|it| it.as_der()).collect();
    assert_eq!(chain, ids.iter().map(|it| done.certificate(it)).collect::<Vec<_>>());
    let password = &done.issued.inputs.passwords[&password_id("opens")];
    assert_eq!(key_in_store(&files[0], password).unwrap().bytes(), files[1]);
    assert!(key_in_store(&files[0], &Secret::new(b"other".to_vec())).is_none());
    assert!(key_in_store(b"damaged", password).is_none());
}

/// The anchor is the top of the chain, each stands there once, and Java tells the aliases apart.
#[test]
fn a_trust_store_has_the_anchors_as_trusted_entries() {
    let other = Run::small().done().certificate(&of_authority("root")).to_vec();
    let run = Run::small().trusts(&["intermediate", "root"], vec![other.clone(), other.clone()]);
    let run = run.file("p12", trust_store(StoreFormat::Pkcs12));
    let run = run.file("jks", trust_store(StoreFormat::Jks));
    let run = run.file("pem", Content::TrustBundle(TrustId("trust".into())));
    let done = run.done();
    let files = done.filled();
    let anchors = [("also", other.as_slice()), ("root", done.certificate(&of_authority("root")))];
    let store = opened(&done, &files[0]);
    let entries: Vec<_> =
        store.entries().map(|(alias, it)| (alias.as_str(), trusted(it))).collect();
    assert_eq!(entries, anchors);
    let mut entries = jks_entries(&done, &files[1]);
    entries.sort();
    assert_eq!(entries, anchors.map(|(alias, der)| (alias.to_owned(), der.to_vec())));
    assert_eq!(pem_certificates(&files[2]).unwrap(), [anchors[1].1, anchors[0].1]);
}

fn trusted(entry: &KeyStoreEntry) -> &[u8] {
    match entry {
        KeyStoreEntry::Certificate(it) => it.as_der(),
        KeyStoreEntry::PrivateKeyChain(_) | KeyStoreEntry::Secret(_) => panic!("{entry:?}"),
    }
}

fn jks_entries(done: &Done, store: &[u8]) -> Vec<(String, Vec<u8>)> {
    let (mut rest, digest) = store.split_at(store.len() - 20);
    let password = done.issued.inputs.passwords[&password_id("opens")].bytes();
    let utf16: Vec<u8> = password.iter().flat_map(|it| [0, *it]).collect();
    let expected = Sha1::digest([&utf16, b"Mighty Aphrodite".as_slice(), rest].concat());
    assert_eq!(digest, expected.as_slice());
    let mut take = |count: usize| {
        let (taken, more) = rest.split_at(count);
        rest = more;
        taken.iter().fold(0, |number, it| number << 8 | usize::from(*it));
        taken
    };
    let number = |it: &[u8]| it.iter().fold(0, |number, it| number << 8 | usize::from(*it));
    assert_eq!(take(8), [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2]);
    let count = number(take(4));
    let entry = |_| {
        assert_eq!(number(take(4)), 2);
        let length = number(take(2));
        let alias = String::from_utf8(take(length).to_vec()).unwrap();
        assert_eq!(number(take(8)), usize::try_from(NOW.0).unwrap() * 1000);
        assert_eq!(take(7), b"\0\x05X.509");
        let length = number(take(4));
        (alias, take(length).to_vec())
    };
    (0..count).map(entry).collect()
}

#[test]
fn aliases_that_java_would_mix_up_are_told_apart() {
    let roots = ["Root", "root", "root-2"];
    let roots = roots.map(|it| (it, authority(it, AuthorityKind::Root, KeyKind::EcP256)));
    let run = Run::new(roots.into(), Vec::new()).trusts(&["Root", "root", "root-2"], Vec::new());
    let done = run.file("p12", trust_store(StoreFormat::Pkcs12)).done();
    let store = opened(&done, &done.filled()[0]);
    let aliases: Vec<_> = store.entries().map(|it| it.0.as_str()).collect();
    assert_eq!(aliases, ["root", "root-2", "root-2-2"]);
}

#[test]
fn a_chain_is_without_the_root() {
    let run = Run::small().file("chain", Content::Chain(leaf_id("operate")));
    let done = run.file("certificate", Content::Certificate(of_authority("root"))).done();
    let files = done.filled();
    let chain = [of_leaf("operate"), of_authority("intermediate")];
    let chain: Vec<_> = chain.iter().map(|it| done.certificate(it)).collect();
    assert_eq!(pem_certificates(&files[0]).unwrap(), chain);
    assert_eq!(pem_certificates(&files[1]).unwrap(), [done.certificate(&of_authority("root"))]);
}

#[test]
fn texts_hold_facts_and_passwords() {
    let leaf = || of_leaf("operate");
    let pieces = vec![
        Piece::Text("a=".to_owned()),
        Piece::Password(password_id("opens"), Quoting::Shell),
        Piece::Fact(Fact::NotAfter, leaf()),
        Piece::Fact(Fact::Fingerprint, leaf()),
        Piece::Fact(Fact::AnchorFingerprint, leaf()),
        Piece::Fact(Fact::DerBase64, leaf()),
    ];
    let mut run = Run::small().file("text", Content::Text(pieces));
    run.inputs.passwords.insert(password_id("opens"), Secret::new(b"it's".to_vec()));
    let run = run.file("password", Content::Password(password_id("opens")));
    let done = run.done();
    let files = done.filled();
    let text = String::from_utf8(files[0].clone()).unwrap();
    let entry = done.entry("operate");
    let root = &done.entry("root").sha256;
    let start = format!("a='it'\\''s'2027-02-22T12:00:00Z{}{root}", entry.sha256);
    let base64 = text.strip_prefix(&start).unwrap();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{base64}\n-----END CERTIFICATE-----\n");
    let decoded = pem::parse(pem).unwrap();
    assert_eq!(decoded.contents(), done.certificate(&leaf()));
    assert!(!base64.contains('\n'));
    assert_eq!(files[1], b"it's");
}

/// RFC 7517 §4 and §4.7, RFC 7518 §6, RFC 8037 §2: the members that each kind of key has, each number as long as it must be.
#[test]
fn a_key_is_shown_as_its_kind_is() {
    let rows = [
        (KeyKind::Rsa2048, "RSA", &[("n", 256), ("e", 3)][..]),
        (KeyKind::EcP256, "EC", &[("crv", 5), ("x", 32), ("y", 32)]),
        (KeyKind::EcP384, "EC", &[("crv", 5), ("x", 48), ("y", 48)]),
        (KeyKind::EcP521, "EC", &[("crv", 5), ("x", 66), ("y", 66)]),
        (KeyKind::Ed25519, "OKP", &[("crv", 7), ("x", 32)]),
    ];
    for (kind, kty, members) in rows {
        let mut run = Run::small();
        run.graph.leaves[&leaf_id("operate")].key.value = kind;
        let fact = Piece::Fact(Fact::Jwk, of_leaf("operate"));
        let done = run.file("jwk", Content::Text(vec![fact])).done();
        let text = String::from_utf8(done.filled()[0].clone()).unwrap();
        let jwk: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(!text.contains('\n') && jwk["kty"] == kty && jwk["use"] == "sig", "{text}");
        let number = |name: &str| {
            let text = jwk[name].as_str().unwrap();
            if name == "crv" { text.into() } else { Base64UrlUnpadded::decode_vec(text).unwrap() }
        };
        members.iter().for_each(|it| assert_eq!(number(it.0).len(), it.1, "{text}"));
        assert_eq!((number("kid").len(), jwk.as_object().unwrap().len()), (32, members.len() + 4));
        let shown = if kty == "EC" {
            [number("x"), number("y")].concat()
        } else {
            number(members[members.len() - 1].0)
        };
        let certificate = done.certificate(&of_leaf("operate"));
        assert!(certificate.windows(shown.len()).any(|it| it == shown), "{text}");
        let chain = [of_leaf("operate"), of_authority("intermediate")];
        let x5c = jwk["x5c"].as_array().unwrap().iter();
        let x5c: Vec<_> = x5c.map(|it| Base64::decode_vec(it.as_str().unwrap()).unwrap()).collect();
        assert_eq!(x5c, chain.map(|it| done.certificate(&it).to_vec()));
    }
}

#[test]
fn a_secret_file_has_a_seal_and_no_hash() {
    let run = Run::small().file("key", Content::PrivateKey(leaf_id("operate")));
    let run = run.file("bytes", Content::Bytes(b"public".to_vec()));
    let mut done = run.file("kept", Content::Bytes(b"kept".to_vec())).done();
    done.plan.files[2].action = certc_plan::Action::Keep;
    let (filled, _) = done.fill();
    let (key, entry) = filled[0].made.as_ref().unwrap();
    assert_eq!((entry.secret, &entry.sha256), (true, &None));
    assert_eq!(entry.seal, Some(certc_plan::seal(b"seal", key)));
    assert_eq!(entry.identity, certc_plan::hex(&done.plan.files[0].identity.0));
    let (public, entry) = filled[1].made.as_ref().unwrap();
    assert_eq!((entry.secret, &entry.seal), (false, &None));
    assert_eq!(entry.sha256, Some(certc_plan::sha256(public)));
    assert_eq!((&*entry.kind, entry.of.as_deref()), ("file", Some("operate")));
    assert!(filled[2].made.is_none());
}

#[test]
fn a_password_that_its_place_cannot_carry_is_refused_unseen() {
    let env = || Content::Text(vec![Piece::Password(password_id("opens"), Quoting::EnvFile)]);
    let check = |password: &[u8], content: Content, why: Option<&str>| {
        let mut run = Run::small().trusts(&["root"], Vec::new());
        let origin = Origin::Written(span(9));
        let source = Sourced::new(Password::Environment("SECRET".to_owned()), origin);
        run.graph.passwords.insert(password_id("opens"), source);
        run.inputs.passwords.insert(password_id("opens"), Secret::new(password.to_vec()));
        let (filled, said) = run.file("x", content.clone()).file("y", content).done().fill();
        assert_eq!(filled.len(), if why.is_some() { 0 } else { 2 });
        assert_eq!(said.len(), usize::from(why.is_some()), "{said:#?}");
        for said in said {
            let message = format!("password `opens` cannot be used for `x`: it {}", why.unwrap());
            assert_eq!((&*said.rule, said.message), ("password-unusable", message));
            assert_eq!(said.labels[0].0, span(9));
        }
    };
    for plain in ["pa ss", "it's", "a\"b", "a#b", "$(x)", "{{x}}", "back\\slash"] {
        check(plain.as_bytes(), trust_store(StoreFormat::Jks), None);
        check(plain.as_bytes(), env(), None);
    }
    let ascii = "has a character that is not ASCII, which Java refuses";
    check("ü".as_bytes(), key_store(), Some(ascii));
    check("ü".as_bytes(), trust_store(StoreFormat::Jks), Some(ascii));
    check("ü".as_bytes(), Content::Password(password_id("opens")), None);
    check(b"", key_store(), Some("is empty"));
    check(b"a\nb", key_store(), Some("has a control character"));
    check(b"\xff", key_store(), Some("is not UTF-8"));
    let backtick = "has a backtick beside a quote or a backslash at its end, for which env files have no spelling";
    check(b"'`", env(), Some(backtick));
    check(b"a\nb", env(), Some("has a control character"));
}
