//! Certificates that end with their issuer, before their days are over.

use std::collections::BTreeMap;

use certc_diagnostic::Diagnostic;
use certc_graph::{CertificateId, Graph, Origin, Sourced, blame};

use crate::issue::Made;
use crate::rules::VALIDITY_CLIPPED;

/// One warning for each issuer, with a mark at each line that asks for more days.
pub(crate) fn said(graph: &Graph, made: &[Made]) -> Vec<Diagnostic> {
    let mut by_issuer: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for it in made.iter().filter(|it| it.is_clipped) {
        by_issuer.entry((&it.entry.issuer, it.entry.not_after)).or_default().push(it);
    }
    let warning = |((issuer, end), made): ((&String, _), Vec<&Made>)| {
        let (names, end_on) = (names(&made), if made.len() == 1 { "ends" } else { "end" });
        let message = format!("{names} {end_on} on {end}, because the authority `{issuer}` does");
        let help = format!("renew `{issuer}`, or ask for fewer days");
        let clipped = VALIDITY_CLIPPED.broken(message).help(help);
        made.iter().fold(clipped, |clipped, it| marked(graph, clipped, &it.of))
    };
    by_issuer.into_iter().map(warning).collect()
}

fn names(made: &[&Made]) -> String {
    let mut names: Vec<_> = made.iter().map(|it| format!("`{}`", it.entry.name)).collect();
    if names.len() > 3 {
        names.truncate(2);
        names.push(format!("{} more", made.len() - 2));
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

fn marked(graph: &Graph, clipped: Diagnostic, of: &CertificateId) -> Diagnostic {
    let (days, name) = match of {
        CertificateId::Authority(it) => (&graph.wish(it).days, &graph.authority(it).name),
        CertificateId::Leaf(it) => (&graph.leaf(it).days, &graph.leaf(it).name),
    };
    let Sourced { origin, value, .. } = days;
    let origin = if matches!(origin, Origin::Written(_)) { origin } else { &name.origin };
    let marked = blame(clipped.clone(), origin, &format!("asks for {value} days"));
    let is_new = marked.labels.last().is_some_and(|it| !clipped.labels.contains(it));
    if is_new { marked } else { clipped }
}
