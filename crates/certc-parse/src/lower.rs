//! From syntax trees to a spec: every line by the language's table.

use std::collections::BTreeMap;

use certc_diagnostic::rules::NOT_BUILT_YET;
use certc_diagnostic::{Diagnostic, Span};
use certc_schema::{Form, Node, Statement, Value};

use crate::Document;
use crate::language::{NOT_BUILT, TOP};
use crate::lex::{Kind, lex};
use crate::limit::{short, worth_reading};
use crate::masked::{PASSWORD, is_control};
use crate::parser::Block;
use crate::rules::{
    CONTROL_CHARACTER, EXTRA_VALUE, LANGUAGE_VERSION, MISSING_VALUE, SAID_TWICE, UNKNOWN_EMITTER,
};
use crate::suggest::suggest;

mod defaults;
mod environments;
mod password;
mod unknown;
mod values;

/// The version of the language that this build reads.
const VERSION: i128 = 1;

/// More names than this do not help.
const WORTH_LISTING: usize = 8;

/// Everything that the files say and the language's table knows: names are text, nothing is merged or filled in.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// The statements of all files, `include` and `language` done with. Each has passed the table.
    pub statements: Vec<Statement>,
    /// Whether a statement at the top of a file was left out because of an error: then nothing there may be called missing.
    pub is_incomplete: bool,
}

/// Reads the documents of one spec, the main file first, by the language's table and the emitters' own, which stand
/// under `output`.
pub fn lower(documents: &[Document], outputs: &[Node]) -> (Spec, Vec<Diagnostic>) {
    let mut lowering = Lowering { documents, outputs, said: Vec::new() };
    let is_incomplete = documents.iter().any(|it| it.is_incomplete);
    lowering.versions(is_incomplete);
    if !lowering.said.is_empty() {
        return (Spec { statements: Vec::new(), is_incomplete: true }, lowering.said);
    }
    let all: Vec<_> = documents.iter().flat_map(|it| &it.statements).collect();
    let mut block = lowering.block(&all, &[TOP], None);
    lowering.defaults(&block.statements);
    lowering.outputs(block.statements.iter());
    lowering.environments(&block.statements);
    block.statements.retain(|it| !matches!(it.name.0.as_str(), "include" | "language"));
    let Block { statements, is_incomplete: lost } = block;
    (Spec { statements, is_incomplete: is_incomplete || lost }, worth_reading(lowering.said))
}

struct Lowering<'a> {
    documents: &'a [Document],
    outputs: &'a [Node],
    said: Vec<Diagnostic>,
}

/// The tables of one block: the node's own, and that of the word that was chosen.
type Tables<'a> = &'a [&'static [&'static Node]];

