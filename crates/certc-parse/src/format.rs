//! The one layout of a spec. Moves white space only: every word, string and comment stays as it is and where it is.

use certc_diagnostic::{Diagnostic, Source};

use crate::parse;
use crate::rules::{SAID_TWICE, TYPE_ANNOTATION};

mod layout;
mod read;
mod rows;
mod tree;

use layout::layout;
use read::Reader;

/// The rules that say something of the meaning and nothing against the structure.
const HARMLESS: [&str; 2] = [SAID_TWICE.name, TYPE_ANNOTATION.name];

/// Returns the text in its layout: four spaces for each level, a line for each statement, a block on one line only where
/// its author put it there, up to three statements in it and none of its comments end a line. Formatting it again changes
/// nothing, and it says what it said.
///
/// # Errors
///
/// What is wrong with a text that is no KDL, or may be read otherwise than its author means: it has no layout.
pub fn format(source: &Source) -> Result<String, Vec<Diagnostic>> {
    let (_, said) = parse(source);
    if said.iter().any(|it| !HARMLESS.contains(&&*it.rule)) {
        return Err(said);
    }
    let text = source.text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Ok(layout(&Reader::new(&text).file()))
}
