//! Where a reader's folder lies, in the generation and to the process.

use camino::Utf8PathBuf;
use certc_graph::Graph;
use certc_schema::Statement;

/// The option `directory` of the emitter `files`: the folder of all readers' folders, within the generation.
pub fn directory(options: &[Statement]) -> &str {
    text(options, "directory").unwrap_or("pki")
}

/// The folder of a reader within the generation: all that it needs and nothing else.
pub fn folder(graph: &Graph, reader: &str) -> Utf8PathBuf {
    let files = graph.outputs.get("files").map_or(&[][..], |it| &it.children);
    Utf8PathBuf::from_iter([directory(files), reader])
}

/// The option `mount-path`: where a process finds its folder.
pub fn mount_path(options: &[Statement]) -> &str {
    text(options, "mount-path").unwrap_or("/opt/security/conf")
}

fn text<'a>(options: &'a [Statement], name: &str) -> Option<&'a str> {
    options.iter().find(|it| it.name.0 == name)?.arguments.first()?.0.text()
}
