//! What `compile` ends with: what was made, where, until when, and what is the reader's to do, as commands.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use certc_catalog::Platform;
use certc_emit::{Effect, shell};
use certc_graph::{Authority, AuthorityKind, Graph};
use certc_plan::{Action, CertificateEntry, CertificateKind, Manifest, Plan};

use crate::commands::lines;
use crate::print::counted;
use certc_analyze::Analysis;

mod compose;
mod hosts;
mod keycloak;
mod kubernetes;
mod registration;

/// The summary of a generation that was just published.
pub(crate) fn of(
    analysis: &Analysis,
    plan: &Plan,
    last: Option<&Manifest>,
    manifest: &Manifest,
    root: &Utf8Path,
) -> String {
    let made = plan.files.iter().filter(|it| it.action != Action::Keep).map(|it| &it.of);
    let made: BTreeSet<_> = made.collect();
    let follows = |it: &&Effect| {
        made.range::<Utf8PathBuf, _>(&it.because_of..)
            .next()
            .is_some_and(|path| path.starts_with(&it.because_of))
    };
    let next = Next {
        graph: &analysis.graph,
        current: shell(root.join("current").as_str()).unwrap_or_else(|| "OUT/current".to_owned()),
        effects: analysis.effects.iter().filter(follows).collect(),
        all: &analysis.effects,
        last,
        manifest,
    };
    let text = [
        if next.is_first() { String::new() } else { why(plan) },
        next.made_what(plan, root),
        next.compose(),
        next.inline(),
        next.overlay(),
        next.hosts(),
        next.kubernetes(),
        next.helm(),
        next.rollouts(),
        next.keycloak(),
        next.registration(),
        next.restarts(),
        next.gone(),
        next.pins(),
    ];
    text.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Why anything was made, as far as it can be read at a glance.
fn why(plan: &Plan) -> String {
    const GLANCE: usize = 20;
    let lines = lines(plan);
    let more = lines.len().saturating_sub(GLANCE);
    let text: String = lines.into_iter().take(GLANCE).collect();
    if more == 0 { text } else { format!("{text}and {more} more\n") }
}

/// What follows from the files that were made.
struct Next<'a> {
    graph: &'a Graph,
    /// The folder that readers read through, as a shell takes it.
    current: String,
    effects: Vec<&'a Effect>,
    /// Those of all artifacts: an overlay is written whole.
    all: &'a [Effect],
    last: Option<&'a Manifest>,
    manifest: &'a Manifest,
}

impl Next<'_> {
    /// Whether nothing can have been started with an earlier one.
    fn is_first(&self) -> bool {
        self.manifest.generation == 1
    }

    fn made_what(&self, plan: &Plan, root: &Utf8Path) -> String {
        let is_made = |it: &Action| *it != Action::Keep;
        let certificates = plan.certificates.iter().map(|it| it.action).filter(is_made).count();
        let files = plan.files.iter().map(|it| it.action).filter(is_made).count();
        let (certificates, files) = (counted(certificates, "certificate"), counted(files, "file"));
        let gone = plan.removed.len();
        let gone =
            if gone == 0 { String::new() } else { format!(", {} gone", counted(gone, "file")) };
        let number = self.manifest.generation;
        let ends = self.manifest.certificates.iter().map(|it| (it.not_after, &it.name));
        let end = ends.min().map(|(end, name)| format!("first to end: `{name}`, {end}\n"));
        let end = end.unwrap_or_default();
        format!(
            "made {certificates} and {files}{gone}\n{root}/current shows generation {number}\n{end}"
        )
    }

    /// A section of the lines that effects ask for; nothing where none does.
    fn section(&self, title: &str, line: impl Fn(&Effect) -> Option<String>) -> String {
        let mut seen = BTreeSet::new();
        let lines = self.effects.iter().filter_map(|it| line(it));
        let lines: String = lines.filter(|it| seen.insert(it.clone())).collect();
        if lines.is_empty() { lines } else { format!("{title}\n{lines}") }
    }

    /// Readers that the spec has no more: what the outside still has of them.
    fn gone(&self) -> String {
        let last = self.last.iter().flat_map(|it| &it.certificates);
        let is_gone = |it: &&CertificateEntry| {
            it.kind != CertificateKind::Authority && !self.graph.readers.contains_key(&it.name)
        };
        let namespace = self.graph.deployment.as_ref().and_then(|it| it.kubernetes.as_ref());
        let namespace = namespace.map(|it| it.namespace.value.as_str());
        let line = |it: &CertificateEntry| {
            let is_server = it.kind == CertificateKind::Server;
            let client = if is_server { "" } else { "its client in Keycloak and " };
            let rest = match namespace {
                Some(it_is) => {
                    format!("its Secret (kubectl delete secret certc-{} -n {it_is})", it.name)
                }
                None if self.is_on(Platform::Compose) => {
                    format!("the volume of its files, certc-{}", it.name)
                }
                None => "the files on its host".to_owned(),
            };
            format!("gone: `{}`; {client}{rest} are still there\n", it.name)
        };
        last.filter(is_gone).map(line).collect()
    }

    /// For each root of ours that is not pinned the line to add.
    fn pins(&self) -> String {
        let is_ours = |it: &Authority| it.kind.value == AuthorityKind::Root && it.pinned.is_none();
        let unpinned = self.graph.authorities.iter().filter(|(_, it)| is_ours(it));
        let line = |name: &str, sha256: &str| {
            format!(
                "so that nobody makes a second `{name}`, add to its block:\n  pinned sha256=\"{sha256}\"\n"
            )
        };
        let pin = |name: &str| Some(line(name, &self.manifest.certificate(name)?.sha256));
        unpinned.filter_map(|(id, _)| pin(&id.0)).collect()
    }
}
