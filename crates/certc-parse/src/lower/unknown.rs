//! A node that has no place where it stands.

use certc_schema::{Node, Statement};

use super::values::any_of;
use super::{Lowering, Tables, WORTH_LISTING};
use crate::language::TOP;
use crate::rules::{UNKNOWN_NODE, UNKNOWN_PROPERTY};
use crate::suggest::{canonical, suggest};

impl Lowering<'_> {
    pub(super) fn unknown_node(
        &mut self,
        statement: &Statement,
        tables: Tables<'_>,
        parent: Option<&str>,
    ) {
        let (name, place) = &statement.name;
        let spelling = self.spelling(*place);
        let message = match parent {
            Some(parent) => format!("there is no `{spelling}` in `{parent}`"),
            None => format!("there is no `{spelling}` at the top of a spec"),
        };
        let siblings = || tables.iter().copied().flatten().map(|it| it.name);
        let meant = suggest(name, siblings()).map(|it| format!("did you mean `{it}`?"));
        let help = meant.or_else(|| elsewhere(name)).or_else(|| {
            let few = siblings().count() <= WORTH_LISTING;
            few.then(|| format!("here may stand {}", any_of(siblings())))
        });
        let said = UNKNOWN_NODE.broken(message).at(*place, "unknown here");
        self.said.push(if let Some(help) = help { said.help(help) } else { said });
    }

    pub(super) fn unknown_property(&mut self, statement: &Statement, node: &Node, name: &str) {
        let place = self.key(statement, statement.properties[name].1);
        let message = format!("`{}` has no property `{}`", node.name, self.spelling(place));
        let known = || node.properties.iter().map(|it| it.0);
        let line = node.children.iter().find(|it| it.name == name);
        let meant = suggest(name, known()).map(|it| format!("did you mean `{it}`?"));
        let line = line.map(|it| format!("`{}` is a line of its own in the block", it.name));
        let help = meant.or(line).unwrap_or_else(|| match known().count() {
            0 => "it has none".to_owned(),
            _ => format!("it has {}", any_of(known())),
        });
        self.said.push(UNKNOWN_PROPERTY.broken(message).at(place, "unknown here").help(help));
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
