//! The identity provider: who runs it, how clients are known there, and what cannot work.

use certc_catalog::{Authentication, KeyKind, Purpose};
use certc_graph::{AuthorityId, Keeper, LeafId, TrustId, ZeebeLogin};

use super::{check, resolve};

const ALL: &str = "\ncomponent identity\ncomponent zeebe\ncomponent operate\ncomponent connectors\napplication worker";

/// The plain spec with these lines in its provider and the components of 8.7.
fn with(provider: &str) -> String {
    super::PLAIN.replace("version \"26.3.3\"", provider) + ALL
}

/// The rules that such a spec breaks.
fn rules(spec: &str) -> Vec<String> {
    resolve(spec).1.into_iter().map(|it| it.rule.into_owned()).collect()
}

#[test]
fn each_way_to_log_in_at_each_version() {
    let below = "defaults { leaf { issued-by below } }\nauthority below { issued-by root }\n";
    let vulnerable = "allow vulnerable-keycloak reason=\"upgrade in March\"";
    for (version, way, expected) in [
        ("21.1.1", "own-client", &["vulnerable-keycloak"][..]),
        ("21.1.1", "pattern", &["vulnerable-keycloak"]),
        ("21.1.1", "intermediary", &["vulnerable-keycloak", "zeebe-login-intermediary"]),
        ("21.1.2", "own-client", &[]),
        ("21.1.2", "pattern", &[]),
        ("21.1.2", "intermediary", &["zeebe-login-intermediary"]),
        ("26.6.4", "pattern", &[]),
        ("26.7.3", "own-client", &[]),
        ("26.7.3", "pattern", &["zeebe-login-pattern-deprecated"]),
        ("26.8.1", "pattern", &["zeebe-login-pattern-deprecated"]),
        ("26.7.3", "intermediary", &["zeebe-login-intermediary"]),
        ("27.0.0", "own-client", &[]),
        ("27.0.0", "pattern", &["zeebe-login-pattern"]),
        ("31.0.0", "own-client", &["newer-keycloak"]),
        ("31.0.0", "pattern", &["newer-keycloak", "zeebe-login-pattern"]),
    ] {
        let lines = format!("version {version:?}; zeebe-login {way}; issued-by root");
        assert_eq!(rules(&(with(&lines) + "\n" + below)), expected, "{version} {way}");
    }
    let lines =
        format!("version \"21.1.1\"; zeebe-login intermediary; issued-by root; {vulnerable}");
    let (graph, said) = resolve(&(with(&lines) + "\n" + below));
    assert_eq!(said.len(), 1, "the warning that `allow` takes out later: {said:#?}");
    let login = graph.identity_provider.expect("keycloak").zeebe_login.value;
    assert_eq!(login, ZeebeLogin::Intermediary(AuthorityId("below".into())));
}

#[test]
fn the_intermediary_stands_between_the_root_and_who_logs_in() {
    let lines = "version \"21.1.1\"; zeebe-login intermediary; issued-by root; allow vulnerable-keycloak reason=\"x\"";
    for (more, expected) in [
        ("", 1),
        ("authority below { issued-by root }\ndefaults { leaf { issued-by root } }", 1),
        (
            "authority below { issued-by root }\ncomponent tasklist { issued-by root }\ndefaults { leaf { issued-by below } }",
            1,
        ),
        (
            "authority below { issued-by root }\napplication other { issued-by root }\ndefaults { leaf { issued-by below } }",
            0,
        ),
    ] {
        let said = rules(&format!("{}\n{more}", with(lines)));
        let refused = said.iter().filter(|it| *it == "zeebe-login-intermediary").count();
        assert_eq!(refused, expected, "{more}: {said:?}");
    }
}

#[test]
fn a_pattern_is_the_whole_subjects_of_who_logs_in_as_zeebe() {
    let lines = "version \"26.3.3\"; zeebe-login pattern";
    let spec = with(lines) + "\ndefaults { subject { organization \"A.B (c) ${x}\" } }";
    let (graph, said) = resolve(&spec);
    assert_eq!(said, []);
    let subject = r"O=A\.B \(c\) \$\{x\}";
    let expected =
        format!("(?:CN=connectors, {subject}|CN=operate, {subject}|CN=zeebe, {subject})");
    let provider = graph.identity_provider.expect("keycloak");
    assert_eq!(provider.zeebe_login.value, ZeebeLogin::Pattern(expected));
    let audiences = |it: &str| -> Vec<_> {
        graph.processes[it].audiences.iter().map(|it| it.value.as_str()).collect()
    };
    assert_eq!(audiences("zeebe"), ["zeebe-api"], "who logs in as Zeebe calls it");
}

