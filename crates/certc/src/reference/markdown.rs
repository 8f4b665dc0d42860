//! The language as a page to read.

use std::collections::BTreeMap;

use certc_emit::Description;
use certc_schema::Node;

use super::signature::signatures;
use super::{Reference, TOP, block, forms, is_built, is_top, not_built};

const START: &str = include_str!("../../data/reference/start.md");
const END: &str = include_str!("../../data/reference/end.md");

/// The page.
pub(crate) fn markdown(reference: &Reference) -> String {
    let tops: String = TOP.iter().map(|it| top(reference, it)).collect();
    let shared = inner(reference).filter(|it| reference.tops(it).len() > 1);
    let shared: String = shared.map(|it| section(reference, "###", it)).collect();
    let index = index(reference);
    format!("{START}\n## Index\n\n{index}\n{tops}## What stands in several places\n\n{shared}{END}")
}

/// What has a section below those of the top, in the order of the table.
fn inner(reference: &Reference) -> impl Iterator<Item = &'static Node> {
    let entries = reference.entries.iter().filter(|it| it.emitter.is_none());
    entries.map(|it| it.node).filter(|it| has_section(it) && !is_top(it))
}

fn has_section(node: &'static Node) -> bool {
    is_top(node) || !block(node).is_empty() || !forms(node).is_empty()
}

/// Every name, and where it may stand.
fn index(reference: &Reference) -> String {
    let mut names: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in &reference.entries {
        let places = names.entry(entry.node.name).or_default();
        places.extend(is_top(entry.node).then(|| link(reference, entry.node, "the top")));
        let parents = entry.parents.iter().filter(|_| !is_top(entry.node));
        places
            .extend(parents.map(|it| link(reference, it, &format!("`{}`", title(reference, it)))));
        let options = entry.emitter.filter(|_| entry.parents.is_empty());
        places.extend(options.map(|it| format!("[`output {it}`](#output-{it})")));
    }
    let rows = names.iter().map(|(name, places)| format!("| `{name}` | {} |\n", places.join(", ")));
    format!("| line | stands in |\n|---|---|\n{}", rows.collect::<String>())
}

/// A node of the top with the blocks that stand nowhere else.
fn top(reference: &Reference, node: &'static Node) -> String {
    let own = |it: &&'static Node| reference.tops(it).into_iter().eq([node.name]);
    let own: String =
        inner(reference).filter(own).map(|it| section(reference, "###", it)).collect();
    let section = section(reference, "##", node);
    if node.name != "output" {
        return section + &own;
    }
    let emitters = reference.emitters.iter().map(|it| emitter(reference, it));
    section + &own + &emitters.collect::<String>()
}

fn emitter(reference: &Reference, of: &Description) -> String {
    let options = table(reference, of.options);
    let own = reference.entries.iter().filter(|it| it.emitter == Some(of.name));
    let own = own.map(|it| it.node).filter(|it| has_section(it));
    let own: String = own.map(|it| section(reference, "####", it)).collect();
    format!("### `output {}`\n\nMakes {}.\n\n{options}{own}", of.name, of.summary)
}

fn section(reference: &Reference, level: &str, node: &'static Node) -> String {
    let (title, signatures) = (title(reference, node), signatures(node).join("\n"));
    let mut text = format!("{level} `{title}`\n\n{}\n\n", said(node));
    text += &format!("```\n{signatures}\n```\n\n");
    text += &table(reference, node.children);
    for form in forms(node).iter().filter(|it| !it.children.is_empty()) {
        text += &format!("With `{}`:\n\n{}", form.word, table(reference, form.children));
    }
    text
}

/// A row for each line that may stand in a block.
fn table(reference: &Reference, nodes: &[&'static Node]) -> String {
    if nodes.is_empty() {
        return String::new();
    }
    let rows: String = nodes.iter().map(|it| row(reference, it)).collect();
    format!("| line | says | how often |\n|---|---|---|\n{rows}\n")
}

fn row(reference: &Reference, node: &'static Node) -> String {
    let signature = match signatures(node).as_slice() {
        [only] => only.clone(),
        _ => format!("{} …", node.name),
    };
    let line = format!("`{}`", signature.replace('|', "\\|"));
    let line = if has_section(node) { link(reference, node, &line) } else { line };
    let often = if node.repeats { "any number" } else { "once" };
    format!("| {line} | {} | {often} |\n", said(node))
}

/// What a node is, with what its values are and what of it this build cannot do.
fn said(node: &Node) -> String {
    let mut said = vec![node.summary.to_owned()];
    said.extend(node.properties.iter().map(|it| format!("`{}`: {}", it.name, it.summary)));
    said.extend((!is_built(node)).then(|| "**Not built yet.**".to_owned()));
    let words: Vec<_> = not_built(node).iter().map(|it| format!("`{it}`")).collect();
    said.extend((!words.is_empty()).then(|| format!("**Not built yet: {}.**", words.join(", "))));
    said.join(" ")
}

fn title(reference: &Reference, node: &Node) -> String {
    let entry = reference.entry(node);
    match (entry.emitter, reference.owner(entry)) {
        (Some(it), _) => format!("{} of output {it}", node.name),
        (None, Some(it)) => format!("{} of {}", node.name, it.name),
        (None, None) => node.name.to_owned(),
    }
}

/// A link to the section of a node, by the name that Markdown's renderers make of its title.
fn link(reference: &Reference, node: &Node, text: &str) -> String {
    format!("[{text}](#{})", title(reference, node).replace(' ', "-"))
}
