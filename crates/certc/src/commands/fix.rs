//! `certc check --fix`: applies fixes, and looks at the result before it is written.

use camino::Utf8PathBuf;
use certc_diagnostic::{Applicability, Severity};
use certc_emit::Emitter;

use super::Ended;
use super::check::report;
use crate::arguments::CheckArguments;
use crate::exit::Exit;
use crate::print::{self, counted};

mod judge;
mod mender;

use mender::{File, Mended, Mender};

/// Applies the fixes to the files, or shows what they would change; then says what is left.
pub(crate) fn fix(of: &CheckArguments, emitters: &[&dyn Emitter], look: print::Look) -> Ended {
    let most = if of.is_unsafe { Applicability::Unsafe } else { Applicability::Safe };
    let mut mender = Mender::new(emitters, &super::read, most);
    let mended: Vec<_> = of.specs.iter().map(|it| (it, mender.mend(it))).collect();
    let files = mender.files();
    if of.fixing.diff {
        let changes = files.iter().map(|(path, it)| print::diff(path, &it.read, &it.text));
        print::asked_for(&changes.collect::<String>())?;
    } else {
        let replace = |(path, it): (&Utf8PathBuf, &File)| {
            certc_publish::replace(path, it.read.as_bytes(), it.text.as_bytes())
        };
        files.iter().try_for_each(replace).map_err(|it| it.to_string())?;
    }
    for (spec, it) in &mended {
        let would = if of.fixing.diff { "would be fixed" } else { "fixed" };
        print::note(&format!("{spec}: {} {would}", it.fixed));
    }
    if of.fixing.diff {
        return Ok(unwritten(&mended));
    }
    let checked = mended.into_iter().map(|(spec, it)| (spec.as_path(), (it.sources, it.said)));
    report(&checked.collect::<Vec<_>>(), of.format, look)
}

/// What is left of specs that were not written; the exit status is that of what lies on the disk.
fn unwritten(mended: &[(&Utf8PathBuf, Mended)]) -> Exit {
    for (spec, it) in mended {
        let left = it.said.0.iter().filter(|it| it.severity == Severity::Error).count();
        if left > 0 {
            print::note(&format!("{spec}: {} would be left", counted(left, "error")));
        }
    }
    let had_errors = mended.iter().any(|it| it.1.had_errors);
    if had_errors { Exit::Failed } else { Exit::Done }
}
