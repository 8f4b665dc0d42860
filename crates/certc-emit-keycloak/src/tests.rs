use certc_catalog::{Authentication, ProviderKind};
use certc_diagnostic::{SourceId, Span};
use certc_emit::{Artifact, Content, Emitter, Output};
use certc_emit_testkit as kit;
use certc_graph::{AuthorityId, AuthorityKind, Graph, Keeper, ZeebeLogin};
use certc_schema::Statement;
use serde_json::Value;

use crate::Keycloak;

#[test]
fn passes_the_kit() {
    kit::check(&Keycloak);
}

/// All ways in, of a single client; the fixed text of the script is a file of its own.
#[test]
fn is_as_its_golden() {
    let mut graph = kit::whole();
    graph.processes.retain(|name, _| name == "connectors");
    graph.identity_provider.as_mut().expect("keycloak").managed_by.value = Keeper::Operator;
    let options = [flag("fresh-realm"), flag("config-cli")];
    let mut artifacts = Keycloak.emit(&graph, &options).artifacts;
    let script = kit::text(&artifacts[0].content);
    let short = script.replace(include_str!("update-clients.sh"), "…\n");
    artifacts[0].content = Content::Bytes(short.into_bytes());
    kit::golden_of(&artifacts, include_str!("../goldens/connectors.txt"));
}

fn flag(name: &str) -> Statement {
    let place = Span { source: SourceId(0), start: 0, end: 0 };
    Statement::new((name.to_owned(), place))
}

/// What a file of an output says.
fn read(output: &Output, path: &str) -> Value {
    let artifact = output.artifacts.iter().find(|it| it.path == path).expect(path);
    serde_json::from_str(&kit::text(&artifact.content)).expect("JSON")
}

/// Of each client, as a fresh realm and as the script have it: one text.
fn clients(graph: &Graph) -> Vec<Value> {
    let output = Keycloak.emit(graph, &[flag("fresh-realm")]);
    let realm = read(&output, "keycloak/camunda-platform-realm.json");
    let clients = realm["clients"].as_array().expect("an array").clone();
    for client in &clients {
        let folder = format!("keycloak/clients/{}", client["name"].as_str().expect("a name"));
        assert_eq!(read(&output, &format!("{folder}/create.json")), *client);
        let login = read(&output, &format!("{folder}/login.json"));
        assert_eq!(login["attributes"], client["attributes"]);
    }
    clients
}

#[test]
fn each_way_in_is_asked_for() {
    let graph = kit::whole();
    let imports = |options: &[Statement]| -> Vec<_> {
        let output = Keycloak.emit(&graph, options);
        let known = |it: &&Artifact| matches!(it.kind, "keycloak-realm" | "keycloak-import");
        output.artifacts.iter().filter(known).map(|it| it.path.to_string()).collect()
    };
    let partial = "keycloak/partial-import.json";
    assert_eq!(imports(&[]), [partial]);
    let realm = "keycloak/camunda-platform-realm.json";
    assert_eq!(imports(&[flag("fresh-realm")]), [partial, realm]);
    assert_eq!(imports(&[flag("config-cli")]), [partial, "keycloak/config-cli.json"]);
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
    let hostile = kit::HOSTILE.replace("${", "$") + " 😀";
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
    let output = Keycloak.emit(&graph, &[flag("fresh-realm")]);
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

/// The admin API replaces nothing.
#[test]
fn the_script_takes_any_text() {
    let output = Keycloak.emit(&kit::hostile(kit::whole()), &[]);
    assert!(!kit::is_refused(&output), "{:#?}", output.diagnostics);
    let client = read(&output, "keycloak/clients/operate/create.json");
    assert_eq!(client["clientId"], kit::HOSTILE);
}

#[test]
fn another_provider_has_no_clients_of_keycloak() {
    let oidc = |graph: &mut Graph| {
        graph.identity_provider.as_mut().expect("a provider").kind.value = ProviderKind::Oidc;
    };
    assert_eq!(refused(oidc), "no-keycloak");
    let secret = |graph: &mut Graph| {
        graph.processes["zeebe"].authenticate.value = Authentication::ClientSecret;
    };
    assert_eq!(refused(secret), "not-built-yet");
}

#[test]
fn who_signs_is_known_by_its_certificate() {
    let mut graph = kit::whole();
    graph.processes["payments-worker"].authenticate.value = Authentication::PrivateKeyJwt;
    let output = Keycloak.emit(&graph, &[]);
    let path = "keycloak/clients/payments-worker/login.json";
    let login = output.artifacts.iter().find(|it| it.path == path).expect("a file");
    let certificate = "‹DerBase64 of Leaf(LeafId(\"payments-worker\"))›";
    let expected = [
        "{",
        "  \"clientAuthenticatorType\": \"client-jwt\",",
        "  \"attributes\": {",
        &format!("    \"jwt.credential.certificate\": \"{certificate}\""),
        "  }",
        "}\n",
    ];
    assert_eq!(kit::text(&login.content), expected.join("\n"));
}

/// A pattern and an intermediary are what the client of Zeebe is known by; the others stay as they are.
#[test]
fn the_client_of_zeebe_is_known_as_its_login_says() {
    let below = AuthorityId("below".into());
    for (login, subject, is_pattern) in [
        (ZeebeLogin::OwnClient, "CN=zeebe", "false"),
        (ZeebeLogin::Intermediary(below), "CN=below", "false"),
        (ZeebeLogin::Pattern("(?:CN=a|CN=b)".to_owned()), "(?:CN=a|CN=b)", "true"),
    ] {
        let mut graph = kit::whole();
        graph.identity_provider.as_mut().expect("keycloak").zeebe_login.value = login;
        for client in clients(&graph) {
            let name = client["name"].as_str().expect("a name");
            let attributes = &client["attributes"];
            let held = &attributes["x509.allow.regex.pattern.comparison"];
            let own = format!("CN={name}");
            let expected = if name == "zeebe" { (subject, is_pattern) } else { (&*own, "false") };
            assert_eq!(attributes["x509.subjectdn"], expected.0, "{client}");
            assert_eq!(held, expected.1, "{client}");
        }
    }
}
