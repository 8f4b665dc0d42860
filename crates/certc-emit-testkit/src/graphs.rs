//! The graphs that every emitter is tried with.

use certc_catalog::{Authentication, Catalog, Flow, KeyKind, Platform, ProviderKind, Version};
use certc_graph::name::{DerDn, JavaDn, OpensslDn, Rfc2253Dn, Rfc4514Dn, Subject};
use certc_graph::{
    Authority, AuthorityId, AuthorityKind, Deployment, Graph, IdentityProvider, Keeper, Leaf,
    LeafId, Origin, Password, PasswordId, Process, Reader, Role, Setting, Sourced, Trust, TrustId,
    Url, Wish, ZeebeLogin,
};

/// Bad for any format: quotes, a comment, an expansion, a template, a path.
pub const HOSTILE: &str = "`../a'b\"c #d $(e) ${HOME} {{f}} \\g: ü";

/// A root and one component `operate` below it.
pub fn one_component() -> Graph {
    let mut graph = Graph::default();
    graph.authorities.insert(AuthorityId("root".into()), authority(AuthorityKind::Root, "root"));
    process(&mut graph, "operate", "operate");
    graph
}

/// Camunda 8.7 on Compose with a Keycloak of ours that pins the authority; leaves below an intermediate.
pub fn whole() -> Graph {
    let mut graph = one_component();
    let root = AuthorityId("root".into());
    let kind = AuthorityKind::Intermediate(root);
    graph.authorities.insert(AuthorityId("below".into()), authority(kind, "below"));
    graph.deployment = Some(Deployment {
        name: sourced("camunda".to_owned()),
        environment: None,
        camunda: sourced(version("8.7")),
        java: sourced(17),
        platform: sourced(Platform::Compose),
    });
    graph.identity_provider = Some(keycloak());
    reader(&mut graph, "keycloak", true);
    for kind in ["connectors", "identity", "optimize", "tasklist", "zeebe"] {
        process(&mut graph, kind, kind);
    }
    process(&mut graph, "payments-worker", "application");
    for leaf in graph.leaves.values_mut() {
        leaf.issued_by = sourced(AuthorityId("below".into()));
    }
    graph
}

/// As `whole`, but what a spec says freely is hostile.
pub fn hostile() -> Graph {
    let mut graph = whole();
    for process in graph.processes.values_mut() {
        process.client_id.value = HOSTILE.to_owned();
        process.audience = Some(sourced(HOSTILE.to_owned()));
        process.audiences = vec![sourced(HOSTILE.to_owned())];
        process.roles = vec![Role { of: sourced(HOSTILE.to_owned()), name: sourced("write:*") }];
    }
    for leaf in graph.leaves.values_mut() {
        leaf.subject = subject(HOSTILE);
    }
    graph
}

fn keycloak() -> IdentityProvider {
    let url = |it: &str| sourced(Url::read(it).expect("an https URL"));
    let issuer = "https://localhost:18443/auth/realms/camunda-platform";
    let backend = "https://keycloak:18443/auth/realms/camunda-platform";
    IdentityProvider {
        name: sourced("keycloak".to_owned()),
        kind: sourced(ProviderKind::Keycloak),
        version: Some(sourced(version("26.7.3"))),
        managed_by: sourced(Keeper::Compose),
        realm: Some(sourced("camunda-platform".to_owned())),
        issuer: url(issuer),
        backend: url(backend),
        token_url: Some(url(&format!("{backend}/protocol/openid-connect/token"))),
        assertion_url: Some(url(&format!("{issuer}/protocol/openid-connect/token"))),
        jwks_url: Some(url(&format!("{backend}/protocol/openid-connect/certs"))),
        supports: vec![Authentication::TlsClientAuth, Authentication::PrivateKeyJwt],
        zeebe_login: sourced(ZeebeLogin::OwnClient),
        pins_authority: sourced(true),
        settings: settings("keycloak", version("26.7.3")),
        home: Some(sourced("/opt/keycloak".to_owned())),
    }
}

fn authority(kind: AuthorityKind, name: &str) -> Authority {
    Authority {
        name: sourced(name.to_owned()),
        kind: sourced(kind),
        subject: subject(name),
        wish: Some(Wish { key: sourced(KeyKind::EcP256), days: sourced(3650) }),
        pinned: None,
        given: None,
        anchor: None,
    }
}

