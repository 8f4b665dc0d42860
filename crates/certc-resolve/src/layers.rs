//! Where a value may stand: in a thing's own block, in the room of `defaults` for its sort, in `defaults` itself.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use certc_diagnostic::Span;
use certc_graph::{Origin, Sourced};
use certc_schema::{Statement, Value};

use crate::Chosen;

/// All blocks of a spec, found once.
pub(crate) struct Layers<'a> {
    /// What lines of the environment took the place of.
    replaced: &'a BTreeMap<Span, Vec<Span>>,
    named: BTreeMap<&'a str, Vec<&'a Statement>>,
    defaults: Vec<&'a Statement>,
    leaf: Vec<&'a Statement>,
    authority: Vec<&'a Statement>,
    /// The lines that somebody took a value from.
    taken: RefCell<BTreeSet<Span>>,
}

/// Which room of `defaults` speaks for a thing.
#[derive(Clone, Copy)]
pub(crate) enum Room {
    Leaf,
    Authority,
}

/// A statement that won, and the places that it won against, nearest first.
pub(crate) struct Found<'a> {
    /// The statements of that name in the nearest block that has one; several where an attribute repeats.
    pub(crate) statements: Vec<&'a Statement>,
    pub(crate) overrode: Vec<Span>,
}

impl<'a> Layers<'a> {
    pub(crate) fn new(chosen: &'a Chosen) -> Self {
        let mut named: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for statement in &chosen.spec.statements {
            named.entry(statement.name.0.as_str()).or_default().push(statement);
        }
        let defaults = named.get("defaults").cloned().unwrap_or_default();
        let room = |name| defaults.iter().flat_map(move |it| children(it, name)).collect();
        let (leaf, authority) = (room("leaf"), room("authority"));
        let (replaced, taken) = (&chosen.replaced, RefCell::default());
        Self { replaced, named, leaf, authority, defaults, taken }
    }

    /// The statements of a name at the top of the spec, in the order of the files.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = &'a Statement> + use<'a> {
        self.named.get(name).cloned().unwrap_or_default().into_iter()
    }

    /// The lines of `defaults` that nobody took a value from.
    pub(crate) fn idle_defaults(&self) -> Vec<&'a Statement> {
        let taken = self.taken.borrow();
        let rooms = [&self.defaults, &self.leaf, &self.authority].into_iter();
        let mut lines: Vec<_> = rooms.flat_map(|it| lines(it)).collect();
        lines.retain(|it| !taken.contains(&it.span));
        lines
    }

    /// The nearest value at this path for the thing that `own` describes; `None` too where `#null` removes it.
    pub(crate) fn find(&self, own: &'a Statement, room: Room, path: &[&str]) -> Option<Found<'a>> {
        let room = match room {
            Room::Leaf => &self.leaf,
            Room::Authority => &self.authority,
        };
        let levels = [&[own][..], room, &self.defaults];
        let mut hits = levels.iter().map(|it| at(it, path)).filter(|it| !it.is_empty());
        let statements = hits.next()?;
        self.taken.borrow_mut().extend(statements.iter().map(|it| it.span));
        if statements.iter().any(|it| it.arguments.iter().any(|it| it.0 == Value::Null)) {
            return None;
        }
        let replaced = statements.iter().filter_map(|it| self.replaced.get(&it.span)).flatten();
        let replaced: BTreeSet<_> = replaced.copied().collect();
        let overrode = replaced.into_iter().chain(hits.flatten().map(|it| it.span)).collect();
        Some(Found { statements, overrode })
    }
}

/// The lines of blocks that say a value; files to trust add up, so they are everybody's.
fn lines<'a>(blocks: &[&'a Statement]) -> Vec<&'a Statement> {
    let is_other = |it: &&Statement| matches!(it.name.0.as_str(), "leaf" | "authority" | "also");
    let mut lines = Vec::new();
    for line in blocks.iter().flat_map(|it| &it.children).filter(|it| !is_other(it)) {
        let is_emptied = line.arguments.is_empty() && line.properties.is_empty();
        if line.children.is_empty() && !is_emptied {
            lines.push(line)
        } else {
            lines.extend(self::lines(&[line]))
        }
    }
    lines
}

impl<'a> Found<'a> {
    pub(crate) fn first(&self) -> &'a Statement {
        self.statements[0]
    }

    /// A value of that statement.
    pub(crate) fn sourced<T>(&self, value: T) -> Sourced<T> {
        self.at(value, self.first().span)
    }

    pub(crate) fn at<T>(&self, value: T, span: Span) -> Sourced<T> {
        let overrode = self.overrode.iter().copied().map(Origin::Written).collect();
        Sourced { value, origin: Origin::Written(span), overrode }
    }
}

/// The statements of a name in a block.
pub(crate) fn children<'a, 'n>(
    of: &'a Statement,
    name: &'n str,
) -> impl Iterator<Item = &'a Statement> + use<'a, 'n> {
    of.children.iter().filter(move |it| it.name.0 == name)
}

fn at<'a>(blocks: &[&'a Statement], path: &[&str]) -> Vec<&'a Statement> {
    let mut blocks = blocks.to_vec();
    for name in path {
        blocks = blocks.into_iter().flat_map(|it| children(it, name)).collect();
    }
    blocks
}
