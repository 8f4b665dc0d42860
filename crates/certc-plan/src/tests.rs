//! What a change on the disk or in the graph reaches: exactly what rests on it.

use certc_catalog::KeyKind;
use certc_emit::{Artifact, Content};
use certc_emit_testkit::one_component;
use certc_graph::{AuthorityId, CertificateId, Graph, LeafId, TrustId};

use crate::{
    Action, CertificateEntry, CertificateKind, Disk, FileEntry, Manifest, Names, Plan, Timestamp,
    hex, plan,
};

const NOW: Timestamp = Timestamp(1_800_000_000);

/// Five files of the only component: two of its leaf, one of its password, one of both, one of its trust.
fn artifacts(graph: &Graph) -> Vec<Artifact> {
    let Some(reader) = graph.readers.get("operate") else { return Vec::new() };
    let (leaf, password) = (reader.leaf.clone(), reader.keystore_password.clone());
    let store = Content::KeyStore {
        leaf: leaf.clone(),
        alias: "operate".to_owned(),
        password: password.clone(),
    };
    let file = |path: &str, kind, content| Artifact {
        path: path.into(),
        content,
        kind,
        of: Some("operate".to_owned()),
    };
    vec![
        file("key.pem", "private-key", Content::PrivateKey(leaf.clone())),
        file("cert.pem", "certificate", Content::Certificate(CertificateId::Leaf(leaf))),
        file("store.p12", "keystore", store),
        file("password", "password", Content::Password(password)),
        file("trust.pem", "bundle", Content::TrustBundle(TrustId("operate".into()))),
    ]
}

/// What a manifest would say after a run at `NOW`.
fn manifest(graph: &Graph) -> Manifest {
    let (done, said) = plan(graph, &artifacts(graph), &Disk::default(), NOW);
    assert_eq!(said, Vec::new());
    let certificates = done.certificates.iter().map(|it| {
        let (name, days, kind) = match &it.of {
            CertificateId::Authority(id) => (
                &id.0,
                graph.authority(id).wish.as_ref().expect("ours").days.value,
                CertificateKind::Authority,
            ),
            CertificateId::Leaf(id) => (&id.0, graph.leaf(id).days.value, CertificateKind::Client),
        };
        entry(name, kind, NOW.plus_days(days), hex(&it.identity.0))
    });
    let kinds = artifacts(graph);
    let files = done.files.iter().zip(&kinds).map(|(step, artifact)| FileEntry {
        path: step.of.clone(),
        sha256: None,
        secret: false,
        kind: artifact.kind.to_owned(),
        of: artifact.of.clone(),
        seal: None,
        identity: hex(&step.identity.0),
    });
    Manifest {
        format: 1,
        deployment: "camunda".to_owned(),
        environment: None,
        generation: 1,
        certificates: certificates.collect(),
        files: files.collect(),
        seal: None,
    }
}

fn entry(
    name: &str,
    kind: CertificateKind,
    not_after: Timestamp,
    identity: String,
) -> CertificateEntry {
    let text = || String::new();
    CertificateEntry {
        name: name.to_owned(),
        kind,
        subject: Names { der: text(), java: text(), rfc2253: text(), openssl: text() },
        issuer: "root".to_owned(),
        issuer_sha256: "root's".to_owned(),
        serial: text(),
        not_before: NOW,
        not_after,
        key: "ec p256".to_owned(),
        sha256: format!("{name}'s"),
        spki_sha256: text(),
        identity,
    }
}

/// The disk as that run left it.
fn disk(last: &Manifest) -> Disk<'_> {
    let root = last.certificate("root").expect("a root").clone();
    let authorities = [(AuthorityId("root".into()), root)].into();
    Disk { last: Some(last), authorities, ..Disk::default() }
}

/// The names and paths that a plan makes, and what it removes with a `-` before it.
fn made(plan: &Plan) -> String {
    let certificates = plan.certificates.iter().filter(|it| it.action != Action::Keep);
    let certificates = certificates.map(|it| match &it.of {
        CertificateId::Authority(it) => it.0.to_string(),
        CertificateId::Leaf(it) => it.0.to_string(),
    });
    let files =
        plan.files.iter().filter(|it| it.action != Action::Keep).map(|it| it.of.to_string());
    let removed = plan.removed.iter().map(|it| format!("-{it}"));
    certificates.chain(files).chain(removed).collect::<Vec<_>>().join(" ")
}

