//! What `plan` and `compile` begin with.

use camino::{Utf8Path, Utf8PathBuf};
use certc_graph::{CertificateId, Graph};
use certc_plan::{Plan, Timestamp};

use crate::arguments::Wanted;
use crate::print;
use crate::state::State;
use crate::timings::Timings;
use certc_analyze::Analysis;

/// Reads what is there and plans against it. What forbids a compile is among the analysis's findings then.
pub(crate) fn planned(
    analysis: &mut Analysis,
    wanted: &Wanted,
    now: Timestamp,
    timings: &mut Timings,
) -> Result<(State, Plan), String> {
    let Analysis { spec, graph, artifacts, said, .. } = analysis;
    refuse_unknown(&wanted.renew, graph)?;
    let judged = certc_issue::given_authorities(graph, Some(now));
    let dated: Vec<_> = judged.into_iter().filter(|it| !said.0.contains(it)).collect();
    said.0.extend(dated);
    let root = folder(&wanted.out, graph);
    let mut state = timings.time("read", || State::read(&root, graph, artifacts))?;
    said.0.extend(state.read_passwords(graph, artifacts));
    if let Some(it) = &state.lost_manifest {
        print::note(&format!(
            "{it}: nothing is known of this generation, so each leaf is made anew"
        ));
    }
    let disk = state.disk(&wanted.renew);
    let plan = || certc_plan::plan(graph, artifacts, &disk, now);
    let plan = said.gather(timings.time("plan", plan));
    certc_resolve::allow_later(&spec.statements, &mut said.0);
    Ok((state, plan))
}

/// Where a deployment's generations lie.
pub(crate) fn folder(out: &Utf8Path, graph: &Graph) -> Utf8PathBuf {
    let deployment = graph.deployment.as_ref().expect("a graph without errors has a deployment");
    let folders = [&deployment.name.value].into_iter().chain(&deployment.environment);
    folders.fold(out.to_owned(), |path, it| path.join(it))
}

/// A name to renew is a certificate that certc makes.
fn refuse_unknown(renew: &[String], graph: &Graph) -> Result<(), String> {
    let made: Vec<_> = graph.certificates().collect();
    let unknown = renew.iter().find(|it| made.iter().all(|made| made.name() != **it));
    let Some(name) = unknown else { return Ok(()) };
    let suggestion = certc_parse::suggest(name, made.iter().map(CertificateId::name));
    let suggestion = suggestion.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
    Err(format!("--renew {name}: no certificate has this name{suggestion}"))
}
