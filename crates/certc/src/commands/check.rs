//! `certc check`.

use camino::Utf8PathBuf;
use certc_emit::Emitter;

use super::Ended;
use crate::exit::Exit;
use crate::{pipeline, print};

/// Every diagnostic of every file.
pub(crate) fn check(specs: &[Utf8PathBuf], emitters: &[&dyn Emitter], look: print::Look) -> Ended {
    let mut is_fine = true;
    for spec in specs {
        let (sources, said) = pipeline::check(spec, emitters, &super::read);
        print::diagnostics(&said, &sources, look);
        if said.has_errors() {
            is_fine = false;
        } else {
            print::note(&format!("{spec}: no errors"));
        }
    }
    Ok(if is_fine { Exit::Done } else { Exit::Failed })
}
