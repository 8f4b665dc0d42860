//! `certc schema`: the page is current, and the JSON has all of the language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use kdl::KdlDocument;
use serde_json::Value;

use crate::specs::examples;
use crate::tool::{CERTC, run};

fn schema(arguments: &[&str]) -> String {
    run(Command::new(&*CERTC).arg("schema").args(arguments), "").ok()
}

#[test]
fn the_page_is_that_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/language.md");
    let is_current = fs::read_to_string(path).expect("a page") == schema(&[]);
    assert!(is_current, "run `cargo run -p certc -- schema > docs/language.md`");
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let page = schema(&[]);
    let titles = page.lines().filter_map(|it| it.strip_prefix('#'));
    let anchor = |it: &str| it.trim_matches(['#', ' ']).replace('`', "").replace(' ', "-");
    let titles: BTreeSet<_> = titles.map(|it| anchor(it).to_lowercase()).collect();
    let links = page.split("](#").skip(1).map(|it| it.split(')').next().unwrap_or_default());
    let links: BTreeSet<_> = links.map(str::to_owned).collect();
    assert!(links.len() >= 20, "{links:?}");
    assert!(links.is_subset(&titles), "{:?}", links.difference(&titles));
}

/// The language as JSON.
struct Language(Value);

impl Language {
    fn new() -> Self {
        Self(serde_json::from_str(&schema(&["--format", "json"])).expect("JSON"))
    }

    fn node(&self, id: &str) -> &Value {
        &self.0["nodes"][id]
    }

    /// What may stand in the block of a node that begins with this word, by its id.
    fn block(&self, id: &str, word: &str) -> Vec<&str> {
        let node = self.node(id);
        let forms = list(&node["arguments"]).flat_map(|it| list(&it["one-of"]));
        let form = forms.filter(|it| it["word"] == word).flat_map(|it| list(&it["children"]));
        let emitters = list(&self.0["emitters"]).filter(|it| it["name"] == word);
        let options = emitters.filter(|_| id == "output").flat_map(|it| list(&it["options"]));
        list(&node["children"]).chain(form).chain(options).map(text).collect()
    }

    /// Checks that each line of a file is in the language, where it stands.
    fn has(&self, document: &KdlDocument, block: &[&str]) {
        for line in document.nodes() {
            let (name, word) = (line.name().value(), line.get(0).and_then(|it| it.as_string()));
            let id = block.iter().find(|it| self.node(it)["name"] == name);
            let id = id.unwrap_or_else(|| panic!("`{name}` is none of {block:?}"));
            for key in line.entries().iter().filter_map(|it| it.name()) {
                let mut known = list(&self.node(id)["properties"]);
                assert!(known.any(|it| it["name"] == key.value()), "{id} {key}");
            }
            let inner = self.block(id, word.unwrap_or_default());
            line.children().into_iter().for_each(|it| self.has(it, &inner));
        }
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

#[test]
fn every_line_of_every_example_is_in_the_language() {
    let language = Language::new();
    let top: Vec<_> = list(&language.0["top"]).map(text).collect();
    for (path, text) in examples() {
        let document = KdlDocument::parse_v2(&text).expect("KDL");
        assert!(!document.nodes().is_empty(), "{}", path.display());
        language.has(&document, &top);
    }
}

#[test]
fn every_node_stands_once_and_somewhere() {
    let language = Language::new();
    assert_eq!(language.0["version"], 1);
    let known: BTreeSet<_> = language.0["nodes"].as_object().expect("nodes").keys().collect();
    let mut places: Vec<_> = list(&language.0["top"]).cloned().collect();
    for it in list(&language.0["emitters"]) {
        places.extend(list(&it["options"]).cloned());
    }
    let mut found = BTreeSet::new();
    while let Some(id) = places.pop() {
        if found.insert(text(&id).to_owned()) {
            let node = language.node(text(&id));
            let forms = list(&node["arguments"]).flat_map(|it| list(&it["one-of"]));
            let inner = list(&node["children"]).chain(forms.flat_map(|it| list(&it["children"])));
            places.extend(inner.cloned());
        }
    }
    assert!(found.iter().eq(known), "{found:?}");
}
