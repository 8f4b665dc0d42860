//! Tables in `docs/` that are made of the catalog.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use certc_catalog::{
    Authentication, Catalog, Launcher, Line, Platform, Port, Purpose, Setting, Version,
};

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
    let is_own = |it: &&Setting| it.kind == "keycloak" && it.launchers.contains(&Launcher::Compose);
    let mut names: BTreeMap<&str, Vec<&Setting>> = BTreeMap::new();
    for it in catalog.settings.iter().filter(is_own) {
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

/// What each component of each line does, in `docs/camunda.md`.
#[test]
fn the_components_are_those_of_the_catalog() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/camunda.md");
    let page = fs::read_to_string(path).expect("a page");
    let table = components();
    assert!(page.contains(&table), "put this between the marks `components` and `end`:\n{table}");
}

/// A row for each kind, a column for each line.
fn components() -> String {
    let catalog = Catalog::built_in();
    let mut kinds: Vec<&str> = catalog.camunda.iter().flat_map(|it| it.kinds.clone()).collect();
    kinds.extend(["java-client", "spring-boot-starter"]);
    let mut seen = std::collections::BTreeSet::new();
    kinds.retain(|it| seen.insert(*it));
    let lines = catalog.camunda.iter().map(|it| it.version.to_string());
    let head = lines.fold("| component |".to_owned(), |head, it| format!("{head} {it} |"));
    let rule = format!("|---|{}", "---|".repeat(catalog.camunda.len()));
    let rows = kinds.iter().map(|kind| {
        let cells = catalog.camunda.iter().map(|it| format!(" {} |", cell(&catalog, kind, it)));
        format!("| {kind} |{}\n", cells.collect::<String>())
    });
    format!("{head}\n{rule}\n{}", rows.collect::<String>())
}

/// How it logs in, and what it can serve by TLS.
fn cell(catalog: &Catalog, kind: &str, line: &Line) -> String {
    let is_library = ["java-client", "spring-boot-starter"].contains(&kind);
    if !is_library && !line.kinds.contains(&kind) {
        return "–".to_owned();
    }
    let Some(client) = catalog.client(kind, line.version) else {
        return "no certificate".to_owned();
    };
    let ways = client.authenticate.iter().filter(|it| **it != Authentication::ClientSecret);
    let ways: Vec<_> = ways.map(|it| it.word()).collect();
    let login = if ways.is_empty() { "checks tokens".to_owned() } else { ways.join(", ") };
    let mut serves: Vec<_> = [Platform::Compose, Platform::Kubernetes, Platform::Hosts]
        .iter()
        .filter_map(|it| catalog.workload(kind, *it, line.version))
        .flat_map(|it| it.serves.iter().map(|it| it.port))
        .collect();
    serves.sort_unstable();
    serves.dedup();
    let words: Vec<_> = serves.into_iter().map(Port::word).collect();
    let serves =
        if words.is_empty() { String::new() } else { format!("; serves {}", words.join(", ")) };
    let store =
        if is_told(catalog, kind, line, Purpose::KeystorePath) { "; its own stores" } else { "" };
    format!("{login}{store}{serves}")
}

fn is_told(catalog: &Catalog, kind: &str, line: &Line, purpose: Purpose) -> bool {
    let mut settings = catalog.setting(kind, Launcher::Compose, line.version);
    settings.any(|it| it.purpose == purpose)
}
