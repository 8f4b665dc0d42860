//! Where a reader's folder lies, in the generation and to the process.

use camino::Utf8PathBuf;
use certc_catalog::Platform;
use certc_graph::Graph;
use certc_schema::Statement;

/// Where a process finds its folder, where no spec says it.
const MOUNT: &str = "/opt/security/conf";

/// The key of the public trust in its Secret, as the chart expects it.
pub const TRUST_KEY: &str = "ca.crt";

/// The option `directory` of the emitter `files`: the folder of all readers' folders, within the generation.
pub fn directory(options: &[Statement]) -> &str {
    text(options, "directory").unwrap_or("pki")
}

/// The folder of a reader within the generation: all that it needs and nothing else.
pub fn folder(graph: &Graph, reader: &str) -> Utf8PathBuf {
    Utf8PathBuf::from_iter([directory(options(graph, "files")), reader])
}

/// The option `mount-path` of the emitter `env`, which holds for all: where processes find their folders.
pub fn mount_path(options: &[Statement]) -> &str {
    text(options, "mount-path").unwrap_or(MOUNT).trim_end_matches('/')
}

/// Where a process finds its folder. On plain hosts several may share a disk, so each has one of its own there.
pub fn mount(graph: &Graph, reader: &str) -> String {
    let base = mount_path(options(graph, "env"));
    let platform = graph.deployment.as_ref().map(|it| it.platform.value);
    if platform == Some(Platform::Hosts) { format!("{base}/{reader}") } else { base.to_owned() }
}

/// The Kubernetes Secret of a reader.
pub fn secret(reader: &str) -> String {
    format!("certc-{reader}")
}

/// The Kubernetes Secret of whom all processes trust; no reader's has a point before `trust`.
pub fn trust_secret() -> String {
    "certc.trust".to_owned()
}

fn options<'a>(graph: &'a Graph, output: &str) -> &'a [Statement] {
    graph.outputs.get(output).map_or(&[][..], |it| &it.children)
}

fn text<'a>(options: &'a [Statement], name: &str) -> Option<&'a str> {
    options.iter().find(|it| it.name.0 == name)?.arguments.first()?.0.text()
}
