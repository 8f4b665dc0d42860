use certc_catalog::{Authentication, ProviderKind};
use certc_emit::Emitter;
use certc_emit_testkit as kit;
use certc_graph::{AuthorityId, AuthorityKind, Graph, Keeper};
use serde_json::Value;

use crate::Keycloak;

#[test]
fn passes_the_kit() {
    kit::check(&Keycloak);
}

#[test]
fn is_as_its_golden() {
    kit::golden(&Keycloak, include_str!("../goldens/whole.txt"));
}

fn clients(graph: &Graph) -> Vec<Value> {
    let output = Keycloak.emit(graph, &[]);
    let text = kit::text(&output.artifacts.first().expect("a realm").content);
    let realm: Value = serde_json::from_str(&text).expect("JSON");
    realm["clients"].as_array().expect("an array").clone()
}

#[test]
fn the_root_is_pinned_where_the_version_compares_it() {
    let mut graph = kit::whole();
    for (pins, expected) in [(true, Some("CN=root")), (false, None)] {
        graph.identity_provider.as_mut().expect("keycloak").pins_authority.value = pins;
        for client in clients(&graph) {
            assert_eq!(client["attributes"]["x509.casubjectdn"].as_str(), expected, "{client}");
        }
    }
}

/// Of a given chain Keycloak compares the top, too.
#[test]
fn the_top_of_a_given_chain_is_pinned() {
    let mut graph = kit::whole();
    let top = graph.authorities[&AuthorityId("root".into())].subject.clone();
    let below = &mut graph.authorities[&AuthorityId("below".into())];
    (below.kind.value, below.anchor) = (AuthorityKind::Imported, Some(top));
    for client in clients(&graph) {
        assert_eq!(client["attributes"]["x509.casubjectdn"], "CN=root", "{client}");
    }
}

/// Quotes and backslashes are JSON's business, and JSON can carry them all.
#[test]
fn a_hostile_subject_is_carried_intact() {
    let mut graph = kit::whole();
    let hostile = kit::HOSTILE.replace("${", "$");
    for leaf in graph.leaves.values_mut() {
        leaf.subject.rfc2253.0.clone_from(&hostile);
    }
    for client in clients(&graph) {
        assert_eq!(client["attributes"]["x509.subjectdn"], hostile, "{client}");
    }
}

/// Says which rule refuses a graph.
fn refused(change: impl Fn(&mut Graph)) -> String {
    let mut graph = kit::whole();
    change(&mut graph);
    let output = Keycloak.emit(&graph, &[]);
    assert!(output.artifacts.is_empty(), "refused and written");
    output.diagnostics.first().map_or_else(String::new, |it| it.rule.to_string())
}

#[test]
fn what_keycloak_would_misread_is_refused() {
    let client_id = |graph: &mut Graph, it: &str| {
        graph.processes["payments-worker"].client_id.value = it.to_owned();
    };
    assert_eq!(refused(|it| client_id(it, "${HOME}")), "placeholder-in-realm");
    let in_subject = |graph: &mut Graph| {
        for leaf in graph.leaves.values_mut() {
            leaf.subject.rfc2253.0 = "CN=${HOME}".to_owned();
        }
    };
    assert_eq!(refused(in_subject), "placeholder-in-realm");
}

#[test]
fn what_is_not_built_says_so() {
    let provider = |graph: &mut Graph, kind, keeper| {
        let it = graph.identity_provider.as_mut().expect("keycloak");
        (it.kind.value, it.managed_by.value) = (kind, keeper);
    };
    let secret = |graph: &mut Graph| {
        graph.processes["zeebe"].authenticate.value = Authentication::ClientSecret;
    };
    let said = [
        refused(|it| provider(it, ProviderKind::Keycloak, Keeper::Others)),
        refused(|it| provider(it, ProviderKind::Oidc, Keeper::You)),
        refused(secret),
    ];
    assert_eq!(said, ["not-built-yet"; 3]);
}
