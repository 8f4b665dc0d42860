//! What was found, as other programs read it: with paths, lines and columns, and without secrets.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use certc_diagnostic::{Applicability, Diagnostic, Edit, Fix, Severity, Source, Span};

use super::shown::{Position, Shown, Sources};
use super::{is_harmless, printable};

/// What an analysis said of one spec.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    /// The spec, as it was named.
    pub(crate) spec: &'a Utf8Path,
    /// The files that were read.
    pub(crate) sources: &'a [Source],
    /// The findings.
    pub(crate) diagnostics: &'a [Diagnostic],
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file of its first place; the spec, where it has none.
    pub(super) path: Utf8PathBuf,
    pub(super) rule: String,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) help: Option<String>,
    pub(super) notes: Vec<String>,
    /// The primary place first.
    pub(super) labels: Vec<Label>,
    pub(super) fixes: Vec<Mending>,
}

impl Finding {
    /// All that is said of it: the message, the help, the notes.
    pub(super) fn sentences(&self, between: &str) -> String {
        let help = self.help.iter().chain(&self.notes);
        let all: Vec<_> = [&self.message].into_iter().chain(help).map(String::as_str).collect();
        all.join(between)
    }
}

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Region {
    pub(super) path: Utf8PathBuf,
    pub(super) start: Position,
    pub(super) end: Position,
}

/// A place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label {
    pub(super) region: Region,
    /// What is to be seen there.
    pub(super) text: String,
    /// What stands there.
    pub(super) marked: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mending {
    pub(super) title: String,
    pub(super) applicability: Applicability,
    /// What is replaced, and by what.
    pub(super) edits: Vec<(Region, String)>,
}

/// The findings of all specs, each once: two specs may include one file.
pub(super) fn findings(said: &[Said<'_>]) -> Vec<Finding> {
    let mut findings: Vec<_> = said.iter().flat_map(of_one).collect();
    let mut seen = BTreeSet::new();
    findings.retain(|it| seen.insert(it.clone()));
    findings
}

fn of_one(said: &Said<'_>) -> Vec<Finding> {
    let sources = shown(said);
    sorted(said.diagnostics).into_iter().map(|it| finding(it, said.spec, &sources)).collect()
}

/// In the order of the files.
pub(super) fn sorted(said: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<_> = said.iter().collect();
    sorted.sort_by_key(|it| it.labels.first().map(|it| it.0));
    sorted
}

/// The sources that findings speak of.
pub(super) fn shown<'a>(said: &Said<'a>) -> Sources<'a> {
    let spoken_of = |id| {
        let labels = said.diagnostics.iter().flat_map(|it| &it.labels).map(|it| it.0);
        let fixes = said.diagnostics.iter().flat_map(|it| &it.fixes);
        let edits = fixes.flat_map(|it| &it.edits).map(|it| it.span);
        labels.chain(edits).any(|it| it.source == id)
    };
    said.sources.iter().filter(|it| spoken_of(it.id)).map(|it| (it.id, Shown::new(it))).collect()
}

fn finding(said: &Diagnostic, spec: &Utf8Path, sources: &Sources<'_>) -> Finding {
    let labels: Vec<_> = said
        .labels
        .iter()
        .filter_map(|(span, text)| {
            let (of, text) = (sources.get(&span.source)?, printable(text));
            let marked = of.text[span.start..span.end].to_owned();
            Some(Label { region: region(of, *span), text, marked })
        })
        .collect();
    let fixes = said.fixes.iter().filter(|it| is_showable(it, sources));
    Finding {
        path: labels.first().map_or_else(|| spec.to_owned(), |it| it.region.path.clone()),
        rule: said.rule.to_string(),
        severity: said.severity,
        message: printable(&said.message),
        help: said.help.as_deref().map(printable),
        notes: said.notes.iter().map(|it| printable(it)).collect(),
        labels,
        fixes: fixes.map(|it| mending(it, sources)).collect(),
    }
}

fn region(of: &Shown<'_>, span: Span) -> Region {
    let (start, end) = (of.position(span.start), of.position(span.end));
    Region { path: of.source.path.clone(), start, end }
}

fn mending(of: &Fix, sources: &Sources<'_>) -> Mending {
    let edits = of.edits.iter().map(|it| (region(&sources[&it.span.source], it.span), &it.text));
    Mending {
        title: printable(&of.title),
        applicability: of.applicability,
        edits: edits.map(|it| (it.0, it.1.clone())).collect(),
    }
}

/// Whether all that a fix writes may be seen: no secret, and nothing that a terminal obeys.
pub(super) fn is_showable(fix: &Fix, sources: &Sources<'_>) -> bool {
    fix.edits.iter().all(|Edit { span, text }| {
        let Some(of) = sources.get(&span.source) else { return false };
        text.split('\n').all(is_harmless) && !of.is_secret(text) && !becomes_secret(of, *span, text)
    })
}

/// Whether what is written is a secret where it is written, however it was come by.
fn becomes_secret(of: &Shown<'_>, span: Span, text: &str) -> bool {
    if !text.contains(char::is_alphanumeric) {
        return false;
    }
    let before = &of.source.text[..span.start];
    let after = &of.source.text[span.end..];
    let shown = certc_parse::masked(&format!("{before}{text}{after}"));
    shown[span.start..span.start + text.len()] != *text
}
