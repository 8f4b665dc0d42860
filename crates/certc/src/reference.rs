//! The whole language, each node once: from its table and from the options of the emitters of this build.

use std::collections::BTreeSet;
use std::ptr;

use certc_emit::{Description, Emitter};
use certc_parse::language::{NOT_BUILT, TOP};
use certc_schema::{Form, Node, Type};

mod json;
mod markdown;
mod signature;

pub(crate) use json::json;
pub(crate) use markdown::markdown;

/// The language of this build.
pub(crate) struct Reference {
    /// Those at the top first, each before what it introduces.
    entries: Vec<Entry>,
    emitters: Vec<Description>,
}

/// A node, and the nodes whose blocks it stands in.
struct Entry {
    node: &'static Node,
    parents: Vec<&'static Node>,
    /// Whose option it is.
    emitter: Option<&'static str>,
}

impl Reference {
    /// The language with the options of these emitters.
    pub(crate) fn new(emitters: &[&dyn Emitter]) -> Self {
        Self::of(emitters.iter().map(|it| it.describe()).collect())
    }

    fn of(emitters: Vec<Description>) -> Self {
        let entry = |it: &&'static Node| Entry { node: it, parents: Vec::new(), emitter: None };
        let mut reference = Self { entries: TOP.iter().map(entry).collect(), emitters: Vec::new() };
        TOP.iter().for_each(|it| reference.visit_block(it, None));
        for emitter in &emitters {
            for option in emitter.options {
                reference.visit(option, None, Some(emitter.name));
            }
        }
        Self { emitters, ..reference }
    }

    fn visit(
        &mut self,
        node: &'static Node,
        parent: Option<&'static Node>,
        emitter: Option<&'static str>,
    ) {
        match self.entries.iter_mut().find(|it| ptr::eq(it.node, node)) {
            Some(known) => known.parents.extend(parent),
            None => {
                self.entries.push(Entry { node, parents: parent.into_iter().collect(), emitter });
                self.visit_block(node, emitter);
            }
        }
    }

    fn visit_block(&mut self, node: &'static Node, emitter: Option<&'static str>) {
        for child in block(node) {
            self.visit(child, Some(node), emitter);
        }
    }

    fn entry(&self, node: &Node) -> &Entry {
        let found = self.entries.iter().find(|it| ptr::eq(it.node, node));
        found.expect("a bug in certc, please report it: a node outside of the language")
    }

    /// What a node is called in a document of all nodes: its name, or more where others have that.
    fn id(&self, node: &Node) -> String {
        let entry = self.entry(node);
        if let Some(emitter) = entry.emitter {
            return format!("output.{emitter}.{}", node.name);
        }
        match self.owner(entry) {
            Some(it) => format!("{}.{}", it.name, node.name),
            None => node.name.to_owned(),
        }
    }

    /// The node that tells it from others of its name; those at the top need none.
    fn owner(&self, entry: &Entry) -> Option<&'static Node> {
        let is_namesake = |it: &&Entry| it.emitter.is_none() && it.node.name == entry.node.name;
        let is_alone = self.entries.iter().filter(is_namesake).count() == 1;
        entry.parents.first().copied().filter(|_| !is_alone && !is_top(entry.node))
    }

    /// The nodes at the top below which a node is introduced, but for those that only repeat the top.
    fn tops(&self, node: &'static Node) -> BTreeSet<&'static str> {
        if is_top(node) {
            return [node.name].into();
        }
        self.entry(node).parents.iter().flat_map(|it| self.tops(it)).collect()
    }
}

fn is_top(node: &Node) -> bool {
    TOP.iter().any(|it| ptr::eq(*it, node))
}

/// All that may stand in the block of a node, whatever word it has.
fn block(node: &'static Node) -> Vec<&'static Node> {
    let of_words = forms(node).iter().flat_map(|it| it.children);
    node.children.iter().chain(of_words).copied().collect()
}

/// The words that decide what follows.
fn forms(node: &'static Node) -> &'static [Form] {
    let of = |it: &'static Type| {
        if let Type::Form(it) = base(it) { Some(*it) } else { None }
    };
    node.arguments.iter().find_map(of).unwrap_or_default()
}

/// A type without what only says how often it may be there.
fn base(it: &Type) -> &Type {
    if let Type::Optional(it) | Type::Many(it) | Type::Removable(it) = it { base(it) } else { it }
}

/// Whether `#null` may stand there.
fn is_removable(it: &Type) -> bool {
    if let Type::Optional(it) | Type::Many(it) = it {
        return is_removable(it);
    }
    matches!(it, Type::Removable(_))
}

/// Whether this build can do all of a node, or some of it.
fn is_built(node: &Node) -> bool {
    !NOT_BUILT.contains(&(node.name, &[]))
}

/// The words of a node that this build cannot read.
fn not_built(node: &Node) -> Vec<&'static str> {
    let of_node = NOT_BUILT.iter().filter(|it| it.0 == node.name);
    let known: Vec<_> = node.arguments.iter().flat_map(words).collect();
    of_node.flat_map(|it| it.1).copied().filter(|it| known.contains(it)).collect()
}

fn words(it: &Type) -> Vec<&'static str> {
    if let Type::Form(it) = base(it) {
        return it.iter().map(|it| it.word).collect();
    }
    if let Type::Word(it) = base(it) { it.to_vec() } else { Vec::new() }
}

/// An emitter of others may have blocks among its options, of any name.
#[test]
fn options_of_any_depth_are_in_it() {
    static INNER: Node = node("issued-by", &[]);
    static OUTER: Node = node("authority", &[&INNER]);
    static OPTIONS: &[&Node] = &[&OUTER];
    const fn node(name: &'static str, children: &'static [&'static Node]) -> Node {
        Node { name, summary: "", arguments: &[], properties: &[], children, repeats: false }
    }
    let description =
        Description { name: "theirs", version: "1", summary: "theirs", options: OPTIONS };
    let reference = Reference::of(vec![description]);
    let (page, json) = (markdown(&reference), json(&reference));
    for it in
        ["#### `authority of output theirs`", "[`authority { … }`](#authority-of-output-theirs)"]
    {
        assert!(page.contains(it), "{page}");
    }
    for it in
        ["\"output.theirs.authority\": {", "\"output.theirs.issued-by\": {", "\"issued-by\": {"]
    {
        assert!(json.contains(it), "{json}");
    }
}
