//! `certc check`.

use camino::Utf8Path;
use certc_diagnostic::{Diagnostics, Source};
use certc_emit::Emitter;

use super::{Ended, fix};
use crate::arguments::{CheckArguments, CheckFormat};
use crate::exit::Exit;
use crate::pipeline;
use crate::print::{self, Said};

/// A spec as it was named, and what is said of it.
pub(super) type Checked<'a> = (&'a Utf8Path, (Vec<Source>, Diagnostics));

/// Every diagnostic of every file.
pub(crate) fn check(of: &CheckArguments, emitters: &[&dyn Emitter], look: print::Look) -> Ended {
    if of.fixing.fix || of.fixing.diff {
        return fix::fix(of, emitters, look);
    }
    let specs = of.specs.iter().map(|it| it.as_path());
    let checked = specs.map(|it| (it, pipeline::check(it, emitters, &super::read)));
    report(&checked.collect::<Vec<_>>(), of.format, look)
}

/// Says what was found, or that nothing was.
pub(super) fn report(of: &[Checked<'_>], format: CheckFormat, look: print::Look) -> Ended {
    let said: Vec<_> = of.iter().map(|it| said(it)).collect();
    print::checked(&said, format, look)?;
    if format == CheckFormat::Human {
        let fine = said.iter().filter(|it| it.diagnostics.is_empty());
        fine.for_each(|it| print::note(&format!("{}: no errors", it.spec)));
        let wrong = of.iter().filter(|it| it.1.1.has_errors()).count();
        if of.len() > 1 {
            print::note(&format!("{wrong} of {} specs have errors", of.len()));
        }
    }
    Ok(ended(of))
}

/// Whether any of them has errors.
pub(super) fn ended(of: &[Checked<'_>]) -> Exit {
    let has_errors = of.iter().any(|it| it.1.1.has_errors());
    if has_errors { Exit::Failed } else { Exit::Done }
}

fn said<'a>((spec, (sources, said)): &'a Checked<'_>) -> Said<'a> {
    Said { spec, sources, diagnostics: &said.0 }
}
