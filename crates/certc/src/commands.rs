//! One file per command; each returns how it ended, or the one sentence of why it could not.

use std::fs::File;
use std::io::Read;

use camino::Utf8Path;
use certc_emit::Emitter;
use certc_parse::LONGEST_FILE;

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
mod probe;

pub(crate) use check::check;
pub(crate) use compile::compile;
pub(crate) use dn::dn;
pub(crate) use emitters::emitters;
pub(crate) use explain::explain;
pub(crate) use graph::graph;
pub(crate) use init::init;
pub(crate) use plan::{lines, plan};
pub(crate) use probe::probe;

/// How a command ended, or a sentence of what stopped it.
pub(crate) type Ended = Result<crate::exit::Exit, String>;

/// Reads no more of a file than shows that it is too long: a device may never end.
fn read(path: &Utf8Path) -> Result<Vec<u8>, String> {
    let most = LONGEST_FILE as u64 + 1;
    let mut bytes = Vec::new();
    let read = |it: File| it.take(most).read_to_end(&mut bytes);
    File::open(path).and_then(read).map_err(|it| certc_publish::reason(&it))?;
    Ok(bytes)
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

#[test]
fn a_file_without_end_is_read_as_far_as_shows_that_it_is_too_long() {
    let bytes = read("/dev/zero".into()).expect("a device");
    assert_eq!(bytes.len(), LONGEST_FILE + 1);
}
