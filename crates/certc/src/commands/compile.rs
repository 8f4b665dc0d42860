use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use certc_emit::Emitter;
use certc_graph::{CertificateId, Graph};
use certc_plan::{Action, Plan, Timestamp};
use certc_publish::Folder;
use indicatif::ProgressBar;

use super::Ended;
use crate::arguments::CompileArguments;
use crate::exit::Exit;
use crate::pipeline::{self, Analysis};
use crate::state::State;
use crate::timings::{Keys, Timings};
use crate::{print, summary};

/// Issues what is due and publishes a generation.
pub(crate) fn compile(
    of: &CompileArguments,
    emitters: &[&dyn Emitter],
    look: print::Look,
) -> Ended {
    let mut timings = Timings::default();
    let Some(analysis) = super::analyzed(&of.spec, emitters, look, &mut timings) else {
        return Ok(Exit::Failed);
    };
    let ended = run(of, analysis, look, &mut timings);
    if of.timings {
        print::timings(&timings);
    }
    ended
}

/// Locks the folder, reads what is there, plans, and does what the plan says.
fn run(
    of: &CompileArguments,
    mut analysis: Analysis,
    look: print::Look,
    timings: &mut Timings,
) -> Ended {
    let (root, now) = (folder(&of.out, &analysis.graph), now(of.now));
    refuse_unknown(&of.renew, &analysis.graph)?;
    let locked =
        if of.dry_run { None } else { Some(Folder::open(&root).map_err(|it| it.to_string())?) };
    let read = || State::read(&root, &analysis.graph, &analysis.artifacts);
    let mut state = timings.time("read", read)?;
    analysis.said.0.extend(state.read_passwords(&analysis.graph, &analysis.artifacts));
    if let Some(it) = &state.lost_manifest {
        print::note(&format!(
            "{it}: nothing is known of this generation, so each leaf is made anew"
        ));
    }
    let disk = state.disk(&of.renew);
    let plan = || certc_plan::plan(&analysis.graph, &analysis.artifacts, &disk, now);
    let planned = timings.time("plan", plan);
    let plan = analysis.said.gather(planned);
    if analysis.said.has_errors() {
        print::diagnostics(&analysis.said, &analysis.sources, look);
        return Ok(Exit::Failed);
    }
    let Some(locked) = locked.filter(|_| !plan.is_empty()) else {
        print::diagnostics(&analysis.said, &analysis.sources, look);
        return print::asked_for(&super::plan::human(&plan));
    };
    publish(analysis, &root, state, &plan, locked, now, look, timings)
}

#[expect(clippy::too_many_arguments, reason = "the end of the pipeline needs all that came before")]
fn publish(
    mut analysis: Analysis,
    root: &Utf8Path,
    state: State,
    plan: &Plan,
    locked: Folder,
    now: Timestamp,
    look: print::Look,
    timings: &mut Timings,
) -> Ended {
    let last = state.last.clone();
    let inputs = state.inputs(&analysis.graph, &analysis.artifacts, plan, now)?;
    let (bar, keys) = (progress(plan), Keys::default());
    let watch = |_: &CertificateId, make: &mut dyn FnMut()| {
        keys.time(make);
        bar.inc(1);
    };
    let published =
        pipeline::compile(&mut analysis, plan, inputs, last.as_ref(), locked, &watch, timings);
    bar.finish_and_clear();
    timings.keys = keys;
    print::diagnostics(&analysis.said, &analysis.sources, look);
    let Some(published) = published.map_err(|it| it.to_string())? else { return Ok(Exit::Failed) };
    let ended = print::asked_for(&summary::of(&analysis, plan, root, published.number)?)?;
    match published.unconfirmed {
        None => Ok(ended),
        Some(why) => {
            print::problem(&format!("published, but the disk did not confirm: {why}"));
            Ok(Exit::NotConfirmed)
        }
    }
}

/// Where a deployment's generations lie.
pub(crate) fn folder(out: &Utf8Path, graph: &Graph) -> Utf8PathBuf {
    let deployment = graph.deployment.as_ref().expect("a graph without errors has a deployment");
    let folders = [&deployment.name.value].into_iter().chain(&deployment.environment);
    folders.fold(out.to_owned(), |path, it| path.join(it))
}

/// The moment that was said, or this one.
pub(crate) fn now(said: Option<Timestamp>) -> Timestamp {
    said.unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp(since.as_secs().cast_signed())
    })
}

/// A name to renew is a certificate that certc makes.
pub(crate) fn refuse_unknown(renew: &[String], graph: &Graph) -> Result<(), String> {
    let made = graph.certificates().map(|it| match it {
        CertificateId::Authority(it) => it.0,
        CertificateId::Leaf(it) => it.0,
    });
    let known: Vec<_> = made.collect();
    match renew.iter().find(|it| known.iter().all(|known| **known != ***it)) {
        None => Ok(()),
        Some(name) => Err(match certc_parse::suggest(name, known.iter().map(|it| &**it)) {
            Some(it) => {
                format!("--renew {name}: no certificate has this name; did you mean `{it}`?")
            }
            None => format!("--renew {name}: no certificate has this name"),
        }),
    }
}

/// A bar of the keys to make; nothing is drawn where standard error is no terminal.
fn progress(plan: &Plan) -> ProgressBar {
    let made = plan.certificates.iter().filter(|it| it.action != Action::Keep).count();
    let bar = ProgressBar::new(u64::try_from(made).unwrap_or(0));
    bar.set_message("keys");
    bar
}
