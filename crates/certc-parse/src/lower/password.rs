//! A password says where it comes from.

use certc_schema::{Statement, Value};

use super::Lowering;
use crate::rules::{EXTRA_VALUE, LITERAL_PASSWORD, WRONG_TYPE};

const HELP: &str = "write `password env=\"NAME\"`, `password file=\"path\"` or `password generate`";

impl Lowering<'_> {
    /// A `password` must say where it comes from. What is said of one repeats no word of it.
    pub(super) fn password(&mut self, statement: &Statement) {
        let is_generate = |it: &Value| it.text() == Some("generate");
        let literal = statement.arguments.iter().find(|it| !is_generate(&it.0)).map(|it| it.1);
        let from = |name: &str| matches!(name, "env" | "file");
        let literal = literal.or(statement.children.first().map(|it| it.name.1));
        let other = statement.properties.iter().find(|it| !from(it.0)).map(|it| it.1.1);
        let sources = statement.arguments.len() + statement.properties.len();
        if let Some(place) = literal.or(other) {
            let said = LITERAL_PASSWORD.broken("a password may not stand in a spec");
            self.said.push(said.at(place, "only where it comes from").help(HELP));
        } else if let Some(it) = statement.properties.values().find(|it| it.0.text().is_none()) {
            let said = WRONG_TYPE.broken("where a password comes from is text");
            self.said.push(said.at(it.1, "not text").help(HELP));
        } else if sources == 0 {
            self.missing(statement, "to say where it comes from", HELP.to_owned());
        } else if sources > 1 {
            let said = EXTRA_VALUE.broken("a password comes from one place");
            self.said.push(said.at(statement.name.1, "here it has more").help(HELP));
        }
        self.controls(statement);
    }
}