/// Java prints these subjects and others alike.
#[test]
fn what_java_prints_in_quotes_is_in_no_pattern() {
    let spec = with("version \"26.3.3\"; zeebe-login pattern");
    for (organization, is_refused) in [
        ("Example, Inc.", true),
        ("a=b", true),
        ("a+b", true),
        (" a", true),
        ("C#", true),
        ("a  b", true),
        ("The \\\"Best\\\"", true),
        ("a.b*c (d) [e]^$|?-/:&'_@", false),
        ("Größe", false),
        ("a😀b", false),
    ] {
        let line = format!(
            "{spec}\ncomponent tasklist {{ subject {{ organization \"{organization}\" }} }}"
        );
        let said = rules(&line);
        let expected: &[&str] = if is_refused { &["zeebe-login-pattern"] } else { &[] };
        assert_eq!(said, expected, "{organization}");
        let exact = line.replace("; zeebe-login pattern", "");
        assert_eq!(rules(&exact), [] as [&str; 0], "{organization} by its exact subject");
    }
}

#[test]
fn there_is_one_zeebe_to_log_in_as() {
    let plain = super::PLAIN.replace("\"26.3.3\"", "\"26.3.3\"; zeebe-login pattern");
    for (components, expected) in [
        ("component operate", &["zeebe-client-missing"][..]),
        ("component zeebe", &[]),
        ("component zeebe\ncomponent zeebe-two { kind zeebe }", &["zeebe-client-missing"]),
    ] {
        assert_eq!(rules(&format!("{plain}{components}")), expected, "{components}");
    }
}

#[test]
fn a_signed_jwt_needs_a_key_that_can_be_signed_with() {
    let jwt = |key: &str| {
        format!("{}\napplication worker {{ authenticate private-key-jwt{key} }}", super::PLAIN)
    };
    let (of_rsa, said) = resolve(&jwt(""));
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(said[0].rule, "assertion-url", "the issuer is another URL than the backend");
    let leaf = of_rsa.leaf(&LeafId("worker".into()));
    assert_eq!(leaf.key.value, KeyKind::Rsa3072);
    assert_eq!(of_rsa.processes["worker"].authenticate.value, Authentication::PrivateKeyJwt);
    assert_eq!(rules(&jwt("; key ec p256")), ["assertion-url", "unusable-key"]);
    check(
        "output files",
        "output files\ncomponent operate { authenticate private-key-jwt }",
        &[
            "unusable-authentication `private-key-jwt`: `operate` cannot log in by `private-key-jwt`; it can log in by `tls-client-auth`",
        ],
    );
}

#[test]
fn who_runs_it_decides_what_it_is_told() {
    let issuer = "issuer \"https://sso.example.com/realms/camunda-platform\"";
    for (keeper, more, expected, is_told, is_reader) in [
        ("", "", Keeper::Compose, true, true),
        ("managed-by compose;", "", Keeper::Compose, true, true),
        ("managed-by you;", "", Keeper::You, true, true),
        ("managed-by operator;", issuer, Keeper::Operator, false, true),
        ("managed-by others;", issuer, Keeper::Others, false, false),
    ] {
        let graph = graph_of(&with(&format!("version \"26.3.3\"; {keeper} {more}")));
        let provider = graph.identity_provider.as_ref().expect("keycloak");
        assert_eq!(provider.managed_by.value, expected, "{keeper}");
        assert_eq!(!provider.settings.is_empty(), is_told, "{keeper}");
        assert_eq!(graph.readers.contains_key("keycloak"), is_reader, "{keeper}");
        let trusts = graph.readers["operate"].trust.as_ref();
        let own = TrustId("operate".into());
        assert_eq!(trusts, is_reader.then_some(&own), "{keeper}: else the public CAs");
        let clients = &graph.trust(&TrustId("keycloak".into())).authorities;
        assert_eq!(clients.len(), 1, "{keeper}: it trusts the clients' root");
        let asks = graph.outputs.contains_key("registration");
        let is_asked = matches!(expected, Keeper::Others | Keeper::Operator);
        assert_eq!(asks, is_asked, "{keeper}: what to ask of its keeper");
    }
    let others = with("version \"26.3.3\"; managed-by others");
    assert_eq!(rules(&others), ["missing-statement"], "nobody knows its URL");
}

fn graph_of(spec: &str) -> certc_graph::Graph {
    let (graph, said) = resolve(spec);
    assert_eq!(said, [], "{spec}");
    graph
}

