//! The graphs that every emitter is tried with.

use std::sync::LazyLock;

use certc_catalog::{
    Authentication, Catalog, KeyKind, Launcher, Platform, Port, ProviderKind, Version,
};
use certc_graph::name::{DerDn, JavaDn, OpensslDn, Rfc2253Dn, Rfc4514Dn, Subject};
use certc_graph::{
    Authority, AuthorityId, AuthorityKind, Chart, Deployment, Graph, IdentityProvider, Keeper,
    Kubernetes, Leaf, LeafId, Origin, Password, PasswordId, Process, Reader, Role, Served, Setting,
    Sourced, Trust, TrustId, Url, Wish, ZeebeLogin,
};

/// Bad for any format: quotes, a comment, an expansion, a template, a path.
pub const HOSTILE: &str = "`../a'b\"c #d $(e) ${HOME} {{f}} \\g: ü";

/// A root and one component `operate` below it.
pub fn one_component() -> Graph {
    let mut graph = Graph::default();
    graph.authorities.insert(AuthorityId("root".into()), authority(AuthorityKind::Root, "root"));
    process(&mut graph, "operate", "operate", Place::new("8.7", Launcher::Compose));
    graph
}

/// Camunda 8.7 on Compose with a Keycloak of ours that pins the authority; leaves below an intermediate.
pub fn whole() -> Graph {
    deployment("8.7", Launcher::Compose)
}

/// As [`whole`], of another line or by another launcher: every component that there is.
pub fn deployment(camunda: &str, launcher: Launcher) -> Graph {
    let (mut graph, place) = (Graph::default(), Place::new(camunda, launcher));
    graph.authorities.insert(AuthorityId("root".into()), authority(AuthorityKind::Root, "root"));
    let kind = AuthorityKind::Intermediate(AuthorityId("root".into()));
    graph.authorities.insert(AuthorityId("below".into()), authority(kind, "below"));
    graph.deployment = Some(deployed(place));
    graph.identity_provider = Some(keycloak(place));
    reader(&mut graph, "keycloak", true);
    graph.readers["keycloak"].service = Some(sourced("keycloak".to_owned()));
    graph.readers["keycloak"].user = Some(sourced(1000));
    let line = place.catalog.line(place.camunda).expect("a line of Camunda");
    let placed =
        |it: &&&str| place.catalog.workload(it, launcher.platform(), place.camunda).is_some();
    for kind in line.kinds.iter().filter(placed) {
        process(&mut graph, kind, kind, place);
    }
    process(&mut graph, "payments-worker", "java-client", place);
    for leaf in graph.leaves.values_mut() {
        leaf.issued_by = sourced(AuthorityId("below".into()));
    }
    for trust in [TrustId::all(), TrustId::cluster()] {
        graph.trusts.insert(trust, trusted());
    }
    graph
}

/// Every port that there is serves TLS.
pub fn serving(mut graph: Graph) -> Graph {
    let place = graph.deployment.as_ref().expect("a deployment");
    let (camunda, platform) = (place.camunda.value, place.platform.value);
    for process in graph.processes.values_mut() {
        let workload =
            Catalog::built_in().workload(&process.kind.value, platform, camunda).map(|it| {
                let host = it.service.map(|it| sourced(it.replace("RELEASE", "camunda")));
                let served =
                    |port: Port, number| Served { port: sourced(port), host: host.clone(), number };
                it.serves.iter().map(|it| served(it.port, it.number)).collect::<Vec<_>>()
            });
        process.serves = workload.unwrap_or_default();
    }
    graph.find_servers();
    graph
}

/// Where and what a graph is of.
#[derive(Clone, Copy)]
struct Place {
    catalog: &'static Catalog,
    camunda: Version,
    launcher: Launcher,
}

impl Place {
    fn new(camunda: &str, launcher: Launcher) -> Self {
        static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::built_in);
        Self { catalog: &CATALOG, camunda: version(camunda), launcher }
    }
}

fn deployed(place: Place) -> Deployment {
    let Place { catalog, camunda, launcher } = place;
    let is_chart = launcher == Launcher::Chart;
    let charts = catalog.charts.iter().filter(|it| is_chart && camunda.is_in(it.since, it.until));
    let chart = |it: &certc_catalog::Chart| Chart {
        key: sourced(it.key),
        env: it.env,
        evaluates: it.evaluates,
        copies: it.copies,
        variables: it.variables.clone(),
        volumes: it.volumes.clone(),
        writes: catalog.written(it.kind, camunda).to_vec(),
    };
    let kubernetes = Kubernetes {
        namespace: sourced("camunda".to_owned()),
        release: sourced("camunda".to_owned()),
    };
    Deployment {
        name: sourced("camunda".to_owned()),
        environment: None,
        camunda: sourced(camunda),
        java: sourced(17),
        platform: sourced(launcher.platform()),
        launcher,
        kubernetes: (launcher.platform() == Platform::Kubernetes).then_some(kubernetes),
        chart: charts.map(|it| (it.kind.to_owned(), chart(it))).collect(),
        chart_version: sourced(["1.2.3", "1"]),
        compose_file: sourced("docker-compose-full.yaml"),
        untold: Vec::new(),
        untold_members: Vec::new(),
        maintained_until: sourced("2099-12-31"),
    }
}

