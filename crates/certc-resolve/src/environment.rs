//! The environments of a spec: what each changes and adds.

use std::collections::{BTreeMap, BTreeSet};

use certc_diagnostic::{Diagnostic, Span};
use certc_parse::Spec;
use certc_schema::Statement;

use crate::name::unusable_name;
use crate::rules::{
    DUPLICATE_NAME, ENVIRONMENT_MISSING, UNKNOWN_CHANGE, UNUSABLE_NAME, USELESS_CHANGE,
};
use crate::{line, value};

/// A spec as it is in one environment, or without any.
#[derive(Debug, Default)]
pub struct Chosen {
    /// Its statements, those of the environment in their places.
    pub spec: Spec,
    /// The environment's name.
    pub environment: Option<String>,
    /// Where a line of the environment took the place of others: by the place of the new one.
    pub replaced: BTreeMap<Span, Vec<Span>>,
}

/// The names of a spec's environments, as they are written.
pub fn environments(spec: &Spec) -> impl Iterator<Item = &str> {
    all(spec).map(value::name)
}

fn all(spec: &Spec) -> impl Iterator<Item = &Statement> {
    spec.statements.iter().filter(|it| it.name.0 == "environment")
}

/// Puts what an environment changes and adds into the spec. A spec that has environments is nothing without one.
pub fn choose(spec: &Spec, environment: Option<&str>) -> (Chosen, Vec<Diagnostic>) {
    let mut said = names(spec);
    let found = environment.and_then(|name| all(spec).find(|it| value::name(it) == name));
    if found.is_none() && (environment.is_some() || all(spec).next().is_some()) {
        said.push(missing(spec, environment));
    }
    let statements = spec.statements.iter().filter(|it| it.name.0 != "environment").cloned();
    let mut overlay = Overlay {
        environment: environment.unwrap_or_default(),
        statements: statements.collect(),
        replaced: BTreeMap::new(),
        said,
    };
    let is_incomplete = spec.is_incomplete || found.is_some_and(|it| it.is_incomplete);
    overlay.apply(found.map_or(&[], |it| &it.children));
    let Overlay { statements, replaced, mut said, .. } = overlay;
    said.retain(|it| !is_incomplete || it.rule != UNKNOWN_CHANGE.name);
    let spec = Spec { statements, is_incomplete };
    (Chosen { spec, environment: environment.map(str::to_owned), replaced }, said)
}

/// Each name is a folder of its own.
fn names(spec: &Spec) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    let said = all(spec).filter_map(|it| {
        let (name, place) = (value::name(it), value::place(it));
        let before = first.insert(name.to_lowercase(), place);
        let twice = || {
            let said = DUPLICATE_NAME.broken(format!("`{name}` is the name of two environments"));
            let said = said.at(place, "said again here").at(before?, "first here");
            Some(said.help("write what both say into one block"))
        };
        unusable_name(name, place).or_else(|| taken(name, place)).or_else(twice)
    });
    said.collect()
}

/// What a deployment without environments has in its folder, where each environment has its own.
fn taken(name: &str, place: Span) -> Option<Diagnostic> {
    let is_taken = ["authorities", "current", "generations"].contains(&name);
    let message = format!("`{name}` cannot be a name: certc's own folder has it");
    let said = UNUSABLE_NAME.broken(message).at(place, "becomes a folder");
    is_taken.then(|| said.help("give the environment another name"))
}

fn missing(spec: &Spec, said: Option<&str>) -> Diagnostic {
    let message = match said {
        Some(name) => format!("the spec has no environment `{name}`"),
        None => "the spec has environments, and none is chosen".to_owned(),
    };
    let places = all(spec).map(value::place);
    let diagnostic = places.fold(ENVIRONMENT_MISSING.broken(message), |it, at| it.at(at, "one"));
    let meant = said.and_then(|it| certc_parse::suggest(it, environments(spec)));
    match meant.or_else(|| environments(spec).next()) {
        Some(it) => diagnostic.help(format!("choose one, such as `--environment {it}`")),
        None => diagnostic.help("leave `--environment` out, or add the block `environment`"),
    }
}

/// The spec while an environment is put over it.
struct Overlay<'a> {
    environment: &'a str,
    statements: Vec<Statement>,
    replaced: BTreeMap<Span, Vec<Span>>,
    said: Vec<Diagnostic>,
}

