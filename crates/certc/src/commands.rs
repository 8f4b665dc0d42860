//! One file per command; each returns how it ended, or the one sentence of why it could not.

use camino::Utf8Path;
use certc_emit::Emitter;

use crate::pipeline::{Analysis, analyze_timed};
use crate::print;
use crate::timings::Timings;

mod check;
mod compile;
mod dn;
mod emitters;
mod explain;
mod graph;
mod init;
mod plan;
mod planned;

pub(crate) use check::check;
pub(crate) use compile::compile;
pub(crate) use dn::dn;
pub(crate) use emitters::emitters;
pub(crate) use explain::explain;
pub(crate) use graph::graph;
pub(crate) use init::init;
pub(crate) use plan::{lines, plan};

/// How a command ended, or a sentence of what stopped it.
pub(crate) type Ended = Result<crate::exit::Exit, String>;

fn read(path: &Utf8Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|it| print::reason(&it))
}

/// The first half of a run; `None` where the spec has errors, which are printed then.
fn analyzed(
    spec: &Utf8Path,
    emitters: &[&dyn Emitter],
    look: print::Look,
    timings: &mut Timings,
) -> Option<Analysis> {
    let analysis = analyze_timed(spec, emitters, &read, timings);
    if analysis.said.has_errors() {
        print::diagnostics(&analysis.said, &analysis.sources, look);
        return None;
    }
    Some(analysis)
}
