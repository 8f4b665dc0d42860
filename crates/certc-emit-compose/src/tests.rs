use certc_catalog::Launcher;
use certc_emit::Emitter;
use certc_emit_testkit as kit;

use crate::Compose;

#[test]
fn passes_the_kit() {
    kit::check(&Compose);
}

#[test]
fn is_as_its_golden() {
    let graph = kit::serving(kit::deployment("8.8", Launcher::Compose));
    kit::golden_of(&Compose.emit(&graph, &[]).artifacts, include_str!("../goldens/8.8.yaml"));
}

/// A password stands in a file of its own, and in no other.
#[test]
fn the_overlay_is_public() {
    for line in ["8.5", "8.6", "8.7", "8.8", "8.9", "8.10"] {
        let output = Compose.emit(&kit::deployment(line, Launcher::Compose), &[]);
        for it in &output.artifacts {
            assert_eq!(it.content.is_secret(), it.kind == "env", "{line} {}", it.path);
        }
    }
}

/// Below 26.4 Keycloak's port for probes follows the other's TLS, and the probe of the file would fail.
#[test]
fn a_keycloak_that_cannot_be_told_has_another_probe() {
    let mut graph = kit::deployment("8.8", Launcher::Compose);
    let text = |graph: &_| kit::text(&Compose.emit(graph, &[]).artifacts[0].content);
    assert!(!text(&graph).contains("healthcheck"));
    let provider = graph.identity_provider.as_mut().expect("keycloak");
    provider.settings.retain(|it| it.name.value != "KC_HTTP_MANAGEMENT_SCHEME");
    assert!(text(&graph).contains("exec 3<>/dev/tcp/127.0.0.1/18443"));
}
