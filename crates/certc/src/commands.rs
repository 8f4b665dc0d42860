//! One file per command; each returns how it ended, or the one sentence of why it could not.

use std::fs::File;
use std::io::{self, Read};

use camino::Utf8Path;
use certc_analyze::Analysis;
use certc_emit::Emitter;
use certc_parse::LONGEST_FILE;
use rustix::fs::{Mode, OFlags};

use crate::arguments::SpecArguments;
use crate::timings::Timings;
use crate::{pipeline, print};

mod check;
mod compile;
mod dn;
mod emitters;
mod explain;
mod fix;
mod fmt;
mod graph;
mod init;
mod plan;
mod planned;
mod probe;
mod schema;

pub(crate) use check::check;
pub(crate) use compile::compile;
pub(crate) use dn::dn;
pub(crate) use emitters::emitters;
pub(crate) use explain::explain;
pub(crate) use fmt::fmt;
pub(crate) use graph::graph;
pub(crate) use init::init;
pub(crate) use plan::{lines, plan};
pub(crate) use probe::probe;
pub(crate) use schema::schema;

/// How a command ended, or a sentence of what stopped it.
pub(crate) type Ended = Result<crate::exit::Exit, String>;

/// Reads no more of a file than shows that it is too long. To open a FIFO must not wait, and a device may never end.
fn read(path: &Utf8Path) -> Result<Vec<u8>, String> {
    let reason = |it: io::Error| certc_publish::reason(&it);
    let how = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let opened = rustix::fs::open(path.as_std_path(), how, Mode::empty());
    let file = File::from(opened.map_err(|it| reason(it.into()))?);
    if !file.metadata().map_err(reason)?.is_file() {
        return Err("it is no regular file".to_owned());
    }
    let most = LONGEST_FILE as u64 + 1;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes).map_err(reason)?;
    Ok(bytes)
}

/// The first half of a run; `None` where the spec has errors, which are printed then.
fn analyzed(
    of: &SpecArguments,
    emitters: &[&dyn Emitter],
    look: print::Look,
    timings: &mut Timings,
) -> Option<Analysis> {
    let laps = timings.laps();
    let analysis = pipeline::hosted(emitters, &read, &|it| laps.ended(it), |host| {
        certc_analyze::analyze(&of.spec, of.environment.as_deref(), host)
    });
    if analysis.said.has_errors() {
        print::diagnostics(&analysis.said, &analysis.sources, look);
        return None;
    }
    Some(analysis)
}

#[test]
fn what_may_never_end_is_not_read() {
    for path in ["/dev/zero", "/dev/stdin", "/"] {
        assert_eq!(read(path.into()), Err("it is no regular file".to_owned()), "{path}");
    }
}