impl Overlay<'_> {
    /// What is added first: the order of lines never matters.
    fn apply(&mut self, children: &[Statement]) {
        let (adds, changes): (Vec<_>, Vec<_>) = children.iter().partition(|it| it.name.0 == "adds");
        self.statements.extend(adds.iter().flat_map(|it| &it.children).cloned());
        for change in changes {
            if change.name.0 == "defaults" { self.defaults(change) } else { self.thing(change) }
        }
    }

    /// Defaults add up, so a block of its own is enough once no other says the same.
    fn defaults(&mut self, change: &Statement) {
        let mut statements = std::mem::take(&mut self.statements);
        for block in statements.iter_mut().filter(|it| it.name.0 == "defaults") {
            self.take_out(block, &change.children);
        }
        statements.push(change.clone());
        self.statements = statements;
    }

    /// Changes what the spec says of the thing of that name.
    fn thing(&mut self, change: &Statement) {
        let is_it =
            |it: &Statement| it.name.0 == change.name.0 && value::name(it) == value::name(change);
        let Some(index) = self.statements.iter().position(is_it) else {
            return self.said.push(self.unknown(change));
        };
        let mut thing = self.statements.remove(index);
        self.take_out(&mut thing, &change.children);
        put_in(&mut thing, &change.children);
        thing.is_incomplete |= change.is_incomplete;
        self.statements.insert(index, thing);
    }

    /// Removes the lines of a block that others take the place of: all that say the same thing together.
    fn take_out(&mut self, block: &mut Statement, lines: &[Statement]) {
        let mut keys = BTreeSet::new();
        for line in lines.iter().filter(|it| !adds_up(&block.name.0, it)) {
            let is_it = |it: &Statement| key(it) == key(line);
            let is_block = |it: &Statement| is_it(it) && merges(it, line);
            if block.children.iter().any(is_block) {
                let inner = block.children.iter_mut().filter(|it| is_block(it));
                inner.for_each(|it| self.take_out(it, &line.children));
            } else if keys.insert(key(line)) {
                let new: Vec<_> = lines.iter().filter(|it| is_it(it)).collect();
                let old = block.children.extract_if(.., |it| is_it(it));
                let old: Vec<_> = old.collect();
                self.replace(&old, &new);
            }
        }
    }

    fn replace(&mut self, old: &[Statement], new: &[&Statement]) {
        if old.is_empty() {
            return;
        }
        let places: Vec<_> = old.iter().map(|it| it.span).collect();
        self.replaced.extend(new.iter().map(|it| (it.span, places.clone())));
        let is_same = old.len() == new.len()
            && old.iter().zip(new).all(|(old, new)| old.says_the_same_as(new));
        if is_same {
            let message = format!("environment `{}` says what is so without it", self.environment);
            let said = USELESS_CHANGE.broken(message);
            let said = new.iter().fold(said, |said, it| said.at(it.span, "here"));
            let said = places.iter().fold(said, |said, it| said.at(*it, "said here"));
            self.said.push(said.help("remove the line"));
        }
    }

    fn unknown(&self, change: &Statement) -> Diagnostic {
        let (kind, name) = (&change.name.0, value::name(change));
        let message = format!(
            "environment `{}` changes {kind} `{name}`, which the spec does not have",
            self.environment
        );
        let said = UNKNOWN_CHANGE.broken(message).at(value::place(change), "not in this spec");
        let others = self.statements.iter().filter(|it| it.name.0 == *kind).map(value::name);
        match certc_parse::suggest(name, others) {
            Some(it) => said.meant(value::place(change), it, line::name(it)),
            None if kind == "deployment" || kind == "identity-provider" => {
                said.help(format!("name the spec's own {kind}"))
            }
            None => said.help("put it into `adds { … }`, if only this environment has it"),
        }
    }
}

/// What a line speaks of: its name, and of another attribute which it is.
fn key(of: &Statement) -> (&str, &str) {
    let name = of.name.0.as_str();
    (name, if name == "oid" { value::text(of) } else { "" })
}

/// Whether the lines of one block are put into the other: a line with values of its own is replaced whole.
fn merges(old: &Statement, new: &Statement) -> bool {
    has_no_values(old)
        && has_no_values(new)
        && !(old.children.is_empty() && new.children.is_empty())
}

fn has_no_values(line: &Statement) -> bool {
    line.arguments.is_empty() && line.properties.is_empty()
}

/// Names of a certificate and files to trust add up, as in `defaults`; so do reasons to allow.
fn adds_up(block: &str, line: &Statement) -> bool {
    block == "san" || matches!(line.name.0.as_str(), "also" | "allow")
}

fn put_in(block: &mut Statement, lines: &[Statement]) {
    for line in lines {
        let is_it = |it: &&mut Statement| it.name.0 == line.name.0 && has_no_values(it);
        match block.children.iter_mut().find(is_it).filter(|_| has_no_values(line)) {
            Some(inner) => put_in(inner, &line.children),
            None => block.children.push(line.clone()),
        }
    }
}
