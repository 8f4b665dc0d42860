//! One service of Camunda's file: its variables, its files, and what it waits for.

use certc_catalog::Purpose;
use certc_emit::setting::{Told, value};
use certc_emit::{Fact, Piece, Yaml, marks, mount};
use certc_graph::Graph;

use crate::{Service, copy, path};

/// The option of Keycloak with which it looks for realms.
const IMPORT: &str = "--import-realm";
/// What a Keycloak that has no other probe is asked: whether it listens.
const LISTENS: &str = "exec 3<>/dev/tcp/127.0.0.1/";

/// What the overlay says of a service.
pub(crate) fn of(graph: &Graph, of: &Service<'_>) -> Yaml {
    let mut service = Yaml::map();
    service.set("environment", environment(graph, of));
    import(graph, of.reader, &mut service);
    if of.passwords(graph).is_some() {
        let file = [("path", Yaml::Text(path(&of.password_file()))), ("format", Yaml::text("raw"))];
        service.set("env_file", Yaml::List(vec![Yaml::of(file)]));
    }
    let files = copy::to(&copy::volume(of), &mount(graph, of.reader), true);
    let realm = realms(graph, of.reader);
    service.set("volumes", Yaml::List([files].into_iter().chain(realm).collect()));
    if let Some(ports) = ports(graph, of.reader) {
        service.set("ports", Yaml::List(vec![Yaml::Text(ports)]));
    }
    if let Some(test) = health(graph, of) {
        service.set("healthcheck.test", Yaml::List(test.map(Yaml::text).into()));
    }
    let labels = marks(graph, of.reader).into_iter();
    let labels = Yaml::Map(labels.map(|(name, it)| (format!("certc.{name}"), it)).collect());
    if let Yaml::Map(entries) = &mut service {
        entries.insert("labels".to_owned(), labels);
    }
    let waits = Yaml::of([("condition", Yaml::text("service_completed_successfully"))]);
    service.set(&format!("depends_on.{}", copy::SERVICE), waits);
    service
}

/// Where one stands inline in Camunda's file, an env file would lose: so all stand here.
fn environment(graph: &Graph, of: &Service<'_>) -> Yaml {
    let mount = mount(graph, of.reader);
    let variable = |purpose| {
        Some(match value(graph, of.reader, purpose, &mount)? {
            Told::Password(_) => return None,
            Told::Renewed(before, it) => {
                Yaml::Later(vec![Piece::Text(before), Piece::Fact(Fact::Fingerprint, it)])
            }
            // Compose would take a dollar for a variable of its own.
            it @ (Told::Text(_) | Told::File(..) | Told::Flag(_)) => {
                Yaml::Text(it.text().unwrap_or_default().replace('$', "$$"))
            }
        })
    };
    let told = of.settings.iter().filter_map(|it| Some((it.name.value, variable(it.purpose)?)));
    Yaml::of(told)
}

fn is_provider(graph: &Graph, reader: &str) -> bool {
    graph.identity_provider.as_ref().is_some_and(|it| it.name.value == reader)
}

/// The port that browsers call.
fn ports(graph: &Graph, reader: &str) -> Option<String> {
    let provider = graph.identity_provider.as_ref().filter(|_| is_provider(graph, reader))?;
    Some(format!("{}:{}", provider.issuer.value.port, provider.backend.value.port))
}

/// The realm for a fresh server, where one is written.
fn fresh_realm<'a>(graph: &'a Graph, reader: &str) -> Option<&'a str> {
    let provider = graph.identity_provider.as_ref().filter(|_| is_provider(graph, reader))?;
    let asked = graph.outputs.get("keycloak")?;
    asked.children.iter().find(|it| it.name.0 == "fresh-realm")?;
    Some(&provider.realm.as_ref()?.value)
}

/// It is public, so it is mounted as it is.
fn realms(graph: &Graph, reader: &str) -> Option<Yaml> {
    let realm = fresh_realm(graph, reader)?;
    let home = &graph.identity_provider.as_ref()?.home.as_ref()?.value;
    let mut bind = Yaml::of([
        ("type", Yaml::text("bind")),
        ("source", Yaml::Text(path(&format!("keycloak/{realm}-realm.json")))),
        ("target", Yaml::Text(format!("{home}/data/import/{realm}-realm.json"))),
        ("read_only", Yaml::Flag(true)),
    ]);
    bind.set("bind.create_host_path", Yaml::Flag(false));
    Some(bind)
}

/// A server looks for realms when it is told so: by its command, or in Bitnami's image by a variable.
fn import(graph: &Graph, reader: &str, service: &mut Yaml) {
    let provider =
        graph.identity_provider.as_ref().filter(|_| fresh_realm(graph, reader).is_some());
    match provider.map(|it| it.probes_management) {
        None => {}
        Some(true) => {
            let command = ["start", IMPORT].map(Yaml::text);
            service.set("command", Yaml::List(command.into()));
        }
        Some(false) => service.set("environment.KEYCLOAK_EXTRA_ARGS", Yaml::text(IMPORT)),
    }
}

/// Camunda's file asks Keycloak's port for probes by HTTP, and that port follows the other's TLS. Where this Keycloak
/// cannot be told otherwise, the probe asks whether it listens.
fn health(graph: &Graph, of: &Service<'_>) -> Option<[String; 4]> {
    let provider = graph.identity_provider.as_ref().filter(|_| is_provider(graph, of.reader))?;
    let is_told = of.settings.iter().any(|it| it.purpose == Purpose::ManagementScheme);
    let test = format!("{LISTENS}{}", provider.backend.value.port);
    (provider.probes_management && !is_told)
        .then(|| ["CMD", "bash", "-c", &test].map(str::to_owned))
}