impl Lowering<'_> {
    fn versions(&mut self, incomplete: bool) {
        let Some(main) = self.documents.first() else { return };
        let is_language = |it: &&Statement| it.name.0 == "language";
        if !incomplete && !main.statements.iter().any(|it| is_language(&it)) {
            let start = main.statements.first().map_or(0, |it| it.name.1.start);
            let start = Span { source: main.source, start, end: start };
            let said = LANGUAGE_VERSION.broken("the spec does not say its language");
            let said = said.at(start, "here").help("write `language 1` as its first line");
            self.said.push(said.safe_fix("write it", [start.replaced_by("language 1\n")]));
        }
        let all = self.documents.iter().flat_map(|it| &it.statements).filter(is_language);
        for (value, span) in all.filter_map(|it| it.arguments.first()) {
            if matches!(value, Value::Number(it) if *it != VERSION) {
                let message = format!("this certc does not know language {}", self.spelling(*span));
                let said = LANGUAGE_VERSION.broken(message).at(*span, "unknown");
                let help = format!("write `language {VERSION}`, or take a newer certc");
                self.said.push(said.help(help));
            }
        }
    }

    /// Returns what of a block stands in its tables and is right.
    fn block(
        &mut self,
        statements: &[&Statement],
        tables: Tables<'_>,
        parent: Option<&str>,
    ) -> Block {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        let mut block = Block::default();
        for statement in statements {
            let name = statement.name.0.as_str();
            let known = tables.iter().copied().flatten().find(|it| it.name == name).copied();
            let meant = known.is_none();
            let kept = match known.or_else(|| self.unknown_node(statement, tables, parent)) {
                Some(node) => {
                    let before = first.insert(node.name, statement.name.1);
                    match before.filter(|_| !self.repeats(node)) {
                        None if meant => self.guessed(statement, node),
                        None => self.statement(statement, node),
                        Some(before) => {
                            if !meant {
                                let message = format!("`{name}` is said twice");
                                self.twice(&message, before, statement.name.1);
                            }
                            continue;
                        }
                    }
                }
                None => None,
            };
            block.is_incomplete |= kept.is_none();
            block.statements.extend(kept);
        }
        block
    }

    /// Reads a statement as if it had the name that its author most likely means.
    fn guessed(&mut self, statement: &Statement, node: &'static Node) -> Option<Statement> {
        let name = (node.name.to_owned(), statement.name.1);
        self.statement(&Statement { name, is_broken: true, ..statement.clone() }, node)
    }

    /// Each file may say its language.
    fn repeats(&self, node: &Node) -> bool {
        node.repeats || node.name == "language" && self.documents.len() > 1
    }

    fn twice(&mut self, message: &str, first: Span, again: Span) {
        let said = SAID_TWICE.broken(message).at(again, "again here").at(first, "first here");
        self.said.push(said.help("remove one"));
    }

    fn statement(&mut self, statement: &Statement, node: &'static Node) -> Option<Statement> {
        if NOT_BUILT.contains(&(node.name, &[])) {
            let help = "leave it out; `certc init` writes a spec of what it can do";
            if !statement.is_broken {
                self.not_built(node.name, statement.name.1, help);
            }
            return None;
        }
        let before = self.said.len();
        let form = self.line(statement, node);
        let is_fine = self.said.len() == before;
        if statement.is_broken {
            self.said.truncate(before);
        }
        if node.name == PASSWORD {
            return is_fine.then(|| statement.clone());
        }
        let block = self.children(statement, node, form?);
        is_fine.then(|| Statement {
            children: block.statements,
            is_incomplete: statement.is_incomplete || block.is_incomplete,
            ..statement.clone()
        })
    }

    /// Checks the values of a statement; returns the form that a word has chosen, or nothing where it is not built yet.
    fn line(
        &mut self,
        statement: &Statement,
        node: &'static Node,
    ) -> Option<Option<&'static Form>> {
        let before = self.said.len();
        if node.name == PASSWORD {
            self.password(statement);
            return Some(None);
        }
        let form = self.arguments(statement, node)?;
        if self.said.len() == before {
            self.properties(statement, node);
        }
        if self.said.len() == before {
            self.controls(statement);
        }
        Some(form)
    }

    fn children(&mut self, statement: &Statement, node: &Node, form: Option<&Form>) -> Block {
        let children: Vec<_> = statement.children.iter().collect();
        let Some(first) = children.first() else { return Block::default() };
        let emitter = statement.arguments.first().filter(|_| node.name == "output");
        let emitter = emitter.and_then(|it| it.0.text());
        if emitter.is_some_and(|it| self.emitter(it).is_none()) {
            return Block::default();
        }
        let options = emitter.and_then(|it| self.emitter(it)).map_or(&[][..], |it| it.children);
        let tables = [node.children, form.map_or(&[][..], |it| it.children), options];
        if tables.iter().all(|it| it.is_empty()) {
            let message = format!("`{}` takes no block here", node.name);
            self.said.push(EXTRA_VALUE.broken(message).at(first.name.1, "not here"));
            return Block::default();
        }
        self.block(&children, &tables, Some(node.name))
    }

    /// One line for what a later build can do; of what stands below it nothing is said.
    fn not_built(&mut self, what: &str, place: Span, help: &str) {
        let message = format!("the language has `{what}`, but certc cannot do it yet");
        self.said.push(NOT_BUILT_YET.broken(message).at(place, "not built yet").help(help));
    }

    fn controls(&mut self, statement: &Statement) {
        let values = statement.arguments.iter().chain(statement.properties.values());
        for (value, span) in values {
            if let Some(it) = value.text().and_then(|it| it.chars().find(|it| is_control(*it))) {
                let message =
                    format!("this text holds the control character U+{:04X}", u32::from(it));
                self.said
                    .push(CONTROL_CHARACTER.broken(message).at(*span, "here").help("remove it"));
            }
        }
    }

    fn outputs<'s>(&mut self, statements: impl Iterator<Item = &'s Statement>) {
        let mut first = BTreeMap::new();
        for statement in statements.filter(|it| it.name.0 == "output") {
            let Some((Value::Text(name), span)) = statement.arguments.first() else { continue };
            if let Some(before) = first.insert(name, *span) {
                self.twice(&format!("output `{name}` is said twice"), before, *span);
            } else if self.emitter(name).is_none() {
                let message = format!("no emitter is called `{}`", self.spelling(*span));
                let known = || self.outputs.iter().map(|it| it.name);
                let said = UNKNOWN_EMITTER.broken(message).at(*span, "unknown");
                self.said.push(match suggest(name, known()) {
                    Some(it) => said.meant(*span, it, it),
                    None => said.help(format!("this certc has {}", values::any_of(known()))),
                });
            }
        }
    }

    fn emitter(&self, name: &str) -> Option<&Node> {
        self.outputs.iter().find(|it| it.name == name)
    }

    /// Says that something is missing from a statement.
    fn missing(&mut self, statement: &Statement, what: &str, help: String) {
        let message = format!("`{}` needs {what}", statement.name.0);
        let said = MISSING_VALUE.broken(message);
        self.said.push(match statement.properties.values().next() {
            Some((_, value)) if statement.arguments.is_empty() => {
                let place = Span { end: value.end, ..self.key(statement, *value) };
                let said = said.at(place, "reads as a property");
                said.unsafe_fix(
                    &format!("write it in quotes: `\"{}\"`", self.spelling(place)),
                    place.in_quotes(),
                )
            }
            _ => said.at(statement.name.1, "nothing follows").help(help),
        });
    }

    /// A value or name as its author spelt it, but for passwords.
    fn spelling(&self, span: Span) -> String {
        let document = self.documents.iter().find(|it| it.source == span.source);
        short(document.map_or("", |it| &it.shown[span.start..span.end]))
    }

    /// Where the name of a property is, whose value is at `value`.
    fn key(&self, statement: &Statement, value: Span) -> Span {
        let Span { source, start, .. } = statement.span;
        let document = self.documents.iter().find(|it| it.source == source);
        let before = document.map_or("", |it| &it.shown[start..value.start]);
        let said: Vec<_> =
            lex(before).filter(|it| it.is_value() || it.kind == Kind::Equals).collect();
        let key = said.iter().rev().find(|it| it.is_value());
        key.map_or(value, |it| Span {
            source,
            start: start + it.range.start,
            end: start + it.range.end,
        })
    }
}
