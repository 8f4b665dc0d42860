//! `certc fmt`.

use std::io::Read;

use camino::{Utf8Path, Utf8PathBuf};
use certc_diagnostic::{Diagnostics, Source, SourceId};
use certc_parse::LONGEST_FILE;

use super::Ended;
use crate::exit::Exit;
use crate::print;

/// Stands for standard input, and its layout for standard output.
const STANDARD: &str = "-";

/// Lays out each file by itself, or says which of them it would change. One that is no KDL stays as it is.
pub(crate) fn fmt(specs: &[Utf8PathBuf], check: bool, look: print::Look) -> Ended {
    let (mut is_fine, mut asked_for) = (true, String::new());
    for spec in specs {
        let done = laid_out(spec, look).and_then(|it| {
            let Some((before, after)) = it else { return Ok(false) };
            let is_changed = before != after;
            if check {
                asked_for += &changed(spec, is_changed);
                return Ok(!is_changed);
            }
            if spec == STANDARD {
                asked_for += &after;
            } else if is_changed {
                let replaced = certc_publish::replace(spec, before.as_bytes(), after.as_bytes());
                replaced.map_err(|it| it.to_string())?;
                print::note(&print::harmless(&format!("formatted {spec}")));
            }
            Ok(true)
        });
        is_fine &= done.unwrap_or_else(|problem| {
            print::problem(&problem);
            false
        });
    }
    print::asked_for(&asked_for)?;
    Ok(if is_fine { Exit::Done } else { Exit::Failed })
}

fn changed(spec: &Utf8Path, is_changed: bool) -> String {
    if is_changed { print::harmless(spec.as_str()) + "\n" } else { String::new() }
}

/// The text of a file and its layout; nothing where it has none, which is printed then.
fn laid_out(spec: &Utf8Path, look: print::Look) -> Result<Option<(String, String)>, String> {
    let bytes = if spec == STANDARD { standard_input() } else { super::read(spec) };
    let bytes = bytes.map_err(|why| format!("`{spec}` cannot be read: {why}"))?;
    let text = certc_analyze::text(bytes).map_err(|why| format!("`{spec}` {why}"))?;
    let source = Source { id: SourceId(0), path: spec.to_owned(), text };
    match certc_parse::format(&source) {
        Ok(after) => Ok(Some((source.text, after))),
        Err(said) => {
            print::diagnostics(&Diagnostics(said), &[source], look);
            Ok(None)
        }
    }
}

fn standard_input() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LONGEST_FILE as u64 + 1).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|it| certc_publish::reason(&it))
}
