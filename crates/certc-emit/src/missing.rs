//! What emitters say in one way.

use certc_diagnostic::Diagnostic;
use certc_graph::{Graph, blame};

use crate::rules::FILES_MISSING;

/// An output that names files which no other output writes.
pub fn without_files(graph: &Graph, output: &str) -> Option<Diagnostic> {
    let asked = graph.outputs.get(output).filter(|_| !graph.outputs.contains_key("files"))?;
    let said =
        FILES_MISSING.broken(format!("nobody writes the files that `output {output}` names"));
    Some(said.at(asked.name.1, "names key stores and trust stores").help("add `output files`"))
}

/// Points a finding at a reader's line of the spec.
pub fn at_reader(graph: &Graph, reader: &str, said: Diagnostic, label: &str) -> Diagnostic {
    match graph.readers.get(reader) {
        Some(it) => blame(said, &graph.leaf(&it.leaf).name.origin, label),
        None => said,
    }
}
