//! `certc plan`.

use camino::Utf8PathBuf;
use certc_emit::Emitter;
use certc_plan::{Action, Plan, Reason, Step};
use serde_json::{Value, json};

use super::Ended;
use super::planned::planned;
use crate::arguments::{PlanArguments, PlanFormat};
use crate::exit::Exit;
use crate::print;
use crate::timings::Timings;

/// Exactly what compile would do and why.
pub(crate) fn plan(of: &PlanArguments, emitters: &[&dyn Emitter], look: print::Look) -> Ended {
    let mut timings = Timings::default();
    let analysis = super::analyzed(&of.wanted.of, emitters, look, &mut timings);
    let Some(mut analysis) = analysis else { return Ok(Exit::Failed) };
    let (_, plan) = planned(&mut analysis, &of.wanted, of.wanted.moment(), &mut timings)?;
    print::diagnostics(&analysis.said, &analysis.sources, look);
    if analysis.said.has_errors() {
        return Ok(Exit::Failed);
    }
    print::asked_for(&match of.format {
        PlanFormat::Human => human(&plan),
        PlanFormat::Json => format!("{:#}\n", json_of(&plan)),
    })
}

/// A line for each thing that is made or goes, its reason behind it.
pub(crate) fn human(plan: &Plan) -> String {
    if plan.is_empty() {
        return NOTHING_TO_DO.to_owned();
    }
    let kept = plan.files.iter().filter(|it| it.action == Action::Keep).count();
    lines(plan).concat() + &format!("{kept} files stay as they are\n")
}

/// What an empty plan says.
const NOTHING_TO_DO: &str = "nothing to do: what is there is what the spec asks for\n";

/// What is made or goes, a line each.
pub(crate) fn lines(plan: &Plan) -> Vec<String> {
    let certificates = made(&plan.certificates);
    let certificates = certificates.map(|(of, why)| format!("certificate {}: {why}\n", of.name()));
    let files = made(&plan.files).map(|(of, why)| format!("file {of}: {why}\n"));
    let removed = plan.removed.iter().map(|it| format!("file {it}: not asked for any more\n"));
    certificates.chain(files).chain(removed).collect()
}

fn json_of(plan: &Plan) -> Value {
    let certificates = made(&plan.certificates);
    let certificates = certificates.map(|(of, why)| json!({ "name": of.name(), "why": why }));
    let files = made(&plan.files).map(|(of, why)| json!({ "path": of, "why": why }));
    let kept = plan.files.iter().filter(|it| it.action == Action::Keep).map(|it| &it.of);
    json!({
        "format": 1,
        "certificates": certificates.collect::<Vec<_>>(),
        "files": files.collect::<Vec<_>>(),
        "removed": plan.removed,
        "kept": kept.collect::<Vec<&Utf8PathBuf>>(),
    })
}

fn made<T>(steps: &[Step<T>]) -> impl Iterator<Item = (&T, String)> {
    steps.iter().filter_map(|it| match it.action {
        Action::Keep => None,
        Action::Make(reason) => Some((&it.of, why(reason))),
    })
}

fn why(reason: Reason) -> String {
    match reason {
        Reason::New => "new".to_owned(),
        Reason::Changed => "the spec asks for another one".to_owned(),
        Reason::Due => "it ends soon".to_owned(),
        Reason::Asked => "asked for by --renew".to_owned(),
        Reason::IssuerReplaced => "its issuer is another one now".to_owned(),
        Reason::Damaged(how) => format!("its file {how}"),
        Reason::ShowsNewCertificate => "shows a new certificate".to_owned(),
        Reason::PasswordChanged => "a password of it is another one now".to_owned(),
    }
}