fn check(
    what: &str,
    change: impl FnOnce(&mut Graph, &mut Disk<'_>),
    now: Timestamp,
    expected: &str,
) {
    let mut graph = one_component();
    let last = manifest(&graph);
    let mut disk = disk(&last);
    change(&mut graph, &mut disk);
    let (plan, said) = plan(&graph, &artifacts(&graph), &disk, now);
    let rules: Vec<_> = said.iter().map(|it| &*it.rule).collect();
    let answer = if rules.is_empty() { made(&plan) } else { rules.join(" ") };
    assert_eq!(answer, expected, "{what}");
}

const LEAF: &str = "operate key.pem cert.pem store.p12";
const ALL: &str = "root operate key.pem cert.pem store.p12 trust.pem";

#[test]
fn a_change_reaches_what_rests_on_it_and_nothing_else() {
    let leaf = || LeafId("operate".into());
    let root = || AuthorityId("root".into());
    check("nothing", |_, _| {}, NOW, "");
    check("a key parameter", |it, _| it.leaves[&leaf()].key.value = KeyKind::EcP384, NOW, LEAF);
    check("a role", |it, _| it.leaves[&leaf()].server = true, NOW, LEAF);
    check(
        "the root's key",
        |it, _| it.authorities[&root()].wish.as_mut().expect("ours").key.value = KeyKind::EcP384,
        NOW,
        ALL,
    );
    check("asked for", |_, it| it.renew = ["operate".to_owned()].into(), NOW, LEAF);
    check("the root asked for", |_, it| it.renew = ["root".to_owned()].into(), NOW, ALL);
    check("not due", |_, _| {}, NOW.plus_days(59), "");
    check("due", |_, _| {}, NOW.plus_days(60), LEAF);
    let password = |graph: &mut Graph, it: &mut Disk<'_>| {
        it.passwords = [graph.readers["operate"].keystore_password.clone()].into();
    };
    check("a password", password, NOW, "store.p12 password");
    let gone = |it: &mut Graph, _: &mut Disk<'_>| it.readers.clear();
    check("a reader", gone, NOW, "-cert.pem -key.pem -password -store.p12 -trust.pem");
}

#[test]
fn a_damaged_file_is_made_again_and_only_that() {
    for (path, expected) in [
        ("store.p12", "store.p12"),
        ("trust.pem", "trust.pem"),
        ("cert.pem", LEAF),
        ("key.pem", LEAF),
    ] {
        let damage = |_: &mut Graph, it: &mut Disk<'_>| {
            it.damaged = [(path.into(), "is missing")].into();
        };
        check(path, damage, NOW, expected);
    }
    let recovered = |_: &mut Graph, it: &mut Disk<'_>| {
        it.damaged = [("key.pem".into(), "is missing")].into();
        it.recovered = ["operate".to_owned()].into();
    };
    check("a key that its store still has", recovered, NOW, "key.pem");
}

#[test]
fn an_authority_is_never_made_by_accident() {
    let root = || AuthorityId("root".into());
    check("lost", |_, it| it.authorities.clear(), NOW, "authority-lost");
    let ended = |_: &mut Graph, _: &mut Disk<'_>| {};
    check("ended", ended, NOW.plus_days(3650), "authority-ended");
    let unknown = |it: &mut Graph, disk: &mut Disk<'_>| {
        disk.last = None;
        it.authorities[&root()].wish.as_mut().expect("ours").key.value = KeyKind::EcP384;
    };
    check("another one", unknown, NOW, "authority-differs");
    let without_a_manifest = |_: &mut Graph, it: &mut Disk<'_>| {
        (it.last, it.has_generation) = (None, true);
        it.authorities.clear();
    };
    check("lost with its manifest", without_a_manifest, NOW, "authority-lost");
    let replaced = |_: &mut Graph, it: &mut Disk<'_>| {
        let found = it.authorities.get_mut(&root()).expect("a root");
        found.sha256 = "another's".to_owned();
        found.subject.der = hex(b"root");
    };
    let below = "operate key.pem cert.pem store.p12 trust.pem";
    check("its certificate is replaced", replaced, NOW, below);
}

#[test]
fn a_leaf_that_its_issuer_clips_is_not_due_at_once_again() {
    let graph = one_component();
    let mut last = manifest(&graph);
    let end = NOW.plus_days(20);
    last.certificates.iter_mut().for_each(|it| it.not_after = end);
    let (plan, said) = plan(&graph, &artifacts(&graph), &disk(&last), NOW);
    let rules: Vec<_> = said.iter().map(|it| &*it.rule).collect();
    assert_eq!((made(&plan), rules), (String::new(), vec!["authority-ends-soon"]));
}

#[test]
fn a_manifest_is_read_as_it_was_written_and_damage_is_an_error() {
    let text = manifest(&one_component()).write(b"key");
    let read = |text: &str, key: &[u8]| Manifest::read(text.as_bytes(), Some(key));
    assert_eq!(read(&text, b"key").expect("a manifest").write(b"key"), text);
    for (damaged, why) in [
        (text.replacen("\"format\": 1", "\"format\": 2", 1), "made by a newer certc"),
        (text.replacen("\"format\"", "\"formal\"", 1), "is damaged"),
        (text.replacen("\"files\"", "\"tiles\"", 1), "is damaged"),
        (text.replacen("root's", "rook's", 1), "not as it was written"),
        (text.replacen("  ", " ", 1), "not as it was written"),
    ] {
        let error = read(&damaged, b"key").expect_err(why).to_string();
        assert!(error.contains(why), "{error}");
    }
    assert!(read(&text, b"another key").is_err());
}
