//! The files of a spec to graph, artifacts and findings: what an editor, a playground and `certc check` need.
//!
//! Sees no key, no clock and no disk: files are read by a closure, whose folders may be an editor's buffers.

use std::collections::BTreeMap;

use camino::Utf8Path;
use certc_catalog::Catalog;
use certc_diagnostic::{Diagnostic, Diagnostics, Rule, Source, Span};
use certc_emit::{Artifact, Effect, Emitter};
use certc_graph::Graph;
use certc_parse::Spec;
use certc_resolve::Chosen;
use certc_resolve::rules::{USELESS_ALLOW, USELESS_DEFAULT};

mod load;
pub mod rules;

pub use certc_resolve::Read;
pub use load::text;

use rules::FILE_UNUSABLE;

/// Who asks for an analysis, and what it brings.
pub struct Host<'a> {
    /// The emitters of this build.
    pub emitters: &'a [&'a dyn Emitter],
    /// Reads a file: the spec, what it includes, a certificate that it names.
    pub read: Read<'a>,
    /// What else there is to say of a graph.
    pub judge: &'a dyn Fn(&Graph) -> Vec<Diagnostic>,
    /// The names of all rules that `allow` may name.
    pub rules: &'a [&'a str],
    /// Those of them that are looked at after the analysis.
    pub later: &'a [&'a str],
    /// Hears of each stage when it has ended.
    pub watch: &'a dyn Fn(&'static str),
}

/// What these say of a line holds only where it holds in each environment.
const IDLE: [&Rule; 2] = [&USELESS_ALLOW, &USELESS_DEFAULT];

/// What a spec is.
pub struct Analysis {
    /// The files that were read.
    pub sources: Vec<Source>,
    /// What they say, each line accepted by the language's table.
    pub spec: Spec,
    /// The deployment, as far as it is known.
    pub graph: Graph,
    /// Where a line of the environment took the place of others.
    pub replaced: BTreeMap<Span, Vec<Span>>,
    /// What the emitters make of it; nothing where there is an error.
    pub artifacts: Vec<Artifact>,
    /// What follows from the artifacts.
    pub effects: Vec<Effect>,
    /// Everything that there is to say without a key, a clock or a disk.
    pub said: Diagnostics,
}

/// Source → Document → Spec → Graph → Artifact, in one environment, or in none where the spec has none.
pub fn analyze(spec: &Utf8Path, environment: Option<&str>, host: &Host<'_>) -> Analysis {
    let front = Front::read(spec, host);
    let analysis = front.analyze(environment, host);
    Analysis { sources: front.sources, ..analysis }
}

/// Everything that there is to say of a spec, in each of its environments.
pub fn check(spec: &Utf8Path, host: &Host<'_>) -> (Vec<Source>, Diagnostics) {
    let front = Front::read(spec, host);
    let environments: Vec<_> = certc_resolve::environments(&front.spec).collect();
    let said = if environments.is_empty() {
        front.analyze(None, host).said
    } else {
        let in_each = environments.iter().map(|it| (*it, front.analyze(Some(it), host).said));
        together(in_each, environments.len())
    };
    (front.sources, said)
}

/// Each finding once; one that is not so in all environments says where it is. What is good for something in one of them
/// is not useless.
fn together<'a>(in_each: impl Iterator<Item = (&'a str, Diagnostics)>, all: usize) -> Diagnostics {
    let mut together: BTreeMap<_, (Diagnostic, Vec<String>)> = BTreeMap::new();
    for (environment, said) in in_each {
        for it in said.0 {
            let place = it.labels.first().map(|it| it.0);
            let key = (place, it.rule.clone(), it.message.clone());
            let (_, of) = together.entry(key).or_insert_with(|| (it, Vec::new()));
            of.push(format!("`{environment}`"));
        }
    }
    let is_idle = |it: &Diagnostic| IDLE.iter().any(|rule| rule.name == it.rule);
    together.retain(|_, (it, of)| of.len() == all || !is_idle(it));
    let noted = |(it, of): (Diagnostic, Vec<String>)| match of.len() < all {
        true => it.note(format!("in environment {}", of.join(", "))),
        false => it,
    };
    Diagnostics(together.into_values().map(noted).collect())
}

/// What the files say, and what is wrong with that.
struct Front {
    sources: Vec<Source>,
    spec: Spec,
    catalog: Catalog,
    said: Diagnostics,
}

impl Front {
    /// Source → Document → Spec.
    fn read(spec: &Utf8Path, host: &Host<'_>) -> Self {
        let mut said = Diagnostics::default();
        let (sources, documents) = said.gather(load::load(spec, host.read));
        (host.watch)("parse");
        let is_whole = said.0.iter().all(|it| it.rule != FILE_UNUSABLE.name);
        let outputs: Vec<_> = host.emitters.iter().map(|it| it.describe().into()).collect();
        let mut spec = said.gather(certc_parse::lower(&documents, &outputs));
        spec.is_incomplete |= !is_whole;
        (host.watch)("lower");
        let catalog = Catalog::built_in();
        (host.watch)("catalog");
        Self { sources, spec, catalog, said }
    }

    /// Spec → Graph → Artifact.
    fn analyze(&self, environment: Option<&str>, host: &Host<'_>) -> Analysis {
        let mut said = Diagnostics(self.said.0.clone());
        let chosen = said.gather(certc_resolve::choose(&self.spec, environment));
        let resolved = certc_resolve::resolve(&chosen, &self.sources, &self.catalog, host.read);
        let graph = said.gather(resolved);
        said.0.extend((host.judge)(&graph));
        (host.watch)("resolve");
        let emitters = if said.has_errors() { &[] } else { host.emitters };
        let (artifacts, effects) = said.gather(emit(&graph, emitters));
        (host.watch)("emit");
        let Chosen { spec, replaced, .. } = chosen;
        certc_resolve::allow(&spec.statements, &self.sources, &mut said.0, host.rules, host.later);
        said.0 = certc_parse::few_warnings(std::mem::take(&mut said.0));
        Analysis { sources: Vec::new(), spec, graph, replaced, artifacts, effects, said }
    }
}

fn emit(
    graph: &Graph,
    emitters: &[&dyn Emitter],
) -> ((Vec<Artifact>, Vec<Effect>), Vec<Diagnostic>) {
    let (mut artifacts, mut effects, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for emitter in emitters {
        let Some(asked) = graph.outputs.get(emitter.describe().name) else { continue };
        let output = emitter.emit(graph, &asked.children);
        artifacts.extend(output.artifacts);
        effects.extend(output.effects);
        said.extend(output.diagnostics);
    }
    said.extend(certc_emit::clashes(graph, &artifacts));
    ((artifacts, effects), said)
}

#[test]
fn what_holds_in_one_environment_says_so_and_an_idle_line_is_idle_in_all() {
    use certc_resolve::rules::USELESS_LINE;
    let check = |rule: &Rule, dev, notes: &[&str]| {
        let said = |is_said: bool| {
            Diagnostics(is_said.then(|| rule.broken("a finding")).into_iter().collect())
        };
        let together = together([("dev", said(dev)), ("prod", said(true))].into_iter(), 2);
        let found: Vec<_> = together.0.into_iter().map(|it| it.notes.concat()).collect();
        assert_eq!(found, notes, "{}", rule.name);
    };
    check(&USELESS_LINE, true, &[""]);
    check(&USELESS_LINE, false, &["in environment `prod`"]);
    check(&USELESS_DEFAULT, true, &[""]);
    check(&USELESS_DEFAULT, false, &[]);
}
