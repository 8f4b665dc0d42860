//! What fixes change in a file, as `diff -u` shows it.

use camino::Utf8Path;
use certc_diagnostic::{Source, SourceId};
use similar::TextDiff;

use super::harmless;
use super::shown::Shown;

/// The lines that differ and those around them; no password of the old text is in it.
pub(crate) fn diff(path: &Utf8Path, before: &str, after: &str) -> String {
    let source = |text: &str| Source { id: SourceId(0), path: path.into(), text: text.to_owned() };
    let (before, after) = (source(before), source(after));
    let (old, new) = (Shown::new(&before), Shown::new(&after));
    let mut hidden = with_line_ends(&new);
    for it in old.secrets().filter(|it| it.len() > 3) {
        hidden = hidden.replace(it, &"*".repeat(it.len()));
    }
    let old = with_line_ends(&old);
    let name = harmless(path.as_str());
    TextDiff::from_lines(&old, &hidden).unified_diff().header(&name, &name).to_string()
}

/// The text that is shown has a blank where a line ends with a carriage return, which harms nobody there.
fn with_line_ends(of: &Shown<'_>) -> String {
    let lines = of.source.text.split_inclusive('\n').zip(of.text.split_inclusive('\n'));
    let line = |(raw, shown): (&str, &str)| match shown.strip_suffix(" \n") {
        Some(it) if raw.ends_with("\r\n") => format!("{it}\r\n"),
        _ => shown.to_owned(),
    };
    lines.map(line).collect()
}
