//! `certc compile`.

use certc_emit::Emitter;
use certc_graph::CertificateId;
use certc_plan::{Action, Plan};
use certc_publish::Folder;
use indicatif::{ProgressBar, ProgressStyle};

use super::Ended;
use super::planned::{folder, planned};
use crate::arguments::CompileArguments;
use crate::exit::Exit;
use crate::timings::{Keys, Timings};
use crate::{pipeline, print, summary};

/// Issues what is due and publishes a generation.
pub(crate) fn compile(
    of: &CompileArguments,
    emitters: &[&dyn Emitter],
    look: print::Look,
) -> Ended {
    let mut timings = Timings::default();
    let ended = run(of, emitters, look, &mut timings);
    if of.timings {
        print::timings(&timings);
    }
    ended
}

/// Holds the folder, plans, and does what the plan says.
fn run(
    of: &CompileArguments,
    emitters: &[&dyn Emitter],
    look: print::Look,
    timings: &mut Timings,
) -> Ended {
    let Some(mut analysis) = super::analyzed(&of.wanted.of, emitters, look, timings) else {
        return Ok(Exit::Failed);
    };
    let root = folder(&of.wanted.out, &analysis.graph);
    let held =
        (!of.dry_run).then(|| Folder::open(&root)).transpose().map_err(|it| it.to_string())?;
    let now = of.wanted.moment();
    let (mut state, plan) = planned(&mut analysis, &of.wanted, now, timings)?;
    if !plan.is_empty() {
        analysis.said.0.extend(state.read_key_passwords(&analysis.graph));
    }
    let is_refused = analysis.said.has_errors();
    let Some(held) = held.filter(|_| !is_refused && !plan.is_empty()) else {
        print::diagnostics(&analysis.said, &analysis.sources, look);
        return if is_refused {
            Ok(Exit::Failed)
        } else {
            print::asked_for(&super::plan::human(&plan))
        };
    };
    let last = state.last.clone();
    let inputs = state.inputs(&analysis.graph, &analysis.artifacts, &plan, now)?;
    let (bar, keys) = (progress(&plan), Keys::default());
    let watch = |_: &CertificateId, make: &mut dyn FnMut()| {
        keys.time(make);
        bar.inc(1);
    };
    let published =
        pipeline::compile(&mut analysis, &plan, inputs, last.as_ref(), held, &watch, timings);
    bar.finish_and_clear();
    timings.keys = keys;
    print::diagnostics(&analysis.said, &analysis.sources, look);
    let published = published.map_err(|it| it.to_string())?;
    let Some((published, manifest)) = published else { return Ok(Exit::Failed) };
    let summary = summary::of(&analysis, &plan, last.as_ref(), &manifest, &root);
    // It is published: what fails from here on is no failure of the job.
    if let Err(it) = print::asked_for(&summary) {
        print::problem(&format!("published generation {}, but {it}", published.number));
    }
    let Some(why) = published.unconfirmed else { return Ok(Exit::Done) };
    print::problem(&format!("published, but the disk did not confirm: {why}"));
    Ok(Exit::NotConfirmed)
}

/// A bar of the keys to make; nothing is drawn where standard error is no terminal.
fn progress(plan: &Plan) -> ProgressBar {
    let made = plan.certificates.iter().filter(|it| it.action != Action::Keep).count();
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} keys").expect("a template");
    ProgressBar::new(u64::try_from(made).unwrap_or(0)).with_style(style)
}
