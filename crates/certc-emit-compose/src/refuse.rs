//! What no overlay can do.

use certc_diagnostic::Diagnostic;
use certc_emit::at_reader;
use certc_graph::{Graph, blame};

use crate::rules::{COMPOSE_MISSING, COMPOSE_SERVICE_TWICE};
use crate::services;

/// Without Compose there is no file to lay it over.
pub(crate) fn without_compose(graph: &Graph) -> Vec<Diagnostic> {
    let Some(place) = &graph.deployment else { return Vec::new() };
    let said =
        COMPOSE_MISSING.broken("an overlay is for Docker Compose, and the platform is another");
    let said = match graph.outputs.get("compose") {
        Some(it) => said.at(it.name.1, "for Docker Compose only"),
        None => said,
    };
    let said = blame(said, &place.platform.origin, "the platform");
    vec![said.help("write `platform compose`, or remove the output")]
}

/// Camunda's file has one service of each kind.
pub(crate) fn refused(graph: &Graph) -> Vec<Diagnostic> {
    let services: Vec<_> = services(graph).collect();
    let mut said = Vec::new();
    for (index, it) in services.iter().enumerate() {
        let Some(other) = services.iter().take(index).find(|other| other.name == it.name) else {
            continue;
        };
        let message =
            format!("Camunda's file has one service `{}`, and `{}` is it", it.name, other.reader);
        let found =
            at_reader(graph, it.reader, COMPOSE_SERVICE_TWICE.broken(message), "a second one");
        let found = at_reader(graph, other.reader, found, "the first");
        let help = "keep one here, and give the other a spec of its own with `output env`";
        said.push(found.help(help));
    }
    said
}
