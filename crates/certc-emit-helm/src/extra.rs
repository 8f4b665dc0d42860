//! What the user had in a list that these values own: `extra-env` and `extra-volume`.

use certc_diagnostic::Diagnostic;
use certc_emit::{Yaml, mount};
use certc_graph::{Chart, Graph};
use certc_schema::Statement;

use crate::component::{of_secret, plain};
use crate::refuse::TAKEN;
use crate::rules::EXTRA_UNUSABLE;
use crate::{settings, spell};

/// The volumes of the charts (rendered, each line), and ours.
const VOLUMES: &[&str] = &[
    "camunda",
    "ca-bundle",
    "ca-bundle-truststore",
    "camunda-theme",
    "certc",
    "certificates",
    "config",
    "data",
    "data-tmp",
    "empty-dir",
    "environment-config",
    "exporters",
    "keycloak-secrets",
    "tmp",
];

const HELP: &str = "write `extra-env operate name=\"X\" value=\"y\"`, or with `secret` and `key`; `extra-volume operate name=\"mine\" path=\"/etc/mine\" secret=\"my-secret\"`, or with `config-map`";

/// All of them, each with its component.
pub(crate) struct Extras<'a> {
    variables: Vec<(&'a str, Variable<'a>)>,
    volumes: Vec<(&'a str, Volume<'a>)>,
}

struct Variable<'a> {
    name: &'a str,
    from: Source<'a>,
}

enum Source<'a> {
    Text(&'a str),
    Secret(&'a str, &'a str),
}

/// A Secret or ConfigMap at a path.
#[derive(Clone, Copy)]
pub(crate) struct Volume<'a> {
    pub(crate) name: &'a str,
    pub(crate) path: &'a str,
    source: (&'static str, &'static str, &'a str),
}

impl Volume<'_> {
    pub(crate) fn volume(&self) -> Yaml {
        let (sort, key, of) = self.source;
        Yaml::of([("name", Yaml::text(self.name)), (sort, Yaml::of([(key, Yaml::text(of))]))])
    }
}

impl<'a> Extras<'a> {
    /// Reads them, and says which cannot be.
    pub(crate) fn read(graph: &Graph, options: &'a [Statement]) -> (Self, Vec<Diagnostic>) {
        let (mut extras, mut said) =
            (Self { variables: Vec::new(), volumes: Vec::new() }, Vec::new());
        for option in options {
            let read = match option.name.0.as_str() {
                "extra-env" => extras.variable(graph, option),
                _ => extras.volume(graph, option),
            };
            said.extend(read.err().map(|why| {
                let found =
                    EXTRA_UNUSABLE.broken(format!("this `{}` cannot be: {why}", option.name.0));
                found.at(option.span, "here").help(HELP)
            }));
        }
        (extras, said)
    }

    fn variable(&mut self, graph: &Graph, of: &'a Statement) -> Result<(), String> {
        let component = component(graph, of)?;
        let name = text(of, "name").unwrap_or_default();
        let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-.".contains(it);
        let begins_well = !name.starts_with(|it: char| it.is_ascii_digit());
        if name.is_empty() || !name.chars().all(is_plain) || !begins_well {
            return Err(format!("`{name}` is no name of a variable"));
        }
        if settings(graph, component).iter().any(|it| it.name.value == name) {
            return Err(format!("`{name}` is certc's to tell"));
        }
        let chart = graph.deployment.as_ref().and_then(|it| it.chart.get(component));
        if chart.is_some_and(|it| it.writes.contains(&name)) {
            return Err(format!("the chart writes `{name}` itself"));
        }
        if self.variables.iter().any(|it| it.0 == component && it.1.name == name) {
            return Err(format!("`{name}` is said twice for `{component}`"));
        }
        let from = match (text(of, "value"), text(of, "secret"), text(of, "key")) {
            (Some(it), None, None) => Source::Text(it),
            (None, Some(secret), Some(key)) => Source::Secret(secret, key),
            _ => return Err("say its `value`, or `secret` and `key`".to_owned()),
        };
        self.variables.push((component, Variable { name, from }));
        Ok(())
    }

    fn volume(&mut self, graph: &Graph, of: &'a Statement) -> Result<(), String> {
        let component = component(graph, of)?;
        let [name, path] = ["name", "path"].map(|it| text(of, it).unwrap_or_default());
        if !is_label(name) {
            return Err(format!(
                "`{name}` is no name of a volume: lower-case letters, digits and `-`"
            ));
        }
        if VOLUMES.contains(&name)
            || self.volumes.iter().any(|it| it.0 == component && it.1.name == name)
        {
            return Err(format!("a volume is called `{name}` already"));
        }
        let path = path.trim_end_matches('/');
        let own = self.volumes.iter().filter(|it| it.0 == component).any(|it| it.1.path == path);
        let is_taken = own || TAKEN.contains(&path) || path == mount(graph, component);
        if !path.starts_with('/') || is_taken {
            return Err(format!("`{path}` is not free"));
        }
        let source = match (text(of, "secret"), text(of, "config-map")) {
            (Some(it), None) => ("secret", "secretName", it),
            (None, Some(it)) => ("configMap", "name", it),
            _ => return Err("say its `secret` or its `config-map`".to_owned()),
        };
        self.volumes.push((component, Volume { name, path, source }));
        Ok(())
    }

    /// Whether the user says a variable of a component, which then takes the place of the chart's default.
    pub(crate) fn says(&self, component: &str, name: &str) -> bool {
        self.variables.iter().any(|it| it.0 == component && it.1.name == name)
    }

    /// The variables of a component.
    pub(crate) fn variables(
        &self,
        component: &str,
        chart: &Chart,
        graph: &Graph,
        said: &mut Vec<Diagnostic>,
    ) -> Vec<Yaml> {
        let of = self.variables.iter().filter(|it| it.0 == component).map(|it| &it.1);
        let written = of.map(|it| match it.from {
            Source::Text(text) => {
                plain(it.name, spell::variable(graph, component, chart, it.name, text, said))
            }
            Source::Secret(secret, key) => of_secret(it.name, secret, key),
        });
        written.collect()
    }

    /// The volumes of a component.
    pub(crate) fn volumes(&self, component: &str) -> Vec<Volume<'a>> {
        self.volumes.iter().filter(|it| it.0 == component).map(|it| it.1).collect()
    }
}

fn is_label(name: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    !name.is_empty()
        && name.len() <= 63
        && name.chars().all(is_plain)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

/// The component that an option names, of those that the chart starts.
fn component<'a>(graph: &Graph, of: &'a Statement) -> Result<&'a str, String> {
    let name = of.arguments.first().and_then(|it| it.0.text()).unwrap_or_default();
    let charts = graph.deployment.as_ref().map(|it| &it.chart);
    if charts.is_some_and(|it| it.contains_key(name)) {
        return Ok(name);
    }
    let known = charts.into_iter().flat_map(|it| it.keys()).map(|it| format!("`{it}`"));
    Err(format!("the chart starts no `{name}`; it starts {}", known.collect::<Vec<_>>().join(", ")))
}

fn text<'a>(of: &'a Statement, property: &str) -> Option<&'a str> {
    of.properties.get(property)?.0.text()
}