/// The same, but what a spec says freely is hostile.
pub fn hostile(mut graph: Graph) -> Graph {
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

fn keycloak(place: Place) -> IdentityProvider {
    let (keeper, home) = match place.launcher {
        Launcher::Compose => (Keeper::Compose, Some("/opt/keycloak")),
        Launcher::Chart if place.catalog.chart("keycloak", place.camunda).is_some() => {
            (Keeper::HelmChart, None)
        }
        Launcher::Chart | Launcher::Kubernetes | Launcher::Hosts => (Keeper::You, None),
    };
    let url = |it: &str| sourced(Url::read(it).expect("an https URL"));
    let issuer = "https://localhost:18443/auth/realms/camunda-platform";
    let backend = "https://keycloak:18443/auth/realms/camunda-platform";
    IdentityProvider {
        name: sourced("keycloak".to_owned()),
        kind: sourced(ProviderKind::Keycloak),
        version: Some(sourced(version("26.7.3"))),
        managed_by: sourced(keeper),
        realm: Some(sourced("camunda-platform".to_owned())),
        issuer: url(issuer),
        backend: url(backend),
        token_url: Some(url(&format!("{backend}/protocol/openid-connect/token"))),
        assertion_url: Some(url(&format!("{issuer}/protocol/openid-connect/token"))),
        jwks_url: Some(url(&format!("{backend}/protocol/openid-connect/certs"))),
        authorization_url: Some(url(&format!("{issuer}/protocol/openid-connect/auth"))),
        root: Some(sourced(AuthorityId("root".into()))),
        supports: vec![Authentication::TlsClientAuth, Authentication::PrivateKeyJwt],
        zeebe_login: sourced(ZeebeLogin::OwnClient),
        pins_authority: sourced(true),
        settings: settings(
            "keycloak",
            if keeper == Keeper::You { Launcher::Hosts } else { place.launcher },
            version("26.7.3"),
        ),
        values: settings("identity-provider", place.launcher, place.camunda),
        home: home.map(|it| sourced(it.to_owned())),
        probes_management: home.is_some(),
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

/// Adds a component, or an application where the kind is a library, as the catalog has it.
fn process(graph: &mut Graph, name: &str, kind: &str, place: Place) {
    let Place { catalog, camunda, launcher } = place;
    let client = catalog.client(kind, camunda).expect("a kind of this line");
    let workload = catalog.workload(kind, launcher.platform(), camunda);
    let url = workload.and_then(|it| it.url);
    let redirect = url.zip(client.callback).map(|(url, path)| sourced(format!("{url}{path}")));
    let audience = |it: &str| catalog.client(it, camunda).and_then(|it| it.audience);
    let audiences = client.calls.iter().filter_map(|it| audience(it));
    let role = |it: &certc_catalog::Role| {
        Some(Role { of: sourced(audience(it.of)?.to_owned()), name: sourced(it.name) })
    };
    let ways = client.authenticate.first().copied().unwrap_or(Authentication::TlsClientAuth);
    let process = Process {
        kind: sourced(kind.to_owned()),
        is_application: kind == "java-client",
        client_id: sourced(client.client_id.unwrap_or(name).to_owned()),
        authenticate: sourced(ways),
        flows: client.flows.clone(),
        redirect,
        audience: client.audience.map(|it| sourced(it.to_owned())),
        audiences: audiences.map(|it| sourced(it.to_owned())).collect(),
        initial_claim: None,
        roles: client.roles.iter().filter_map(role).collect(),
        serves: Vec::new(),
        settings: settings(kind, launcher, camunda),
    };
    graph.processes.insert(name.to_owned(), process);
    graph.processes.sort_unstable_keys();
    reader(graph, name, false);
    graph.passwords.insert(PasswordId::client(name), sourced(Password::Generate));
    graph.readers[name].user = workload.and_then(|it| it.user).map(sourced);
    graph.readers[name].service =
        workload.and_then(|it| it.service).map(|it| sourced(it.replace("RELEASE", "camunda")));
}

/// Trusts the root.
fn trusted() -> Trust {
    Trust { authorities: vec![sourced(AuthorityId("root".into()))], also: Vec::new() }
}

/// Adds a leaf, what its holder trusts, and its passwords.
fn reader(graph: &mut Graph, name: &str, server: bool) {
    let (root, leaf) = (AuthorityId("root".into()), LeafId(name.into()));
    let trust = TrustId(name.into());
    let password = |it| PasswordId(format!("{name}.{it}").into());
    let (key, open) = (password("keystore"), password("truststore"));
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
    graph.trusts.insert(trust.clone(), trusted());
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

fn settings(kind: &str, launcher: Launcher, version: Version) -> Vec<Setting> {
    let catalog = Catalog::built_in();
    let settings = catalog.setting(kind, launcher, version);
    let is_told = |it: &&certc_catalog::Setting| {
        it.providers.is_empty() || it.providers.contains(&ProviderKind::Keycloak)
    };
    let setting = |it: &certc_catalog::Setting| Setting {
        purpose: it.purpose,
        name: Sourced::new(it.name, Origin::Catalog { source: it.source }),
        is_value: it.is_value,
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
