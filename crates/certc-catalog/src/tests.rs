use std::collections::BTreeSet;

use crate::{Catalog, Compared, Launcher, Line, Patterns, ProviderKind, Purpose, Setting, Version};

fn version(text: &str) -> Version {
    Version::try_from(text).expect(text)
}

const LAUNCHERS: [Launcher; 4] =
    [Launcher::Compose, Launcher::Chart, Launcher::Kubernetes, Launcher::Hosts];

/// Every line with every launcher.
fn lines(catalog: &Catalog) -> impl Iterator<Item = (&Line, Launcher)> {
    catalog.camunda.iter().flat_map(|line| LAUNCHERS.map(|it| (line, it)))
}

#[test]
fn every_fact_has_a_source() {
    let catalog = Catalog::built_in();
    let sources = (catalog.camunda.iter().map(|it| it.source))
        .chain(catalog.keycloak.iter().map(|it| it.source))
        .chain(catalog.settings.iter().map(|it| it.source))
        .chain(catalog.workloads.iter().map(|it| it.source))
        .chain(catalog.clients.iter().map(|it| it.source))
        .chain(catalog.charts.iter().map(|it| it.source))
        .chain(catalog.written.iter().map(|it| it.source));
    assert!(sources.map(str::trim).all(|it| !it.is_empty()));
}

#[test]
fn a_name_is_told_once() {
    let catalog = Catalog::built_in();
    for (line, launcher) in lines(&catalog) {
        for kind in line.kinds.iter().chain(&["java-client", "spring-boot-starter"]) {
            for provider in [ProviderKind::Keycloak, ProviderKind::EntraId, ProviderKind::Oidc] {
                let is_told =
                    |it: &&Setting| it.providers.is_empty() || it.providers.contains(&provider);
                let mut names = BTreeSet::new();
                for it in catalog.setting(kind, launcher, line.version).filter(is_told) {
                    let place = format!("{kind} {} {launcher:?} {provider:?}", line.version);
                    assert!(names.insert(it.name), "{place}: {} twice", it.name);
                }
            }
        }
    }
}

/// A component that can be placed must be configurable.
#[test]
fn a_placed_kind_is_whole() {
    let catalog = Catalog::built_in();
    for (line, launcher) in lines(&catalog) {
        for kind in &line.kinds {
            let workload = catalog.workload(kind, launcher.platform(), line.version).is_some();
            let client = catalog.client(kind, line.version).is_some();
            let settings = catalog.setting(kind, launcher, line.version).count() > 0;
            let place = format!("{kind} {} {launcher:?}", line.version);
            assert!(settings || !workload, "{place}");
            assert!(client || !workload, "{place}");
            let chart = catalog.chart(kind, line.version).is_some();
            assert!(launcher != Launcher::Chart || chart == workload, "{place}");
        }
    }
}

#[test]
fn every_call_and_role_is_of_a_kind_with_an_audience() {
    let catalog = Catalog::built_in();
    for (line, _) in lines(&catalog) {
        for client in line.kinds.iter().filter_map(|it| catalog.client(it, line.version)) {
            for call in client.calls.iter().chain(client.roles.iter().map(|it| &it.of)) {
                let peer = catalog.client(call, line.version);
                let audience = peer.and_then(|it| it.audience);
                assert!(audience.is_some(), "{} calls {call}", client.kind);
            }
        }
    }
}

#[test]
fn lines_are_found_by_any_of_their_versions() {
    let catalog = Catalog::built_in();
    for (camunda, found) in [("8.4", None), ("8.5.0", Some("8.5")), ("8.10.9", Some("8.10"))] {
        let line = catalog.line(version(camunda)).map(|it| it.version.to_string());
        assert_eq!(line.as_deref(), found, "{camunda}");
    }
}

#[test]
fn keycloak_is_known_from_21_1_1_to_27() {
    let catalog = Catalog::built_in();
    let compared = |it| {
        let row = catalog.comparison(version(it))?;
        Some((row.compared, row.pins_authority, row.patterns))
    };
    for (keycloak, expected) in [
        ("21.1.0", None),
        ("21.1.1", Some((Compared::AnyOfChain, false, Patterns::Kept))),
        ("21.1.2", Some((Compared::Leaf, false, Patterns::Kept))),
        ("26.6.4", Some((Compared::Leaf, false, Patterns::Kept))),
        ("26.7.5", Some((Compared::Leaf, true, Patterns::Deprecated))),
        ("27.0.0", Some((Compared::Leaf, true, Patterns::Removed))),
        ("28.0.0", None),
    ] {
        assert_eq!(compared(keycloak), expected, "{keycloak}");
    }
    let newest = |it| catalog.newest_comparison(version(it)).map(|it| it.patterns);
    assert_eq!((newest("28.0.0"), newest("21.1.0")), (Some(Patterns::Removed), None));
}

#[test]
fn the_name_of_a_setting_depends_on_the_version() {
    let catalog = Catalog::built_in();
    for (keycloak, expected) in [("24.0.5", "KC_HOSTNAME_URL"), ("25.0.6", "KC_HOSTNAME")] {
        let settings = catalog.setting("keycloak", Launcher::Compose, version(keycloak));
        let names: Vec<_> =
            settings.filter(|it| it.purpose == Purpose::Hostname).map(|it| it.name).collect();
        assert_eq!(names, [expected], "{keycloak}");
    }
}
