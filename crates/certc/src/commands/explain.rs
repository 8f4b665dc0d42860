//! `certc explain`.

use std::collections::BTreeMap;

use certc_diagnostic::{Rule, Source, SourceId, Span};
use certc_emit::Emitter;
use certc_graph::{Origin, Value};

use super::Ended;
use crate::arguments::ExplainArguments;
use crate::exit::Exit;
use crate::pipeline::analyze;
use crate::{print, rules};

/// A rule's page, or where values of a spec come from.
pub(crate) fn explain(
    of: &ExplainArguments,
    emitters: &[&dyn Emitter],
    look: print::Look,
) -> Ended {
    let is_spec = of.what.contains(['.', '/']) || of.path.is_some();
    if is_spec { values(of, emitters, look) } else { rule(&of.what) }
}

fn rule(name: &str) -> Ended {
    if let Some(rule) = explained().find(|it| it.name == name) {
        return print::asked_for(rule.page);
    }
    let names = explained().map(|it| it.name);
    Err(match certc_parse::suggest(name, names) {
        Some(it) => format!("there is no rule `{name}`; did you mean `{it}`?"),
        None => format!("there is no rule `{name}`; a message shows the name of its rule above it"),
    })
}

/// Those that a spec can break, and those that only a server shows.
fn explained() -> impl Iterator<Item = &'static Rule> {
    rules::all().chain(certc_probe::rules::RULES.iter().copied())
}

/// The values at a path and below it; of a spec with errors, those that are known.
fn values(of: &ExplainArguments, emitters: &[&dyn Emitter], look: print::Look) -> Ended {
    let spec = of.what.as_str();
    let analysis = analyze(spec.into(), of.environment.as_deref(), emitters, &super::read);
    print::diagnostics(&analysis.said, &analysis.sources, look);
    let path = of.path.as_deref().unwrap_or_default();
    let all = analysis.graph.values();
    let asked: Vec<_> = all.iter().filter(|it| is_below(&it.path, path)).collect();
    if all.is_empty() {
        return Ok(Exit::Failed);
    } else if asked.is_empty() {
        return Err(unknown(path, &all));
    }
    let masked = |it: &Source| (it.id, certc_parse::masked(&it.text));
    let origins = Origins {
        sources: &analysis.sources,
        shown: analysis.sources.iter().map(masked).collect(),
        replaced: &analysis.replaced,
    };
    let text = asked.iter().map(|it| origins.explained(it));
    print::asked_for(&text.collect::<String>())
}

/// Whether a path is another or begins with it, word by word.
fn is_below(path: &str, start: &str) -> bool {
    let rest = path.strip_prefix(start);
    start.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with('.'))
}

fn unknown(path: &str, all: &[Value<'_>]) -> String {
    let starts = all.iter().flat_map(|it| {
        let ends = it.path.match_indices('.').map(|it| it.0).chain([it.path.len()]);
        ends.map(|end| &it.path[..end])
    });
    match certc_parse::suggest(path, starts) {
        Some(it) => format!("no value is at `{path}`; did you mean `{it}`?"),
        None => format!("no value is at `{path}`; without a path, all are shown"),
    }
}

/// Puts origins into words.
struct Origins<'a> {
    sources: &'a [Source],
    /// The sources' texts as they may be shown.
    shown: BTreeMap<SourceId, String>,
    replaced: &'a BTreeMap<Span, Vec<Span>>,
}

impl Origins<'_> {
    /// A value, what supplied it, and what that won against.
    fn explained(&self, of: &Value<'_>) -> String {
        let replaced = of.origin.spans().iter().flat_map(|it| self.replaced(*it));
        let replaced: Vec<_> = replaced.copied().map(Origin::Written).collect();
        let overrode = if of.overrode.is_empty() { &replaced } else { of.overrode };
        let overrode = overrode.iter().map(|it| format!("    instead of {}\n", self.origin(it)));
        let (path, value, from) = (&of.path, &of.shown, self.origin(of.origin));
        format!("{path} = {value}\n    {from}\n{}", overrode.collect::<String>())
    }

    /// The lines that a line of the environment took the place of.
    fn replaced(&self, place: Span) -> &[Span] {
        let is_around = |it: &(&Span, &Vec<Span>)| {
            it.0.source == place.source && it.0.start <= place.start && place.end <= it.0.end
        };
        self.replaced.iter().find(is_around).map_or(&[], |it| it.1)
    }

    fn origin(&self, of: &Origin) -> String {
        match of {
            Origin::Written(span) => self.line(*span),
            Origin::Default => "built in".to_owned(),
            Origin::Catalog { source } => format!("catalog: {source}"),
            Origin::Derived(spans) => {
                let lines: Vec<_> = spans.iter().map(|it| self.line(*it)).collect();
                format!("follows from {}", lines.join(" and "))
            }
        }
    }

    /// Where a line is, and what it says.
    fn line(&self, span: Span) -> String {
        let place = print::place(self.sources, span).unwrap_or_default();
        let text = self.shown.get(&span.source).map_or("", String::as_str);
        let start = text[..span.start].rfind('\n').map_or(0, |it| it + 1);
        format!("{place}: {}", text[start..].lines().next().unwrap_or_default().trim())
    }
}

#[test]
fn a_path_ends_with_a_word() {
    assert!(is_below("component.operate.key", "component.operate"));
    assert!(is_below("component.operate.key", "component.operate.key"));
    assert!(is_below("component.operate.key", ""));
    assert!(!is_below("component.operate-eu.key", "component.operate"));
}
