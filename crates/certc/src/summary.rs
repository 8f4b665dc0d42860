//! What `compile` ends with: what was made, where, until when, and what is the reader's to do, as commands.

use camino::Utf8Path;
use certc_graph::{Authority, AuthorityKind};
use certc_plan::{Action, Manifest, Plan};

use crate::generation::MANIFEST;
use crate::pipeline::Analysis;

/// The summary of a generation that was just published.
pub(crate) fn of(
    analysis: &Analysis,
    plan: &Plan,
    root: &Utf8Path,
    number: u64,
) -> Result<String, String> {
    let path = root.join("current").join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|it| format!("{path}: {it}"))?;
    let manifest = Manifest::read(&text).map_err(|it| format!("{path} {it}"))?;
    let mut text = made(&manifest, plan, root, number);
    text += &pins(analysis, &manifest);
    Ok(text)
}

fn made(manifest: &Manifest, plan: &Plan, root: &Utf8Path, number: u64) -> String {
    let count = |actions: &mut dyn Iterator<Item = Action>| {
        actions.filter(|it| *it != Action::Keep).count()
    };
    let certificates = count(&mut plan.certificates.iter().map(|it| it.action));
    let files = count(&mut plan.files.iter().map(|it| it.action));
    let removed = plan.removed.len();
    let end = manifest.certificates.iter().map(|it| (it.not_after, &it.name)).min();
    let end = end.map_or_else(String::new, |(end, name)| format!("first to end: {name}, {end}\n"));
    let removed = if removed == 0 { String::new() } else { format!(", {removed} gone") };
    format!(
        "made {certificates} certificates and {files} files{removed}\n{root}/current is generation {number} now\n{end}"
    )
}

/// For each root of ours that is not pinned the line to add.
fn pins(analysis: &Analysis, manifest: &Manifest) -> String {
    let is_ours = |it: &Authority| it.kind.value == AuthorityKind::Root && it.pinned.is_none();
    let unpinned = analysis.graph.authorities.iter().filter(|(_, it)| is_ours(it));
    let line = |name: &str, sha256: &str| {
        format!(
            "\nso that nobody makes a second `{name}`, add to its block:\n    pinned sha256=\"{sha256}\"\n"
        )
    };
    let lines =
        unpinned.filter_map(|(id, _)| Some(line(&id.0, &manifest.certificate(&id.0)?.sha256)));
    lines.collect()
}