#[test]
fn another_provider_says_what_it_takes() {
    let oidc = |supports: &str| {
        let kind = "kind oidc; issuer \"https://login.example.com/\"; token-url \"https://login.example.com/token\"; jwks-url \"https://login.example.com/keys\"";
        super::PLAIN.replace(
            "keycloak { version \"26.3.3\" }",
            &format!("corporate {{ {kind}; supports {{ {supports} }} }}"),
        )
    };
    let graph = graph_of(&format!("{}component operate", oidc("tls-client-auth")));
    let provider = graph.identity_provider.expect("a provider");
    assert_eq!(provider.issuer.value.to_string(), "https://login.example.com/");
    assert_eq!((provider.realm, provider.version), (None, None));
    let purposes: Vec<_> =
        graph.processes["operate"].settings.iter().map(|it| it.purpose).collect();
    assert!(purposes.contains(&Purpose::ProviderType) && !purposes.contains(&Purpose::Realm));
    let operate = format!("{}component operate", oidc("private-key-jwt"));
    assert_eq!(rules(&operate), ["unusable-authentication"]);
    let entra = |issuer: &str| {
        let own = format!("entra-id {{ issuer \"https://login.microsoftonline.com/{issuer}\" }}");
        super::PLAIN.replace("keycloak { version \"26.3.3\" }", &own)
    };
    let worker = "application worker { authenticate private-key-jwt }";
    let graph = graph_of(&format!("{}{worker}", entra("t/v2.0")));
    let token = graph.identity_provider.expect("a provider").token_url.expect("known").value;
    assert_eq!(token.to_string(), "https://login.microsoftonline.com/t/oauth2/v2.0/token");
    assert_eq!(
        rules(&format!("{}component operate", entra("t/v2.0"))),
        ["unusable-authentication"]
    );
    assert_eq!(rules(&entra("t/v1")), ["unusable-url"]);
}

#[test]
fn who_becomes_the_first_administrator_is_said() {
    let identity = "component identity { audience own; initial-claim oid value=\"7d1c\" }";
    let entra = "corporate { kind oidc; issuer \"https://a\"; token-url \"https://a/t\"; jwks-url \"https://a/k\"; supports { tls-client-auth } }";
    let plain = super::PLAIN.replace("keycloak { version \"26.3.3\" }", entra);
    let graph = graph_of(&format!("{plain}{identity}"));
    let process = &graph.processes["identity"];
    let (name, value) = process.initial_claim.as_ref().expect("said");
    assert_eq!((name.value.as_str(), value.value.as_str()), ("oid", "7d1c"));
    assert_eq!(process.audience.as_ref().map(|it| it.value.as_str()), Some("own"));
    assert_eq!(rules(&format!("{}{identity}", super::PLAIN)), ["useless-line"]);
}

#[test]
fn what_decides_nothing_is_refused() {
    for (from, to, expected) in [
        ("\"26.3.3\"", "\"26.3.3\"; token-url \"https://a\"", &["useless-line"][..]),
        ("\"26.3.3\"", "\"26.3.3\"; supports { private-key-jwt }", &["useless-line"]),
        ("\"26.3.3\"", "\"26.3.3\"; issuer \"https://a/realms/b/c\"", &["unusable-url"]),
        ("\"26.3.3\"", "\"26.3.3\"; issuer \"https://a/realms/%24%7BHOME%7D\"", &["unusable-url"]),
        ("\"26.3.3\"", "\"26.3.3\"; issuer \"https://a/realms/${HOME}\"", &["unusable-url"]),
        ("\"26.3.3\"", "\"26.3.3\"; realm \"other\"", &["realm-differs"]),
        ("output files", "output files\ncomponent operate { client-id \"\" }", &["blank-text"]),
        ("output files", "output files\ncomponent operate { audience \" a\" }", &["blank-text"]),
    ] {
        assert_eq!(rules(&super::PLAIN.replace(from, to)), expected, "{to}");
    }
}

/// Keycloak pins the name of the top of a client's chain: two of one name are one to it.
#[test]
fn no_two_trusted_certificates_have_one_name() {
    let certificate = include_bytes!("../../testdata/certificate.der");
    let pem = |der: &[u8]| pem::encode(&pem::Pem::new("CERTIFICATE", der)).into_bytes();
    let mut other = certificate.to_vec();
    *other.last_mut().expect("bytes") ^= 1;
    for (files, expected) in [
        ([certificate.as_slice(), certificate], &[][..]),
        ([certificate.as_slice(), &other], &["equal-subjects"]),
    ] {
        let also = "truststore { also file=\"0\"; also file=\"1\" }";
        let text = super::PLAIN.replace("\"26.3.3\"", &format!("\"26.3.3\"; {also}"));
        let read = |path: &camino::Utf8Path| {
            let number: usize = path.file_name().expect("a name").parse().expect("a number");
            Ok(pem(files[number]))
        };
        let said = super::resolve_with(&text, &read).1;
        let said: Vec<_> = said.iter().map(|it| &*it.rule).collect();
        assert_eq!(said, expected);
    }
}
