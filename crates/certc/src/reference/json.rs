//! The language as JSON. Each node stands once under its id; blocks name ids. A change that breaks a reader of this is
//! another `version`.

use certc_schema::{Form, Node, Property, Type};
use serde_json::{Map, Value, json};

use super::{Reference, base, is_built, is_removable, not_built};
use crate::reference::TOP;

const VERSION: u32 = 1;

/// The document as text.
pub(crate) fn json(reference: &Reference) -> String {
    let nodes =
        reference.entries.iter().map(|it| (reference.id(it.node), node(reference, it.node)));
    let emitters = reference.emitters.iter().map(|it| {
        json!({
            "name": it.name,
            "version": it.version,
            "summary": it.summary,
            "options": ids(reference, it.options),
        })
    });
    let document = json!({
        "version": VERSION,
        "top": ids(reference, TOP),
        "nodes": nodes.collect::<Map<_, _>>(),
        "emitters": emitters.collect::<Vec<_>>(),
    });
    format!("{document:#}\n")
}

fn ids(reference: &Reference, nodes: &[&'static Node]) -> Vec<String> {
    nodes.iter().map(|it| reference.id(it)).collect()
}

fn node(reference: &Reference, node: &'static Node) -> Value {
    json!({
        "name": node.name,
        "summary": node.summary,
        "arguments": types(reference, node.arguments),
        "properties": node.properties.iter().map(|it| property(reference, it)).collect::<Vec<_>>(),
        "children": ids(reference, node.children),
        "repeats": node.repeats,
        "built": is_built(node),
        "words-not-built": not_built(node),
    })
}

fn property(reference: &Reference, it: &Property) -> Value {
    json!({ "name": it.name, "summary": it.summary, "of": of(reference, &it.of) })
}

fn types(reference: &Reference, types: &[Type]) -> Vec<Value> {
    types.iter().map(|it| of(reference, it)).collect()
}

fn of(reference: &Reference, it: &Type) -> Value {
    let mut value = match base(it) {
        Type::Name => json!({ "type": "name" }),
        Type::Number => json!({ "type": "number" }),
        Type::Between(first, last) => {
            json!({ "type": "number", "from": number(*first), "to": number(*last) })
        }
        Type::OneOf(numbers) => {
            let numbers: Vec<_> = numbers.iter().map(|it| number(*it)).collect();
            json!({ "type": "number", "one-of": numbers })
        }
        Type::Flag => json!({ "type": "flag" }),
        Type::Word(words) => json!({ "type": "word", "one-of": words }),
        Type::Form(forms) => {
            let forms: Vec<_> = forms.iter().map(|it| form(reference, it)).collect();
            json!({ "type": "form", "one-of": forms })
        }
        Type::Reference(kinds) => json!({ "type": "reference", "to": kinds }),
        Type::Text | Type::Optional(_) | Type::Many(_) | Type::Removable(_) => {
            json!({ "type": "text" })
        }
    };
    value["optional"] = matches!(it, Type::Optional(_)).into();
    value["many"] = matches!(it, Type::Many(_)).into();
    value["removable"] = is_removable(it).into();
    value
}

fn form(reference: &Reference, it: &Form) -> Value {
    json!({
        "word": it.word,
        "arguments": types(reference, it.arguments),
        "children": ids(reference, it.children),
    })
}

fn number(it: i128) -> i64 {
    i64::try_from(it).expect("a bug in certc, please report it: a limit beyond 64 bits")
}
