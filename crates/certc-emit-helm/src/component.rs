//! One that the chart starts: its variables, its Secret as a volume, and the annotation that restarts it.

use certc_diagnostic::Diagnostic;
use certc_emit::setting::{
    CLIENT_SECRET, KEY_STORE_PASSWORD, TRUST_STORE_PASSWORD, Told as Value, password_file,
    secret_keys, value,
};
use certc_emit::{Yaml, marks, mount, secret};
use certc_graph::{Chart, Graph, Setting};

use crate::extra::Extras;
use crate::spell;

/// The volume: no chart has one of this name.
const VOLUME: &str = "certc";
/// Readable by the group of the pods, 0440; YAML 1.1 and 1.2 read the octal differently.
const MODE: i64 = 0o440;
/// One that the chart starts, and what it is told.
pub(crate) struct Told<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) reader: &'a str,
    pub(crate) chart: &'a Chart,
    pub(crate) settings: &'a [Setting],
    pub(crate) extras: &'a Extras<'a>,
}

/// Puts its lists into the values.
pub(crate) fn write(told: &Told<'_>, values: &mut Yaml, said: &mut Vec<Diagnostic>) {
    let Told { graph, reader, chart, extras, .. } = told;
    let at = |name: &str| format!("{}.{name}", chart.key.value);
    let mounted = mounted(graph, reader);
    let variables = variables(told, said);
    if !variables.is_empty() {
        values.set(&at(chart.env), Yaml::List(variables));
    }
    let extra = extras.volumes(reader);
    if !mounted.is_empty() || !extra.is_empty() {
        let own = (!mounted.is_empty()).then(|| volume(reader, &mounted));
        let kept = chart.volumes.iter().map(empty);
        let all = kept.chain(own).chain(extra.iter().map(|it| it.volume()));
        values.set(&at("extraVolumes"), Yaml::List(all.collect()));
        let own = (!mounted.is_empty()).then(|| mount_of(VOLUME, &mount(graph, reader)));
        let kept = chart.volumes.iter().map(|it| {
            Yaml::of([("name", Yaml::text(it.name)), ("mountPath", Yaml::text(it.path))])
        });
        let all = kept.chain(own).chain(extra.iter().map(|it| mount_of(it.name, it.path)));
        values.set(&at("extraVolumeMounts"), Yaml::List(all.collect()));
    }
    if !secret_keys(graph, reader).is_empty() {
        values.set(&at("podAnnotations"), annotations(graph, reader));
    }
}

/// The keys of its Secret that it reads as files: passwords reach it as variables, a server's certificate is mounted
/// by the chart.
fn mounted(graph: &Graph, reader: &str) -> Vec<&'static str> {
    let keys = secret_keys(graph, reader).into_iter().map(|it| it.0);
    let elsewhere = [KEY_STORE_PASSWORD, TRUST_STORE_PASSWORD, CLIENT_SECRET, "tls.crt", "tls.key"];
    keys.filter(|it| !elsewhere.contains(it)).collect()
}

/// The chart's defaults, ours, then the user's.
fn variables(told: &Told<'_>, said: &mut Vec<Diagnostic>) -> Vec<Yaml> {
    let Told { graph, reader, chart, settings, extras } = told;
    let ours: Vec<_> = (settings.iter())
        .filter(|it| !it.is_value && !it.is_inline)
        .filter_map(|it| variable(told, it, said))
        .collect();
    let extra = extras.variables(reader, chart, graph, said);
    if ours.is_empty() && extra.is_empty() {
        return Vec::new();
    }
    let kept = chart.variables.iter().filter(|it| !extras.says(reader, it[0]));
    let kept = kept.map(|[name, value]| plain(name, Yaml::text(*value)));
    kept.chain(ours).chain(extra).collect()
}

fn variable(told: &Told<'_>, setting: &Setting, said: &mut Vec<Diagnostic>) -> Option<Yaml> {
    let Told { graph, reader, chart, .. } = told;
    let name = setting.name.value;
    let it = value(graph, reader, setting.purpose, &mount(graph, reader))?;
    let text = match it {
        Value::Password(it) => {
            return Some(of_secret(name, &secret(reader), password_file(graph, reader, &it)));
        }
        Value::Renewed(before, it) => spell::renewed(before, it),
        Value::Text(_) | Value::File(..) | Value::Flag(_) => {
            spell::variable(graph, reader, chart, name, &it.text().unwrap_or_default(), said)
        }
    };
    Some(plain(name, text))
}

pub(crate) fn plain(name: &str, value: Yaml) -> Yaml {
    Yaml::of([("name", Yaml::text(name)), ("value", value)])
}

/// A variable with the value of a Secret's key.
pub(crate) fn of_secret(name: &str, secret: &str, key: &str) -> Yaml {
    let mut variable = Yaml::of([("name", Yaml::text(name))]);
    let of = Yaml::of([("name", Yaml::text(secret)), ("key", Yaml::text(key))]);
    variable.set("valueFrom.secretKeyRef", of);
    variable
}

fn volume(reader: &str, keys: &[&str]) -> Yaml {
    let item = |it: &&str| Yaml::of([("key", Yaml::text(*it)), ("path", Yaml::text(*it))]);
    let of = Yaml::of([
        ("secretName", Yaml::Text(secret(reader))),
        ("defaultMode", Yaml::Number(MODE)),
        ("items", Yaml::List(keys.iter().map(item).collect())),
    ]);
    Yaml::of([("name", Yaml::text(VOLUME)), ("secret", of)])
}

fn empty(of: &certc_catalog::Volume) -> Yaml {
    let limit = of.size_limit.map(|it| ("sizeLimit", Yaml::text(it)));
    Yaml::of([("name", Yaml::text(of.name)), ("emptyDir", Yaml::of(limit))])
}

fn mount_of(name: &str, path: &str) -> Yaml {
    Yaml::of([
        ("name", Yaml::text(name)),
        ("mountPath", Yaml::text(path)),
        ("readOnly", Yaml::Flag(true)),
    ])
}

/// A renewal restarts exactly whom it must.
fn annotations(graph: &Graph, reader: &str) -> Yaml {
    let marks = marks(graph, reader).into_iter();
    Yaml::Map(marks.map(|(name, it)| (format!("certc/{name}"), it)).collect())
}
