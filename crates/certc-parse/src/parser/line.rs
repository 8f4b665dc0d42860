//! The line of a statement: its name, its values, its block.

use certc_diagnostic::Span;
use certc_schema::{Statement, Value};

use super::Parser;
use crate::lex::Kind;

/// How far a line is read.
#[derive(PartialEq, Eq)]
enum Stage {
    Values,
    /// A `/-{…}` was read: only blocks may follow.
    Blocks,
    /// Its own block was read: only `/-{…}` may follow.
    Block,
}

/// One value of a line, and its name where it is a property.
struct Entry {
    key: Option<String>,
    value: (Value, Span),
}

impl Parser<'_> {
    /// Reads one statement up to its end; nothing where it has no name.
    pub(super) fn line(&mut self) -> Option<Statement> {
        let said = self.said.len();
        let is_wrong = self.annotation().is_none();
        let start = self.place();
        let is_nameless = is_wrong || self.peek() == Some(Kind::Open);
        let name = self.name().filter(|_| !is_wrong);
        let is_named = name.is_some();
        let mut statement = Statement::new(name.unwrap_or((String::new(), start)));
        self.rest(&mut statement);
        if is_nameless {
            self.said.truncate(said + 1);
        }
        statement.span.end = self.end.max(statement.span.end);
        if matches!(self.peek(), Some(Kind::Newline | Kind::Semicolon)) {
            self.step();
        }
        is_named.then_some(statement)
    }

    fn name(&mut self) -> Option<(String, Span)> {
        let place = self.place();
        let kind = self.peek()?;
        if kind == Kind::Open {
            let (before, after) = self.tokens.split_at(self.next);
            self.said.push(self.mistakes.nameless(place, before, after));
        } else if kind.is_value() {
            return self.named();
        } else if kind != Kind::Close {
            self.said.push(self.mistakes.misplaced(place));
            self.step();
        }
        None
    }

    fn named(&mut self) -> Option<(String, Span)> {
        let (value, place) = self.value()?;
        let Value::Text(name) = value else {
            self.said.push(self.mistakes.no_name(place));
            return None;
        };
        Some((name, place))
    }

    /// What follows the name.
    fn rest(&mut self, statement: &mut Statement) {
        let mut stage = Stage::Values;
        self.gap(statement);
        while let Some(kind) = self.peek().filter(|it| !it.is_end()) {
            let is_dropped = kind == Kind::Slashdash;
            if is_dropped {
                self.slashdashed();
            }
            if !self.part(statement, &mut stage, is_dropped) {
                break;
            }
            self.gap(statement);
        }
    }

    /// The space between two parts; where something is wrong with it, nothing else is said of the line.
    fn gap(&mut self, statement: &mut Statement) {
        let said = self.said.len();
        self.space();
        statement.is_broken |= self.said.len() > said;
    }

    /// A `/-` within a line; before a value a blank must stand before it, too.
    fn slashdashed(&mut self) {
        let (is_apart, place) = (self.is_apart(), self.place());
        self.slashdash();
        if !is_apart && self.peek() != Some(Kind::Open) {
            self.said.push(self.mistakes.no_blank(place));
        }
    }

    /// Reads one value or one block; whether the line goes on.
    fn part(&mut self, statement: &mut Statement, stage: &mut Stage, is_dropped: bool) -> bool {
        let Some(kind) = self.peek().filter(|it| !it.is_end()) else { return true };
        let is_value = kind.is_value() || kind == Kind::Parenthesis;
        if kind == Kind::Open {
            return self.own_block(statement, stage, is_dropped);
        } else if is_value && *stage == Stage::Values {
            let (said, entry) = (self.said.len(), self.entry());
            if statement.is_broken {
                self.said.truncate(said);
            }
            if !is_dropped {
                self.add(statement, entry);
            }
        } else if kind == Kind::Equals && !is_dropped && is_bare(statement) {
            self.equals(statement);
        } else {
            self.misplaced(statement);
            self.step();
        }
        true
    }

    /// A block of the line; whether the line goes on.
    fn own_block(
        &mut self,
        statement: &mut Statement,
        stage: &mut Stage,
        is_dropped: bool,
    ) -> bool {
        if !is_dropped && *stage == Stage::Block {
            self.misplaced(statement);
            return self.braced().1;
        }
        let (block, is_closed) = self.braced();
        if is_dropped {
            if *stage == Stage::Values {
                *stage = Stage::Blocks;
            }
        } else {
            *stage = Stage::Block;
            statement.children = block.statements;
            statement.is_incomplete = block.is_incomplete;
        }
        is_closed
    }

    /// Says once of a line that something may not stand in it.
    fn misplaced(&mut self, statement: &mut Statement) {
        if !std::mem::replace(&mut statement.is_broken, true) {
            self.said.push(self.mistakes.misplaced(self.place()));
        }
    }

    /// A `=` right behind the name of a line.
    fn equals(&mut self, statement: &Statement) {
        self.step();
        self.space();
        let end = self.place().start;
        let gap = self.mistakes.at(statement.name.1.end, end);
        self.said.push(self.mistakes.equals(statement.name.1, gap));
    }

    fn add(&mut self, statement: &mut Statement, entry: Option<Entry>) {
        let Some(Entry { key, value }) = entry else {
            statement.is_broken = true;
            return;
        };
        let Some(key) = key else { return statement.arguments.push(value) };
        let place = value.1;
        if let Some((_, before)) = statement.properties.insert(key, value) {
            self.said.push(self.mistakes.property_twice(before, place));
        }
    }

    /// One value or property; nothing where it cannot be read.
    fn entry(&mut self) -> Option<Entry> {
        let (is_apart, start, said) = (self.is_apart(), self.place(), self.said.len());
        let is_typed = self.annotation()?;
        let is_value = self.peek().is_some_and(Kind::is_value);
        let value = self.value();
        if is_typed && !is_value {
            self.said.truncate(said);
            self.said.push(self.mistakes.misplaced(start));
        }
        if !is_apart && value.is_some() {
            self.said.push(self.mistakes.no_blank(start));
            return None;
        }
        self.space();
        if self.peek() != Some(Kind::Equals) {
            return value.map(|value| Entry { key: None, value });
        }
        if is_typed {
            self.said.truncate(said);
            self.said.push(self.mistakes.misplaced(start));
        }
        let equals = self.place();
        self.step();
        self.space();
        self.annotation()?;
        let (key, place) = value?;
        if !self.peek().is_some_and(Kind::is_value) {
            self.said.push(self.mistakes.no_value(Span { end: equals.end, ..place }));
            return None;
        }
        let value = self.value()?;
        let Value::Text(key) = key else {
            self.said.push(self.mistakes.no_name(place));
            return None;
        };
        Some(Entry { key: Some(key), value }).filter(|_| !is_typed)
    }

    /// A type in parentheses, where one is next: KDL has them, the language has not. Whether there is one; nothing where
    /// the parentheses hold none.
    fn annotation(&mut self) -> Option<bool> {
        if self.peek() != Some(Kind::Parenthesis) {
            return Some(false);
        }
        let start = self.place();
        let is_open = self.words(start) == "(";
        self.step();
        self.space();
        let is_value = self.peek().is_some_and(Kind::is_value);
        let is_text = is_open && is_value && self.value().is_none_or(|it| it.0.text().is_some());
        self.space();
        let end = self.place();
        if !is_text || self.peek() != Some(Kind::Parenthesis) || self.words(end) != ")" {
            self.said.push(self.mistakes.misplaced(start));
            return None;
        }
        self.step();
        self.said.push(self.mistakes.annotation(Span { end: end.end, ..start }));
        self.space();
        Some(true)
    }

    /// Whether the next token is no part of the one before.
    fn is_apart(&self) -> bool {
        let before = self.next.checked_sub(1).map(|it| &self.tokens[it]);
        before.is_none_or(|it| !it.is_said() || matches!(it.kind, Kind::Equals | Kind::Slashdash))
    }
}

fn is_bare(statement: &Statement) -> bool {
    statement.arguments.is_empty() && statement.properties.is_empty() && !statement.is_broken
}
