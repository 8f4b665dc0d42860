//! YAML as values, read by another crate's reader than the programs that judge.

use std::collections::BTreeMap;

use serde_json::Value;

/// The documents of a text.
pub(crate) fn documents(text: &str) -> Vec<Value> {
    let read = serde_saphyr::from_multiple::<Value>(text);
    read.unwrap_or_else(|it| panic!("{it}\n{text}"))
}

/// The one document of a text.
pub(crate) fn document(text: &str) -> Value {
    documents(text).pop().expect("a document")
}

/// Each value that is no map, by its path; a list is one value.
pub(crate) fn leaves(of: &Value) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    collect(of, String::new(), &mut found);
    found
}

fn collect(of: &Value, path: String, found: &mut BTreeMap<String, Value>) {
    let Some(map) = of.as_object().filter(|it| !it.is_empty()) else {
        found.insert(path, of.clone());
        return;
    };
    for (name, value) in map {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        collect(value, path, found);
    }
}
