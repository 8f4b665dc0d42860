//! `certc graph`.

use std::fmt::Write;

use certc_emit::Emitter;
use certc_graph::{AuthorityId, Graph, Leaf};

use super::Ended;
use crate::arguments::{GraphFormat, SpecArguments};
use crate::exit::Exit;
use crate::print;
use crate::timings::Timings;

/// Who signs whom.
pub(crate) fn graph(
    of: &SpecArguments,
    format: GraphFormat,
    emitters: &[&dyn Emitter],
    look: print::Look,
) -> Ended {
    let Some(analysis) = super::analyzed(of, emitters, look, &mut Timings::default()) else {
        return Ok(Exit::Failed);
    };
    print::diagnostics(&analysis.said, &analysis.sources, look);
    let graph = &analysis.graph;
    print::asked_for(&match format {
        GraphFormat::Tree => {
            let roots = signed_by(graph, None);
            roots
                .iter()
                .map(|it| format!("{}\n{}", line(graph, it), branches(graph, it, "")))
                .collect()
        }
        GraphFormat::Mermaid => mermaid(graph),
    })
}

/// One thing of the graph that has a certificate.
enum Signed<'a> {
    Authority(&'a AuthorityId),
    Leaf(&'a Leaf),
}

/// What an authority signs; without one, what nobody here signs.
fn signed_by<'a>(graph: &'a Graph, issuer: Option<&AuthorityId>) -> Vec<Signed<'a>> {
    let authorities = graph.authorities.iter().filter(|it| it.1.kind.value.issuer() == issuer);
    let leaves = graph.leaves.values().filter(|it| Some(&it.issued_by.value) == issuer);
    let authorities = authorities.map(|it| Signed::Authority(it.0));
    authorities.chain(leaves.map(Signed::Leaf)).collect()
}

fn line(graph: &Graph, of: &Signed<'_>) -> String {
    match of {
        Signed::Authority(id) => format!("{}  {}", id.0, graph.authority(id).subject.java.0),
        Signed::Leaf(leaf) => {
            let role = match (leaf.server, leaf.client) {
                (true, true) => "server and client",
                (true, false) => "server",
                _ => "client",
            };
            format!("{}  {}  ({role})", leaf.name.value, leaf.subject.java.0)
        }
    }
}

fn branches(graph: &Graph, of: &Signed<'_>, indent: &str) -> String {
    let Signed::Authority(id) = of else { return String::new() };
    let signed = signed_by(graph, Some(id));
    let mut text = String::new();
    for (index, it) in signed.iter().enumerate() {
        let is_last = index + 1 == signed.len();
        let (branch, further) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let below = branches(graph, it, &format!("{indent}{further}"));
        write!(text, "{indent}{branch}{}\n{below}", line(graph, it)).expect("text takes all");
    }
    text
}

/// Nodes have numbers for ids: a name could be a word of Mermaid's.
fn mermaid(graph: &Graph) -> String {
    let authorities = graph.authorities.iter().map(|(id, it)| (&*id.0, it.kind.value.issuer()));
    let leaves = graph.leaves.values();
    let leaves = leaves.map(|it| (it.name.value.as_str(), Some(&it.issued_by.value)));
    let all: Vec<_> = authorities.chain(leaves).collect();
    let number = |name: &str| all.iter().position(|it| it.0 == name).unwrap_or_default();
    let nodes = all.iter().map(|it| format!("  n{}[\"{}\"]\n", number(it.0), it.0));
    let arrows = all.iter().filter_map(|(name, issuer)| {
        Some(format!("  n{} --> n{}\n", number(&(*issuer)?.0), number(name)))
    });
    ["flowchart TD\n".to_owned()].into_iter().chain(nodes).chain(arrows).collect()
}