/// Adds a component, or an application where that is the kind, as the catalog has it for 8.7.
fn process(graph: &mut Graph, name: &str, kind: &str) {
    let catalog = Catalog::built_in();
    let client = catalog.client(kind, version("8.7")).expect("a kind of 8.7");
    let workload = catalog.workload(kind, Platform::Compose, version("8.7"));
    let url = workload.and_then(|it| it.url);
    let redirect = url.zip(client.callback).map(|(url, path)| sourced(format!("{url}{path}")));
    let audience = |it: &str| catalog.client(it, version("8.7")).and_then(|it| it.audience);
    let audiences = client.calls.iter().filter_map(|it| audience(it));
    let role = |it: &certc_catalog::Role| {
        Some(Role { of: sourced(audience(it.of)?.to_owned()), name: sourced(it.name) })
    };
    let process = Process {
        kind: (kind != "application").then(|| sourced(kind.to_owned())),
        client_id: sourced(client.client_id.unwrap_or(name).to_owned()),
        authenticate: sourced(Authentication::TlsClientAuth),
        flows: client.flows.clone(),
        redirect,
        audience: client.audience.map(|it| sourced(it.to_owned())),
        audiences: audiences.map(|it| sourced(it.to_owned())).collect(),
        initial_claim: None,
        roles: client.roles.iter().filter_map(role).collect(),
        settings: settings(kind, version("8.7")),
    };
    assert!(process.flows.contains(&Flow::ClientCredentials), "each logs in by itself");
    graph.processes.insert(name.to_owned(), process);
    graph.processes.sort_unstable_keys();
    reader(graph, name, false);
}

/// Adds a leaf, what its holder trusts, and its passwords.
fn reader(graph: &mut Graph, name: &str, server: bool) {
    let (root, leaf) = (AuthorityId("root".into()), LeafId(name.into()));
    let trust = TrustId(name.into());
    let password = |it| PasswordId(format!("{name}.{it}").into());
    let (key, open) = (password("keystore"), password("truststore"));
    let trusted = Trust { authorities: vec![sourced(root.clone())], also: Vec::new() };
    let of = Leaf {
        name: sourced(name.to_owned()),
        issued_by: sourced(root),
        subject: subject(name),
        names: Vec::new(),
        key: sourced(KeyKind::EcP256),
        days: sourced(90),
        renew_before_days: sourced(30),
        server,
        client: !server,
    };
    graph.leaves.insert(leaf.clone(), of);
    graph.trusts.insert(trust.clone(), trusted);
    graph.passwords.insert(key.clone(), sourced(Password::Generate));
    graph.passwords.insert(open.clone(), sourced(Password::Generate));
    let reader = Reader {
        leaf,
        trust: Some(trust),
        keystore_password: key,
        truststore_password: open,
        user: None,
        service: None,
    };
    graph.readers.insert(name.to_owned(), reader);
    graph.readers.sort_unstable_keys();
}

fn settings(kind: &str, version: Version) -> Vec<Setting> {
    let catalog = Catalog::built_in();
    let settings = catalog.setting(kind, Platform::Compose, version);
    let is_told = |it: &&certc_catalog::Setting| {
        it.providers.is_empty() || it.providers.contains(&ProviderKind::Keycloak)
    };
    let setting = |it: &certc_catalog::Setting| Setting {
        purpose: it.purpose,
        name: Sourced::new(it.name, Origin::Catalog { source: it.source }),
        is_inline: it.inline,
        is_of_build: it.build,
    };
    settings.filter(is_told).map(setting).collect()
}

fn version(text: &str) -> Version {
    Version::try_from(text).expect("a version")
}

/// A subject of a common name; its DER is not one, only its own.
fn subject(name: &str) -> Subject {
    let plain = format!("CN={name}");
    Subject {
        attributes: Vec::new(),
        der: DerDn(name.into()),
        java: JavaDn(plain.clone()),
        rfc2253: Rfc2253Dn(plain.clone()),
        rfc4514: Rfc4514Dn(plain),
        openssl: OpensslDn(format!("CN = {name}")),
    }
}

fn sourced<T>(value: T) -> Sourced<T> {
    Sourced::new(value, Origin::Default)
}
