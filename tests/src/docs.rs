//! Tables in `docs/` that are made of the catalog.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use certc_catalog::{Catalog, Setting, Version};

#[test]
fn the_settings_of_keycloak_are_those_of_the_catalog() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/keycloak.md");
    let page = fs::read_to_string(path).expect("a page");
    let table = table();
    assert!(page.contains(&table), "put this between the marks `settings` and `end`:\n{table}");
}

/// A row for each name, with the versions that know it and when it must be known.
fn table() -> String {
    let catalog = Catalog::built_in();
    let mut names: BTreeMap<&str, Vec<&Setting>> = BTreeMap::new();
    for it in catalog.settings.iter().filter(|it| it.kind == "keycloak") {
        names.entry(it.name).or_default().push(it);
    }
    let rows = names.iter().map(|(name, settings)| {
        let settings = settings.iter().map(|it| {
            let versions = match (it.since, it.until) {
                (Some(since), _) => format!("from {} on", major(since)),
                (None, Some(until)) => format!("below {}", major(until)),
                (None, None) => "all".to_owned(),
            };
            format!("{versions}: {}", if it.build { "build" } else { "start" })
        });
        format!("| `{name}` | {} |\n", settings.collect::<Vec<_>>().join("; "))
    });
    format!("| variable | versions, and when it is read |\n|---|---|\n{}", rows.collect::<String>())
}

/// As its documents call a version: without zeros at the end.
fn major(of: Version) -> String {
    of.to_string().trim_end_matches(".0").to_owned()
}
