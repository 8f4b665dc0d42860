//! No default is said twice.

use std::collections::BTreeMap;

use certc_diagnostic::Span;
use certc_schema::Statement;

use super::Lowering;

impl Lowering<'_> {
    /// Blocks of `defaults` add up, so no value may stand in two of them.
    pub(super) fn defaults(&mut self, statements: &[Statement]) {
        let mut first: BTreeMap<String, Span> = BTreeMap::new();
        for block in statements.iter().filter(|it| it.name.0 == "defaults") {
            let mut values = Vec::new();
            collect(block, "", &mut values);
            for (path, again) in &values {
                if let Some(before) = first.get(path) {
                    self.twice(&format!("the default of `{path}` is said twice"), *before, *again);
                }
            }
            for (path, span) in values {
                first.entry(path).or_insert(span);
            }
        }
    }
}

/// The path and place of each line of a block that says a value. Files to trust add up.
fn collect(block: &Statement, path: &str, values: &mut Vec<(String, Span)>) {
    for statement in block.children.iter().filter(|it| it.name.0 != "also") {
        let (name, span) = &statement.name;
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        if statement.children.is_empty() {
            values.push((path, *span));
        } else {
            collect(statement, &path, values);
        }
    }
}
