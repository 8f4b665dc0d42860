//! The subject of a certificate: attributes from every room, in the order of the language or of the spec.

use certc_graph::name::{Attribute, ORDER, Subject, attribute_type};
use certc_graph::{Origin, Sourced};
use certc_schema::Statement;

use crate::layers::{Found, Room};
use crate::rules::UNUSABLE_SUBJECT;
use crate::{Resolver, value};

impl<'a> Resolver<'a> {
    /// Of the thing that `own` describes; `None` where an attribute cannot stand in a certificate.
    pub(crate) fn subject(
        &mut self,
        own: &'a Statement,
        room: Room,
        common_name: &str,
    ) -> Option<Subject> {
        let mut attributes = Vec::new();
        let mut is_whole = true;
        for word in self.order(own, room) {
            let found = self.layers.find(own, room, &["subject", word]);
            let named = found.is_some();
            for (oid, statement, text) in found.iter().flat_map(|it| parts(word, it)) {
                let (text, place) = text;
                match attribute(oid, text) {
                    Ok(it) => {
                        attributes.extend(found.iter().map(|all| all.at(it.clone(), statement)))
                    }
                    Err(why) => {
                        is_whole = false;
                        let said = UNUSABLE_SUBJECT.broken(sentence(word, &why));
                        self.said.push(said.at(place, "cannot stand in a subject"));
                    }
                }
            }
            if word == "common-name" && !named {
                match self.default_common_name(own, common_name) {
                    Some(it) => attributes.push(it),
                    None => is_whole = false,
                }
            }
        }
        is_whole.then(|| Subject::new(attributes))
    }

    fn default_common_name(&mut self, own: &Statement, name: &str) -> Option<Sourced<Attribute>> {
        let oid = attribute_type("common-name").expect("the language has it");
        match Attribute::new(oid, name) {
            Ok(it) => Some(Sourced::new(it, Origin::Derived(vec![value::place(own)]))),
            Err(why) => {
                let said = UNUSABLE_SUBJECT.broken(sentence("common-name", &why));
                let help = "say another one: `subject { common-name … }`";
                self.said.push(said.at(value::place(own), "made from this name").help(help));
                None
            }
        }
    }

    /// The words of the language in the order of the RDNs: those that `order` names, then the others as they always are.
    fn order(&mut self, own: &'a Statement, room: Room) -> Vec<&'a str> {
        let mut words: Vec<&str> = ORDER.iter().map(|it| it.0).collect();
        words.insert(words.len() - 1, "oid");
        let Some(found) = self.layers.find(own, room, &["subject", "order"]) else { return words };
        let first: Vec<_> = found.first().arguments.iter().filter_map(|it| it.0.text()).collect();
        words.retain(|it| !first.contains(it));
        first.into_iter().chain(words).collect()
    }
}

/// An attribute that every reader of it compares alike.
///
/// Java writes a backslash into an RFC 2253 name in a way that it cannot always read back, and Keycloak compares so.
fn attribute(oid: &str, text: &str) -> Result<Attribute, String> {
    if text.contains('\\') {
        return Err(format!("`{text}` has a backslash, and Keycloak cannot compare that"));
    }
    Attribute::new(oid, text)
}

/// Why an attribute is refused; where the reason begins with the value, its place says which attribute it is.
fn sentence(word: &str, why: &str) -> String {
    if why.starts_with('`') { why.to_owned() } else { format!("`{word}`: {why}") }
}

type Part<'a> = (&'a str, certc_diagnostic::Span, (&'a str, certc_diagnostic::Span));

/// Object identifier, statement and text of each attribute of this word; `oid` brings its own identifier.
fn parts<'a>(word: &'a str, found: &Found<'a>) -> Vec<Part<'a>> {
    let part = |it: &&'a Statement| {
        let text = |index: usize| {
            let (value, place) = it.arguments.get(index)?;
            Some((value.text()?, *place))
        };
        match attribute_type(word) {
            Some(oid) => Some((oid, it.span, text(0)?)),
            None => Some((text(0)?.0, it.span, text(1)?)),
        }
    };
    found.statements.iter().filter_map(part).collect()
}
