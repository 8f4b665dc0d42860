//! A node that has no place where it stands.

use certc_schema::{Node, Statement};

use super::values::any_of;
use super::{Lowering, Tables, WORTH_LISTING};
use crate::language::TOP;
use crate::limit::WORTH_KEEPING;
use crate::rules::{UNKNOWN_NODE, UNKNOWN_PROPERTY};
use crate::suggest::{canonical, suggest};

impl Lowering<'_> {
    /// Says that there is no such node here; returns the one that its author most likely means.
    pub(super) fn unknown_node(
        &mut self,
        statement: &Statement,
        tables: Tables<'_>,
        parent: Option<&str>,
    ) -> Option<&'static Node> {
        if self.said.len() >= WORTH_KEEPING {
            return None;
        }
        let (name, place) = &statement.name;
        let spelling = self.spelling(*place);
        let message = match parent {
            Some(parent) => format!("there is no `{spelling}` in `{parent}`"),
            None => format!("there is no `{spelling}` at the top of a spec"),
        };
        let siblings = || tables.iter().copied().flatten().copied();
        let names = || siblings().map(|it| it.name);
        let said = UNKNOWN_NODE.broken(message).at(*place, "unknown here");
        let Some(meant) = suggest(name, names()) else {
            let is_added = parent == Some("environment") && self.is_added(name, tables);
            let added = is_added.then(|| "put it into `adds { … }`".to_owned());
            let help = added.or_else(|| elsewhere(name)).or_else(|| {
                let is_few = names().count() <= WORTH_LISTING;
                is_few.then(|| format!("here may stand {}", any_of(names())))
            });
            self.said.push(if let Some(help) = help { said.help(help) } else { said });
            return None;
        };
        self.said.push(said.meant(*place, meant, meant));
        siblings().find(|it| it.name == meant)
    }

    /// Whether an environment can have it beside what it changes.
    fn is_added(&self, name: &str, tables: Tables<'_>) -> bool {
        let adds = tables.iter().copied().flatten().find(|it| it.name == "adds");
        adds.is_some_and(|it| it.children.iter().any(|it| it.name == name))
    }

    pub(super) fn unknown_property(&mut self, statement: &Statement, node: &Node, name: &str) {
        let place = self.key(statement, statement.properties[name].1);
        let message = format!("`{}` has no property `{}`", node.name, self.spelling(place));
        let known = || node.properties.iter().map(|it| it.name);
        let line = node.children.iter().find(|it| it.name == name);
        let said = UNKNOWN_PROPERTY.broken(message).at(place, "unknown here");
        if let Some(meant) = suggest(name, known()) {
            return self.said.push(said.meant(place, meant, meant));
        }
        let line = line.map(|it| format!("`{}` is a line of its own in the block", it.name));
        let help = line.unwrap_or_else(|| match known().count() {
            0 => "it has none".to_owned(),
            _ => format!("it has {}", any_of(known())),
        });
        self.said.push(said.help(help));
    }
}

/// The block that a node belongs in which stands where it does not.
fn elsewhere(name: &str) -> Option<String> {
    let name = canonical(name)?;
    if TOP.iter().any(|it| it.name == name) {
        return Some(format!("`{name}` belongs at the top of a spec"));
    }
    let parent = parent(&name, TOP)?;
    Some(format!("`{name}` belongs in `{}`", parent.name))
}

fn parent(name: &str, table: &'static [&'static Node]) -> Option<&'static Node> {
    let has = |it: &&&Node| it.children.iter().any(|it| it.name == name);
    let found = table.iter().find(has).copied();
    found.or_else(|| table.iter().find_map(|it| parent(name, it.children)))
}
