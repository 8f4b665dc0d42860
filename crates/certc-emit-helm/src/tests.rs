use certc_catalog::Launcher;
use certc_emit::Emitter;
use certc_emit_testkit as kit;

use crate::Helm;

#[test]
fn passes_the_kit() {
    kit::check_on(&Helm, &|| kit::deployment("8.7", Launcher::Chart));
}

#[test]
fn is_as_its_golden_of_8_7() {
    let graph = kit::serving(kit::deployment("8.7", Launcher::Chart));
    kit::golden_of(&Helm.emit(&graph, &[]).artifacts, include_str!("../goldens/8.7.yaml"));
}

#[test]
fn is_as_its_golden_of_8_8() {
    let graph = kit::serving(kit::deployment("8.8", Launcher::Chart));
    kit::golden_of(&Helm.emit(&graph, &[]).artifacts, include_str!("../goldens/8.8.yaml"));
}

/// A password is a Secret's, whatever the line.
#[test]
fn no_line_has_a_secret_in_its_values() {
    for line in ["8.5", "8.6", "8.7", "8.8", "8.9", "8.10"] {
        let output = Helm.emit(&kit::serving(kit::deployment(line, Launcher::Chart)), &[]);
        assert!(output.artifacts.iter().all(|it| !it.content.is_secret()), "{line}");
        assert!(!kit::is_refused(&output), "{line}: {:#?}", output.diagnostics);
    }
}
