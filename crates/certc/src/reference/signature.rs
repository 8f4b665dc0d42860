//! How a line is written: its name, and a word in capitals for each value that its author chooses.

use certc_schema::{Node, Property, Type};

use super::{base, block, forms, is_removable};

/// Every way to write a line, a form at a time; a block is `{ … }`.
pub(super) fn signatures(node: &'static Node) -> Vec<String> {
    let forms = forms(node);
    if forms.is_empty() {
        let arguments = node.arguments.iter().map(argument);
        return vec![joined(node, arguments, has_block(node))];
    }
    let ways = forms.iter().map(|form| {
        let arguments = [form.word.to_owned()].into_iter();
        let has_block = !form.children.is_empty() || !node.children.is_empty();
        joined(node, arguments.chain(form.arguments.iter().map(argument)), has_block)
    });
    let is_removable = node.arguments.iter().any(is_removable);
    let removed = is_removable.then(|| joined(node, ["#null".to_owned()].into_iter(), false));
    ways.chain(removed).collect()
}

/// What stands in the block of an `output`, its emitter says.
fn has_block(node: &'static Node) -> bool {
    !block(node).is_empty() || node.name == "output"
}

fn joined(node: &Node, arguments: impl Iterator<Item = String>, has_block: bool) -> String {
    let properties = node.properties.iter().map(property);
    let block = has_block.then(|| "{ … }".to_owned());
    let parts = [node.name.to_owned()].into_iter().chain(arguments).chain(properties).chain(block);
    parts.collect::<Vec<_>>().join(" ")
}

fn property(it: &Property) -> String {
    let text = format!("{}={}", it.name, value(&it.of));
    if matches!(it.of, Type::Optional(_)) { format!("[{text}]") } else { text }
}

fn argument(it: &Type) -> String {
    if let Type::Many(it) = it {
        return format!("{}…", argument(it));
    }
    if let Type::Optional(it) = it { format!("[{}]", argument(it)) } else { value(it) }
}

/// What stands for a value.
fn value(it: &Type) -> String {
    let text = match base(it) {
        Type::Text => "TEXT".to_owned(),
        Type::Name => "NAME".to_owned(),
        Type::Number => "NUMBER".to_owned(),
        Type::Between(first, last) => format!("{first}–{last}"),
        Type::OneOf(numbers) => either(numbers.iter()),
        Type::Flag => "#true|#false".to_owned(),
        Type::Word(words) => either(words.iter()),
        Type::Form(forms) => either(forms.iter().map(|it| it.word)),
        Type::Reference(kinds) => either(kinds.iter().map(|it| it.to_uppercase())),
        Type::Optional(it) | Type::Many(it) | Type::Removable(it) => value(it),
    };
    if is_removable(it) { format!("{text}|#null") } else { text }
}

fn either(words: impl Iterator<Item = impl ToString>) -> String {
    words.map(|it| it.to_string()).collect::<Vec<_>>().join("|")
}
