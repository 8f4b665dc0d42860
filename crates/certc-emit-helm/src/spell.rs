//! How a value is written so that the chart hands it on unchanged.

use certc_catalog::Purpose;
use certc_diagnostic::Diagnostic;
use certc_emit::setting::{Told, value};
use certc_emit::{Fact, Piece, Yaml, at_reader, mount};
use certc_graph::{Chart, Graph, Setting};

use crate::rules::BRACES_REFUSED;

/// Where a template of Helm begins.
const BRACES: &str = "{{";

/// Puts what a reader is told by values into them.
pub(crate) fn values(
    graph: &Graph,
    reader: &str,
    settings: &[Setting],
    values: &mut Yaml,
    said: &mut Vec<Diagnostic>,
) {
    for setting in settings.iter().filter(|it| it.is_value) {
        let Some(it) = value(graph, reader, setting.purpose, &mount(graph, reader)) else {
            continue;
        };
        let is_template = setting.purpose == Purpose::ZeebeClientIds;
        let is_changed = |it: &String| it.contains(BRACES) || is_expanded(it);
        if !is_template && it.text().as_ref().is_some_and(is_changed) {
            said.push(refused(graph, reader, setting.name.value));
            continue;
        }
        values.set(setting.name.value, typed(it));
    }
}

/// A value of the chart has a type of its own.
fn typed(of: Told) -> Yaml {
    match of {
        Told::Text(it) | Told::File(_, it) => Yaml::Text(it),
        Told::Flag(it) => Yaml::Flag(it),
        Told::Renewed(before, it) => renewed(before, it),
        Told::Password(_) => unreachable!("the chart has no value for a password of ours"),
    }
}

/// A text that ends in the fingerprint of a certificate.
pub(crate) fn renewed(before: String, of: certc_graph::CertificateId) -> Yaml {
    Yaml::Later(vec![Piece::Text(before), Piece::Fact(Fact::Fingerprint, of)])
}

/// The text of a variable: escaped where the chart evaluates it. Where it is copied elsewhere as it is, no spelling
/// is right.
pub(crate) fn variable(
    graph: &Graph,
    reader: &str,
    chart: &Chart,
    name: &str,
    text: &str,
    said: &mut Vec<Diagnostic>,
) -> Yaml {
    if is_expanded(text) {
        said.push(refused(graph, reader, name));
    }
    if !text.contains(BRACES) || !chart.evaluates {
        return Yaml::text(text);
    }
    if chart.copies {
        said.push(refused(graph, reader, name));
    }
    Yaml::Text(text.replace(BRACES, "{{ \"{{\" }}"))
}

/// Whether Kubernetes would change it in a variable: `$(NAME)` is expanded, and `$$` is one dollar.
fn is_expanded(text: &str) -> bool {
    text.contains("$(") || text.contains("$$")
}

fn refused(graph: &Graph, reader: &str, name: &str) -> Diagnostic {
    let message =
        format!("the value of `{name}` would be another on its way: it holds `{{{{`, `$(` or `$$`");
    let said = at_reader(graph, reader, BRACES_REFUSED.broken(message), "told here");
    said.help("leave them out of ids, audiences, names and `extra-env`")
}
