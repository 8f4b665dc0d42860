use camino::Utf8Path;
use certc_catalog::{Authentication, ProviderKind};
use certc_emit::{Action, Content, Emitter, Fact, Piece};
use certc_emit_testkit as kit;
use certc_graph::{
    AuthorityId, AuthorityKind, CertificateId, Graph, LeafId, Origin, Sourced, Trust, TrustId,
    TrustedFile,
};
use serde_json::Value;

use crate::Registration;

#[test]
fn passes_the_kit() {
    kit::check(&Registration);
}

#[test]
fn is_as_its_golden() {
    kit::golden(&Registration, include_str!("../goldens/whole.txt"));
}

fn content(graph: &Graph, file: &str) -> Content {
    let path = Utf8Path::new("registration").join(file);
    let artifacts = Registration.emit(graph, &[]).artifacts;
    artifacts.into_iter().find(|it| it.path == path).expect("a file").content
}

fn pieces(graph: &Graph, file: &str) -> Vec<Piece> {
    let Content::Text(pieces) = content(graph, file) else { panic!("{file} is no text") };
    pieces
}

/// A document, with an empty object for a key that is only known later.
fn document(graph: &Graph, name: &str) -> Value {
    let text = pieces(graph, &format!("{name}.json")).into_iter().map(|it| match it {
        Piece::Text(it) => it,
        Piece::Fact(..) => "{}".to_owned(),
        Piece::Password(..) => panic!("a password in a public file"),
    });
    serde_json::from_str(&text.collect::<String>()).expect("JSON")
}

fn page(graph: &Graph) -> String {
    kit::text(&content(graph, "README.md"))
}

/// What a page says of one client.
fn section<'a>(page: &'a str, name: &str) -> &'a str {
    let (_, after) = page.split_once(&format!("## {name}\n")).expect("a section");
    after.split("\n## ").next().expect("split gives one part")
}

#[test]
fn each_way_to_authenticate_has_its_members_and_no_other() {
    let mut graph = kit::whole();
    let members = |document: &Value| {
        let names =
            ["tls_client_auth_subject_dn", "tls_client_certificate_bound_access_tokens", "jwks"];
        names.map(|it| document.get(it).is_some())
    };
    for (way, method, expected) in [
        (Authentication::TlsClientAuth, "tls_client_auth", [true, true, false]),
        (Authentication::PrivateKeyJwt, "private_key_jwt", [false, false, true]),
        (Authentication::ClientSecret, "client_secret_basic", [false, false, false]),
    ] {
        graph.processes["zeebe"].authenticate.value = way;
        let document = document(&graph, "zeebe");
        assert_eq!(document["token_endpoint_auth_method"], method);
        assert_eq!(members(&document), expected, "{document}");
        assert!(section(&page(&graph), "zeebe").contains(&format!("\n    {method}\n")));
    }
}

/// What is known only after issuing follows the client's own certificate, so that a renewal is registered again.
#[test]
fn a_key_is_that_of_the_client() {
    let mut graph = kit::whole();
    let facts = |graph: &Graph, file: &str| {
        let mut pieces = pieces(graph, file);
        pieces.retain(|it| matches!(it, Piece::Fact(..)));
        pieces
    };
    assert_eq!(facts(&graph, "zeebe.json"), []);
    graph.processes["zeebe"].authenticate.value = Authentication::PrivateKeyJwt;
    let fact = |it| Piece::Fact(it, CertificateId::Leaf(LeafId("zeebe".into())));
    assert_eq!(facts(&graph, "zeebe.json"), [fact(Fact::Jwk)]);
    let page = facts(&graph, "README.md");
    assert!(page.contains(&fact(Fact::Fingerprint)) && page.contains(&fact(Fact::NotAfter)));
    assert!(section(&self::page(&graph), "zeebe").contains("must be registered again"));
}

/// A server that no client shows a certificate needs to trust nobody.
#[test]
fn authorities_are_those_of_clients_with_certificates() {
    let mut graph = kit::whole();
    let asked = "must ask for a client certificate";
    assert!(page(&graph).contains(asked));
    for process in graph.processes.values_mut() {
        process.authenticate.value = Authentication::PrivateKeyJwt;
    }
    assert!(!page(&graph).contains(asked));
    let files = Registration.emit(&graph, &[]).artifacts;
    assert!(files.iter().all(|it| it.path != "registration/trust.pem"));
}

/// Of a given chain the top is trusted, which is not the certificate of the authority itself.
#[test]
fn the_top_of_a_given_chain_is_named() {
    let mut graph = kit::whole();
    let mut top = graph.authorities[&AuthorityId("root".into())].subject.clone();
    top.rfc4514.0 = "CN=top".to_owned();
    let below = &mut graph.authorities[&AuthorityId("below".into())];
    (below.kind.value, below.anchor) = (AuthorityKind::Imported, Some(top));
    let id = CertificateId::Authority(AuthorityId("below".into()));
    let expected = format!("    CN=top\n    SHA-256 ‹AnchorFingerprint of {id:?}›\n");
    assert!(page(&graph).contains(&expected), "{}", page(&graph));
}

/// Where nobody says what the provider trusts or where browsers come back to, the page does.
#[test]
fn what_is_not_known_is_said() {
    let mut graph = kit::whole();
    graph.trusts.shift_remove(&TrustId("keycloak".into()));
    graph.readers.shift_remove("keycloak");
    graph.processes["operate"].redirect = None;
    graph.readers["zeebe"].trust = None;
    let file = TrustedFile { path: "ca/other.pem".into(), certificates: Vec::new() };
    let also = vec![Sourced::new(file, Origin::Default)];
    graph.trusts[&TrustId("operate".into())] = Trust { authorities: Vec::new(), also };
    let output = Registration.emit(&graph, &[]);
    assert!(output.artifacts.iter().all(|it| it.path != "registration/trust.pem"));
    let page = page(&graph);
    for said in [
        "come by another way",
        "redirect URI is not known here",
        "a public authority has signed",
        "certificate of these authorities:",
        "files of ours:\n\n    ca/other.pem\n",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn every_provider_has_the_same() {
    let mut graph = kit::whole();
    let expected = Registration.emit(&graph, &[]).artifacts;
    for kind in [ProviderKind::EntraId, ProviderKind::Oidc] {
        graph.identity_provider.as_mut().expect("a provider").kind.value = kind;
        assert_eq!(Registration.emit(&graph, &[]).artifacts, expected);
    }
}

/// The page has each value on an indented line of its own, where Markdown takes every character for itself.
#[test]
fn hostile_values_are_carried_intact() {
    let graph = kit::hostile(kit::whole());
    let page = page(&graph);
    for name in graph.processes.keys() {
        let document = document(&graph, name);
        assert_eq!(document["client_name"], kit::HOSTILE);
        assert_eq!(document["tls_client_auth_subject_dn"], format!("CN={}", kit::HOSTILE));
        let lines: Vec<_> = section(&page, name).lines().collect();
        for value in [kit::HOSTILE.to_owned(), format!("CN={}", kit::HOSTILE)] {
            assert!(lines.contains(&format!("    {value}").as_str()), "{lines:#?}");
        }
    }
}

#[test]
fn the_keeper_is_asked_for_each_file() {
    let output = Registration.emit(&kit::whole(), &[]);
    assert!(output.effects.iter().all(|it| it.action == Action::AskKeeper));
    let asked: Vec<_> = output.effects.iter().map(|it| &it.because_of).collect();
    assert_eq!(asked, output.artifacts.iter().map(|it| &it.path).collect::<Vec<_>>());
}
