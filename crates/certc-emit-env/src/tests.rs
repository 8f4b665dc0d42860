use std::collections::BTreeMap;

use certc_catalog::{Launcher, Purpose};
use certc_diagnostic::{SourceId, Span};
use certc_emit::setting::jvm_options;
use certc_emit::{Action, Content, Emitter, Output};
use certc_emit_testkit as kit;
use certc_graph::{AuthorityId, Graph, Keeper, Url, ZeebeLogin};
use certc_schema::{Statement, Value};

use crate::{Env, is_path};

#[test]
fn passes_the_kit() {
    kit::check(&Env);
}

#[test]
fn is_as_its_golden() {
    kit::golden(&Env, include_str!("../goldens/whole.txt"));
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
    assert!(kit::is_refused(&Env.emit(&kit::hostile(kit::whole()), &[])));
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

/// The login to Zeebe as another client is Zeebe's, whose secret is as unused.
#[test]
fn another_login_to_zeebe_is_that_of_zeebe() {
    let mut graph = kit::whole();
    graph.processes["zeebe"].client_id.value = "gateway".to_owned();
    for (login, expected) in [
        (ZeebeLogin::OwnClient, "operate"),
        (ZeebeLogin::Pattern("(?:CN=a)".to_owned()), "gateway"),
        (ZeebeLogin::Intermediary(AuthorityId("below".into())), "gateway"),
    ] {
        graph.identity_provider.as_mut().expect("keycloak").zeebe_login.value = login.clone();
        let files = variables(&Env.emit(&graph, &[]));
        assert_eq!(files["env/operate.env"]["ZEEBE_CLIENT_ID"], expected, "{login:?}");
        let worker = &files["env/payments-worker.env"];
        assert_eq!(worker["ZEEBE_CLIENT_ID"], "payments-worker", "{login:?}");
    }
}

#[test]
fn a_keycloak_without_a_path_is_told_so() {
    let mut graph = kit::whole();
    let provider = graph.identity_provider.as_mut().expect("keycloak");
    provider.backend.value = Url::read("https://sso.example.com/realms/a").expect("a URL");
    let files = variables(&Env.emit(&graph, &[]));
    assert_eq!(files["env/keycloak.env"]["KC_HTTP_RELATIVE_PATH"], "/");
    assert_eq!(files["env/keycloak.env"]["KC_HTTPS_PORT"], "443");
    assert_eq!(files["env/identity.env"]["KEYCLOAK_URL"], "https://sso.example.com");
}

/// A Keycloak that others run, or whose certificate they made, is not ours to configure.
#[test]
fn a_keycloak_of_others_is_told_nothing() {
    for (keeper, is_reader, expected) in [
        (Keeper::Compose, true, true),
        (Keeper::You, true, true),
        (Keeper::Compose, false, false),
        (Keeper::Others, true, false),
        (Keeper::HelmChart, true, false),
    ] {
        let mut graph = kit::whole();
        let provider = graph.identity_provider.as_mut().expect("keycloak");
        provider.managed_by.value = keeper;
        graph.readers.retain(|name, _| is_reader || *name != provider.name.value);
        let files = variables(&Env.emit(&graph, &[]));
        assert_eq!(files.contains_key("env/keycloak.env"), expected, "{keeper:?} {is_reader}");
    }
}

/// A secret in an env file is seen by whoever sees the process: only Keycloak asks for one.
#[test]
fn only_keycloak_is_told_a_password() {
    for artifact in Env.emit(&kit::whole(), &[]).artifacts {
        let expected = artifact.path == "env/keycloak.env";
        assert_eq!(artifact.content.is_secret(), expected, "{}", artifact.path);
    }
}

/// What the summary prints is complete: which folder where, which file to whom, which port.
#[test]
fn what_follows_is_said() {
    let effects = Env.emit(&kit::whole(), &[]).effects;
    let mount = |reader: &str, user| Action::Mount {
        reader: reader.to_owned(),
        folder: format!("pki/{reader}").into(),
        path: "/opt/security/conf".to_owned(),
        user: Some(user),
    };
    let keycloak = "keycloak".to_owned();
    for action in [
        mount("operate", 1001),
        mount("keycloak", 1000),
        Action::LoadVariables("payments-worker".to_owned()),
        Action::PublishPort { reader: keycloak, outside: 18443, inside: 18443 },
    ] {
        assert!(effects.iter().any(|it| it.action == action), "{action:?}");
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
fn the_mount_path_is_an_option() {
    for (text, expected) in
        [("/etc/certc/", Some("@/etc/certc/jvm.options")), ("/etc/my files", None), ("/", None)]
    {
        let mut graph = kit::whole();
        let span = Span { source: SourceId(0), start: 0, end: 0 };
        for (name, children) in [("files", vec![]), ("env", vec![mount_path(text)])] {
            let of = Statement { children, name: ("output".to_owned(), span), ..mount_path(name) };
            graph.outputs.insert(name.to_owned(), of);
        }
        let output = Env.emit(&graph, &[mount_path(text)]);
        let files = variables(&output);
        let value = files.get("env/operate.env").map(|it| it["JDK_JAVA_OPTIONS"].as_str());
        assert_eq!(value, expected, "{text}");
        assert_eq!(kit::is_refused(&output), expected.is_none(), "{text}");
    }
}

fn mount_path(text: &str) -> Statement {
    let span = Span { source: SourceId(0), start: 0, end: 0 };
    let arguments = vec![(Value::Text(text.to_owned()), span)];
    Statement { arguments, ..Statement::new(("mount-path".to_owned(), span)) }
}

#[test]
fn zeebe_shows_no_certificate() {
    let graph = kit::whole();
    let pieces = jvm_options(&graph, "zeebe", Purpose::JvmTrustOptions, "/opt/security/conf");
    let text = kit::text(&Content::Text(pieces));
    assert!(text.contains("trustStore=/opt/security/conf/truststore.p12"), "{text}");
    assert!(!text.contains("keyStore"), "{text}");
}

fn variables(output: &Output) -> BTreeMap<String, BTreeMap<String, String>> {
    let files = output.artifacts.iter().filter(|it| it.kind == "env");
    let lines = |text: &str| {
        let lines = text.lines().filter(|it| !it.starts_with('#'));
        lines.filter_map(|it| it.split_once('=')).map(|(a, b)| (a.into(), b.into())).collect()
    };
    files.map(|it| (it.path.to_string(), lines(&kit::text(&it.content)))).collect()
}

fn flag(name: &str) -> Statement {
    let Statement { span, .. } = mount_path("");
    Statement { name: (name.to_owned(), span), arguments: Vec::new(), ..mount_path("") }
}

#[test]
fn docker_gets_a_file_without_quotes_and_systemd_a_drop_in() {
    let output =
        Env.emit(&kit::deployment("8.8", Launcher::Hosts), &[flag("docker"), flag("systemd")]);
    let text = |path: &str| {
        let found = output.artifacts.iter().find(|it| it.path == path);
        kit::text(&found.unwrap_or_else(|| panic!("{path}")).content)
    };
    assert!(text("env/connectors.docker.env").contains(
        "\nCAMUNDA_CLIENT_AUTH_KEYSTOREPASSWORD=‹password connectors.keystore, RawEnvFile›\n"
    ));
    assert!(
        text("env/connectors.env")
            .contains("KEYSTOREPATH=/opt/security/conf/connectors/keystore.p12")
    );
    let drop_in = text("systemd/connectors.conf");
    assert!(drop_in.ends_with("[Service]\nEnvironmentFile=/opt/security/conf/connectors.env\n"));
}

/// The chart tells its components by values.
#[test]
fn with_the_chart_only_applications_are_told() {
    for line in ["8.5", "8.10"] {
        let output = Env.emit(&kit::deployment(line, Launcher::Chart), &[]);
        let paths: Vec<_> = output.artifacts.iter().map(|it| it.path.as_str()).collect();
        let keycloak = (line == "8.10").then_some("env/keycloak.env");
        let expected: Vec<_> = ["env/payments-worker.env"].into_iter().chain(keycloak).collect();
        assert_eq!(paths, expected, "{line}");
    }
}

/// Every peer of who serves TLS switches with it.
#[test]
fn clients_of_a_gateway_with_tls_call_it_so() {
    for (line, file, name, expected) in [
        ("8.7", "operate", "CAMUNDA_OPERATE_ZEEBE_SECURE", "true"),
        ("8.7", "connectors", "CAMUNDA_CLIENT_ZEEBE_GRPCADDRESS", "https://zeebe:26500"),
        ("8.6", "connectors", "ZEEBE_CLIENT_SECURITY_PLAINTEXT", "false"),
        ("8.5", "payments-worker", "ZEEBE_GRPC_ADDRESS", "https://zeebe:26500"),
        ("8.8", "connectors", "CAMUNDA_CLIENT_RESTADDRESS", "https://orchestration:8080"),
        (
            "8.9",
            "payments-worker",
            "CAMUNDA_CA_CERTIFICATE_PATH",
            "/opt/security/conf/truststore.pem",
        ),
        ("8.10", "orchestration", "MANAGEMENT_SERVER_SSL_ENABLED", "false"),
    ] {
        let graph = kit::deployment(line, Launcher::Compose);
        let get = |graph: &Graph| {
            variables(&Env.emit(graph, &[]))[&format!("env/{file}.env")].get(name).cloned()
        };
        assert_eq!(get(&graph), None, "{line} {name}");
        assert_eq!(get(&kit::serving(graph)).as_deref(), Some(expected), "{line} {name}");
    }
}
