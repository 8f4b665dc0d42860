//! The `helm` emitter: one file of values for Camunda's chart, which owns each list that it sets.

use certc_catalog::{Launcher, Purpose};
use certc_diagnostic::Diagnostic;
use certc_emit::{
    Action, Artifact, Content, Description, Effect, Emitter, Output, Piece, Yaml, secret,
};
use certc_graph::{Chart, Deployment, Graph, Setting, ZeebeLogin};
use certc_schema::{Node, Property, Statement, Type};

mod component;
mod extra;
mod refuse;
pub mod rules;
mod spell;

use component::Told;
use extra::Extras;

/// Writes `helm/values-certc.yaml`.
#[derive(Debug)]
pub struct Helm;

const FILE: &str = "helm/values-certc.yaml";

static OPTIONS: &[&Node] = &[&EXTRA_ENV, &EXTRA_VOLUME];

/// What the user had in a list that these values own. A value may be that of a Secret.
static EXTRA_ENV: Node = Node {
    name: "extra-env",
    summary: "A variable of a component beside certc's, for lists of two files do not add up.",
    arguments: &[Type::Text],
    properties: &[
        Property::new("name", "Its name.", Type::Text),
        Property::optional("value", "Its value, or else `secret` and `key`."),
        Property::optional("secret", "The Secret that holds its value."),
        Property::optional("key", "The key of the Secret."),
    ],
    children: &[],
    repeats: true,
};
static EXTRA_VOLUME: Node = Node {
    name: "extra-volume",
    summary: "A Secret or ConfigMap that a component mounts beside certc's.",
    arguments: &[Type::Text],
    properties: &[
        Property::new("name", "The name of the volume.", Type::Text),
        Property::new("path", "Where the component finds it.", Type::Text),
        Property::optional("secret", "The Secret, or else `config-map`."),
        Property::optional("config-map", "The ConfigMap, or else `secret`."),
    ],
    children: &[],
    repeats: true,
};

impl Emitter for Helm {
    fn describe(&self) -> Description {
        Description {
            name: "helm",
            version: env!("CARGO_PKG_VERSION"),
            summary: "values of Camunda's Helm chart: settings, volumes and annotations",
            options: OPTIONS,
        }
    }

    fn emit(&self, graph: &Graph, options: &[Statement]) -> Output {
        let deployment = graph.deployment.as_ref();
        let Some(deployment) = deployment.filter(|it| it.launcher == Launcher::Chart) else {
            return Output { diagnostics: refuse::without_chart(graph), ..Output::default() };
        };
        let mut output = Output { diagnostics: refuse::refused(graph), ..Output::default() };
        let (extras, said) = Extras::read(graph, options);
        output.diagnostics.extend(said);
        let values = values(graph, deployment, &extras, &mut output.diagnostics);
        let text = text(graph, deployment, &values);
        let (content, kind) = (Content::Text(text), "helm-values");
        output.artifacts.push(Artifact { path: FILE.into(), content, kind, of: None });
        output.effects.push(Effect { because_of: FILE.into(), action: Action::UpgradeRelease });
        output
    }
}

/// All values: of the identity provider as a whole first, then of each that the chart starts.
fn values(
    graph: &Graph,
    deployment: &Deployment,
    extras: &Extras<'_>,
    said: &mut Vec<Diagnostic>,
) -> Yaml {
    let mut values = Yaml::map();
    if let Some(provider) = &graph.identity_provider {
        let reader = provider.name.value.as_str();
        spell::values(graph, reader, &provider.values, &mut values, said);
    }
    for (reader, chart) in &deployment.chart {
        let settings = settings(graph, reader);
        spell::values(graph, reader, settings, &mut values, said);
        let told = Told { graph, reader, chart, settings, extras };
        component::write(&told, &mut values, said);
    }
    values
}

/// What one that the chart starts is told.
fn settings<'a>(graph: &'a Graph, reader: &str) -> &'a [Setting] {
    let process = graph.processes.get(reader).map(|it| it.settings.as_slice());
    let provider = graph.identity_provider.as_ref().map(|it| it.settings.as_slice());
    process.or(provider).unwrap_or_default()
}

/// The file: a header, then each block with a line that says what it is for.
fn text(graph: &Graph, deployment: &Deployment, values: &Yaml) -> Vec<Piece> {
    let mut text = vec![Piece::Text(header(deployment))];
    let Yaml::Map(blocks) = values else { return text };
    for (key, block) in blocks {
        text.push(Piece::Text(format!("\n# {}\n", purpose(graph, deployment, key))));
        text.extend(Yaml::of([(key.as_str(), block.clone())]).pieces());
    }
    text
}

fn header(of: &Deployment) -> String {
    let (release, namespace) = match &of.kubernetes {
        Some(it) => (it.release.value.as_str(), it.namespace.value.as_str()),
        None => ("RELEASE", "NAMESPACE"),
    };
    let [tried, since] = of.chart_version.value;
    let untold = match &of.untold[..] {
        [] => String::new(),
        keys => format!(
            "# Not in the spec, so told nothing here; what of it is on must trust the identity provider by your own values: {}.\n",
            keys.join(", ")
        ),
    };
    format!(
        "# What mutual TLS needs, for Camunda {}: chart camunda-platform {since} or later of its line, tried with {tried}.\n\
         # helm upgrade --install {release} camunda/camunda-platform --version {tried} -n {namespace} -f your-values.yaml -f THIS_FILE\n\
         # Last of the files: each list here takes the place of yours. What you had in one goes into the spec, as `extra-env`\n\
         # and `extra-volume` of `output helm`. The Secrets are those of `output kubernetes`; no secret stands here.\n{untold}",
        of.camunda.value
    )
}

/// What a block is for.
fn purpose(graph: &Graph, of: &Deployment, key: &str) -> String {
    let chart = of.chart.iter().find(|it| it.1.key.value == key);
    match chart {
        None => format!(
            "Who the identity provider is, and as whom each component logs in.{}",
            own_clients(graph)
        ),
        Some((reader, chart)) => about(graph, reader, chart),
    }
}

/// The one value that needs a word.
fn own_clients(graph: &Graph) -> &'static str {
    let provider = graph.identity_provider.as_ref();
    let is_told = provider.is_some_and(|it| {
        let is_own = it.zeebe_login.value == ZeebeLogin::OwnClient;
        is_own && it.values.iter().any(|it| it.purpose == Purpose::ZeebeClientIds)
    });
    if is_told {
        "\n# The chart has one client id for all who log in to Zeebe; as a template it is each one's own."
    } else {
        ""
    }
}

fn about(graph: &Graph, reader: &str, chart: &Chart) -> String {
    let repeats = chart.variables.iter().map(|it| it[0]);
    let repeats: Vec<_> = repeats.chain(chart.volumes.iter().map(|it| it.name)).collect();
    let repeated = match &repeats[..] {
        [] => String::new(),
        names => {
            format!(" The chart's own are repeated, for lists do not add up: {}.", names.join(", "))
        }
    };
    let serves = graph.processes.get(reader).map_or(&[][..], |it| &it.serves);
    let words: Vec<_> = serves.iter().map(|it| it.port.value.word()).collect();
    let tls = match &words[..] {
        [] => String::new(),
        words => format!(" It serves TLS: {}.", words.join(", ")),
    };
    format!("`{reader}` finds its files in the Secret {}.{tls}{repeated}", secret(reader))
}

#[cfg(test)]
mod tests;
