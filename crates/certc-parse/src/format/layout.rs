//! The tree of the layout to rows.

use super::rows::{INDENT, Rows};
use super::tree::{Block, Item, Part, Statement, WIDTH, is_apart};

/// The text of a file.
pub(super) fn layout(file: &Block<'_>) -> String {
    let mut rows = Rows::default();
    items(&mut rows, &file.items, 0);
    rows.text()
}

fn items(rows: &mut Rows, items: &[Item<'_>], indent: usize) {
    for item in items {
        match item {
            Item::Gap => rows.begin(0),
            Item::Comment(it) => {
                rows.begin(indent);
                rows.comment(Some(it));
            }
            Item::Statement(it) => {
                rows.begin(indent);
                statement(rows, it, indent);
            }
        }
    }
}

fn statement(rows: &mut Rows, statement: &Statement<'_>, indent: usize) {
    for (at, part) in statement.parts.iter().enumerate() {
        let is_apart = at > 0 && is_apart(&statement.parts[at - 1], part);
        match part {
            Part::Wrap(it) => {
                if it.is_said {
                    rows.put("\\", true);
                }
                rows.comment(it.comment.as_ref());
                rows.begin(indent + INDENT);
            }
            Part::Block(it) => block(rows, it, indent),
            Part::Said(_) | Part::Comment(_) => {
                rows.put(part.inline().unwrap_or_default(), is_apart);
            }
        }
    }
    rows.comment(statement.trailing.as_ref());
}

fn block(rows: &mut Rows, block: &Block<'_>, indent: usize) {
    let fits = |it: &&String| block.items.is_empty() || rows.width_with(it) <= WIDTH;
    if let Some(it) = block.inline.as_ref().filter(fits) {
        return rows.put(it, true);
    }
    rows.put("{", true);
    rows.comment(block.opening.as_ref());
    items(rows, &block.items, indent + INDENT);
    rows.begin(indent);
    rows.put("}", true);
}
