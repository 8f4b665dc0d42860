//! A drop-in for the unit of a process.

use certc_emit::{Artifact, Content, Piece, mount, mount_path};
use certc_graph::Graph;

/// `systemd/<name>.conf`: where systemd finds the variables. They stand in a file of their own, for whoever may ask
/// systemd for a unit's properties sees the variables in it.
pub(crate) fn drop_in(graph: &Graph, reader: &str) -> Artifact {
    let options = graph.outputs.get("env").map_or(&[][..], |it| &it.children);
    let (base, folder) = (mount_path(options), mount(graph, reader));
    let text = format!(
        "# For /etc/systemd/system/UNIT.service.d/certc.conf, then `systemctl daemon-reload`.\n\
         # The unit's user must be able to read {folder}; systemd itself reads the variables.\n\
         [Service]\nEnvironmentFile={base}/{reader}.env\n"
    );
    Artifact {
        path: format!("systemd/{reader}.conf").into(),
        content: Content::Text(vec![Piece::Text(text)]),
        kind: "systemd-drop-in",
        of: Some(reader.to_owned()),
    }
}
