use std::collections::BTreeMap;

use certc_emit::{Emitter, Output};
use certc_emit_testkit as kit;
use certc_schema::Statement;

use crate::Env;
use crate::quote::{is_path, quote};

#[test]
fn passes_the_kit() {
    kit::check(&Env);
}

#[test]
fn is_as_its_golden() {
    kit::golden(&Env, include_str!("../goldens/whole.txt"));
}

#[test]
fn a_value_is_carried_or_refused() {
    for (text, expected) in [
        ("operate", Some("operate")),
        ("https://localhost:18443/auth", Some("https://localhost:18443/auth")),
        ("", Some("''")),
        ("two words", Some("'two words'")),
        ("a$b", Some("'a$b'")),
        ("#a", Some("'#a'")),
        ("back\\slash", Some("'back\\slash'")),
        ("ü", Some("'ü'")),
        ("it's", None),
        ("a\nB=c", None),
    ] {
        assert_eq!(quote(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn a_mount_path_is_plain() {
    for (text, expected) in [
        ("/opt/security/conf", true),
        ("/a_b-c.d", true),
        ("", false),
        ("conf", false),
        ("/my files", false),
        ("/a$b", false),
        ("/a\n", false),
    ] {
        assert_eq!(is_path(text), expected, "{text}");
    }
}

#[test]
fn a_hostile_client_id_is_refused() {
    assert!(kit::is_refused(&Env.emit(&kit::hostile(), &[])));
}

/// What the spec's authors rely on, said apart from the golden.
#[test]
fn each_process_is_told_its_own() {
    let files = variables(&Env.emit(&kit::whole(), &[]));
    let backend = "https://keycloak:18443/auth/realms/camunda-platform";
    let token = &format!("{backend}/protocol/openid-connect/token");
    let issuer = "https://localhost:18443/auth/realms/camunda-platform";
    for (file, name, expected) in [
        ("operate", "CAMUNDA_OPERATE_IDENTITY_CLIENTID", "operate"),
        ("operate", "ZEEBE_CLIENT_ID", "operate"),
        ("operate", "ZEEBE_TOKEN_AUDIENCE", "zeebe-api"),
        ("operate", "ZEEBE_AUTHORIZATION_SERVER_URL", token),
        ("operate", "CAMUNDA_OPERATE_IDENTITY_ISSUER_URL", issuer),
        ("operate", "CAMUNDA_OPERATE_IDENTITY_ISSUER_BACKEND_URL", backend),
        ("operate", "JDK_JAVA_OPTIONS", "@/opt/security/conf/jvm.options"),
        ("connectors", "OPERATE_CLIENT_AUDIENCE", "operate-api"),
        ("connectors", "CAMUNDA_CLIENT_AUTH_CLIENTID", "connectors"),
        ("identity", "KEYCLOAK_URL", "https://keycloak:18443/auth"),
        ("payments-worker", "ZEEBE_CLIENT_ID", "payments-worker"),
        ("keycloak", "KC_HTTPS_PORT", "18443"),
        ("keycloak", "KC_HTTP_RELATIVE_PATH", "/auth"),
        ("keycloak", "KC_HOSTNAME", "https://localhost:18443/auth"),
    ] {
        let value = files[&format!("env/{file}.env")].get(name).map(String::as_str);
        assert_eq!(value, Some(expected), "{file} {name}");
    }
}

/// What is not in the graph is not guessed.
#[test]
fn without_a_provider_there_is_no_url() {
    let mut graph = kit::whole();
    graph.identity_provider = None;
    let files = variables(&Env.emit(&graph, &[]));
    let operate = &files["env/operate.env"];
    assert!(operate.values().all(|it| !it.contains("://")), "{operate:?}");
    assert!(!files.contains_key("env/keycloak.env"));
}

#[test]
fn no_option_no_mount_but_the_default() {
    let none: &[Statement] = &[];
    let output = Env.emit(&kit::whole(), none);
    let jvm = output.artifacts.iter().find(|it| it.path == "pki/zeebe/jvm.options");
    let text = kit::text(&jvm.expect("zeebe's options").content);
    assert!(text.contains("trustStore=/opt/security/conf/truststore.p12"), "{text}");
    assert!(!text.contains("keyStore"), "zeebe is nobody's client: {text}");
}

fn variables(output: &Output) -> BTreeMap<String, BTreeMap<String, String>> {
    let files = output.artifacts.iter().filter(|it| it.kind == "env");
    let lines = |text: &str| {
        let lines = text.lines().filter(|it| !it.starts_with('#'));
        lines.filter_map(|it| it.split_once('=')).map(|(a, b)| (a.into(), b.into())).collect()
    };
    files.map(|it| (it.path.to_string(), lines(&kit::text(&it.content)))).collect()
}
