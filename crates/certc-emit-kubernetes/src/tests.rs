use certc_catalog::Launcher;
use certc_diagnostic::{SourceId, Span};
use certc_emit::Emitter;
use certc_emit_testkit as kit;
use certc_schema::Statement;

use crate::Secrets;

/// As the kit asks it of whoever writes for Kubernetes.
#[test]
fn passes_the_kit() {
    kit::check_on(&Secrets, &|| kit::deployment("8.7", Launcher::Chart));
}

#[test]
fn is_as_its_golden() {
    let graph = kit::serving(kit::deployment("8.8", Launcher::Chart));
    let output = Secrets.emit(&graph, &[flag("commands")]);
    kit::golden_of(&output.artifacts, include_str!("../goldens/8.8.txt"));
}

#[test]
fn hashed_secrets_are_immutable() {
    let graph = kit::deployment("8.8", Launcher::Kubernetes);
    let output = Secrets.emit(&graph, &[flag("hashed")]);
    let text = kit::text(&output.artifacts[0].content);
    assert!(text.contains("disableNameSuffixHash: false\n  immutable: true\n"), "{text}");
    assert!(output.diagnostics.is_empty());
}

fn flag(name: &str) -> Statement {
    let span = Span { source: SourceId(0), start: 0, end: 0 };
    Statement::new((name.to_owned(), span))
}
