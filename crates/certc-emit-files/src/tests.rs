use certc_catalog::Launcher;
use certc_emit::{Action, Effect, Emitter};
use certc_emit_testkit as kit;

use crate::Files;

#[test]
fn passes_the_kit() {
    kit::check(&Files);
}

#[test]
fn is_as_its_golden() {
    kit::golden(&Files, include_str!("../goldens/whole.txt"));
}

#[test]
fn each_reader_is_restarted_by_its_folder() {
    let graph = kit::whole();
    let effects = Files.emit(&graph, &[]).effects;
    for name in graph.readers.keys() {
        let because_of = format!("pki/{name}").into();
        let restart = Effect { because_of, action: Action::Restart(name.clone()) };
        assert!(effects.contains(&restart), "{name}");
    }
}

/// What only some settings ask for is there for whom they are, and for nobody else.
#[test]
fn a_file_is_there_for_who_reads_it() {
    let named = |graph, file: &str| {
        let artifacts = Files.emit(&graph, &[]).artifacts.into_iter();
        let of = artifacts.filter(|it| it.path.file_name() == Some(file)).filter_map(|it| it.of);
        of.collect::<Vec<_>>().join(" ")
    };
    let chart = |line| kit::deployment(line, Launcher::Chart);
    assert_eq!(
        named(kit::serving(kit::deployment("8.5", Launcher::Compose)), "cluster.pem"),
        "zeebe"
    );
    assert_eq!(named(kit::whole(), "cluster.pem"), "");
    let graph = kit::serving(chart("8.7"));
    assert_eq!(named(graph, "cluster.pem"), "zeebe zeebe-gateway", "others join when resolved");
    assert_eq!(named(chart("8.8"), "client.secret"), "connectors optimize orchestration");
    assert_eq!(named(chart("8.8"), "jvm.options"), "identity optimize");
    let hosts = kit::deployment("8.8", Launcher::Hosts);
    assert_eq!(named(hosts, "jvm.options"), "identity optimize orchestration");
}
