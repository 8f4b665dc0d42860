//! `certc schema`.

use certc_emit::Emitter;

use super::Ended;
use crate::arguments::SchemaFormat;
use crate::print;
use crate::reference::{Reference, json, markdown};

/// The whole language, with the options of these emitters.
pub(crate) fn schema(format: SchemaFormat, emitters: &[&dyn Emitter]) -> Ended {
    let reference = Reference::new(emitters);
    print::asked_for(&match format {
        SchemaFormat::Markdown => markdown(&reference),
        SchemaFormat::Json => json(&reference),
    })
}
