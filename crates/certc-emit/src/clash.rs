//! Refuses two artifacts in one place.

use std::collections::BTreeMap;

use certc_diagnostic::Diagnostic;
use certc_graph::{Graph, blame};

use crate::Artifact;
use crate::rules::PATH_CLASH;

/// The one file of a generation that no emitter writes: where its manifest lies.
pub const MANIFEST: &str = "manifest.json";

/// Artifacts in the place of another, of another's folder, or of the manifest, ignoring case.
pub fn clashes(graph: &Graph, artifacts: &[Artifact]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, Option<&Artifact>> = [(MANIFEST.to_owned(), None)].into();
    let mut said = Vec::new();
    for artifact in artifacts {
        if seen.insert(artifact.path.as_str().to_lowercase(), Some(artifact)).is_some() {
            said.push(clash(graph, artifact));
        }
    }
    for artifact in artifacts {
        let folders = artifact.path.ancestors().skip(1);
        if folders.map(|it| it.as_str().to_lowercase()).any(|it| seen.contains_key(&it)) {
            said.push(clash(graph, artifact));
            break;
        }
    }
    said
}

fn clash(graph: &Graph, artifact: &Artifact) -> Diagnostic {
    let message =
        format!("`{}` cannot be written: its place is taken by another file", artifact.path);
    let said = PATH_CLASH
        .broken(message)
        .help("rename what it belongs to, or say another `directory` of `output files`");
    let reader = artifact.of.as_ref().and_then(|it| graph.readers.get(it));
    match reader {
        Some(it) => blame(said, &graph.leaf(&it.leaf).name.origin, "its holder"),
        None => said,
    }
}
