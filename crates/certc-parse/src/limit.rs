//! How much of what is wrong is worth reading.

use std::collections::{BTreeMap, BTreeSet};

use certc_diagnostic::{Diagnostic, Rule, Severity, SourceId};

use crate::rules::{TOO_MANY_ERRORS, TOO_MANY_WARNINGS};

/// How many findings about one file are worth reading.
const WORTH_READING: usize = 20;

/// How many findings a stage keeps: of more, nobody asks how many they are.
pub(crate) const WORTH_KEEPING: usize = 1000;

/// How many letters of a word are worth repeating.
const WORTH_REPEATING: usize = 60;

/// Returns a word as a message repeats it.
pub(crate) fn short(word: &str) -> String {
    let mut letters = word.chars();
    let mut short: String = letters.by_ref().take(WORTH_REPEATING).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

/// Returns what of many findings is worth reading: each once, and of each file the first twenty errors.
pub fn worth_reading(said: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut files: BTreeMap<Option<SourceId>, Vec<Diagnostic>> = BTreeMap::new();
    for it in said {
        let place = it.labels.first().map(|it| it.0);
        if seen.insert((it.rule.clone(), place, it.message.clone())) {
            files.entry(place.map(|it| it.source)).or_default().push(it);
        }
    }
    files.into_values().flat_map(at_most_twenty).collect()
}

/// Returns the findings in the order of the text; of the errors the first twenty, and one that says how many more there
/// are. A warning neither hides an error nor becomes one by its number.
pub(crate) fn at_most_twenty(mut said: Vec<Diagnostic>) -> Vec<Diagnostic> {
    said.sort_by_key(|it| it.labels.first().map(|it| it.0));
    let (mut errors, others): (Vec<_>, Vec<_>) =
        said.into_iter().partition(|it| it.severity == Severity::Error);
    shorten(&mut errors, &TOO_MANY_ERRORS, "errors");
    errors.extend(others);
    errors.sort_by_key(|it| it.labels.first().map(|it| it.0));
    errors
}

/// Returns what is worth reading of what `allow` has left: of each file the first twenty warnings and notes, and one that
/// says how many more there are.
pub fn few_warnings(said: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (mut all, others): (Vec<_>, Vec<_>) =
        said.into_iter().partition(|it| it.severity == Severity::Error);
    let mut files: BTreeMap<Option<SourceId>, Vec<Diagnostic>> = BTreeMap::new();
    for it in others {
        files.entry(it.labels.first().map(|it| it.0.source)).or_default().push(it);
    }
    for (_, mut warnings) in files {
        warnings.sort_by_key(|it| it.labels.first().map(|it| it.0));
        shorten(&mut warnings, &TOO_MANY_WARNINGS, "warnings");
        all.extend(warnings);
    }
    all
}

/// Leaves twenty, and one that says how many there were.
fn shorten(said: &mut Vec<Diagnostic>, rule: &Rule, what: &str) {
    let more = said.len().saturating_sub(WORTH_READING);
    let next = said.get(WORTH_READING).and_then(|it| it.labels.first()).map(|it| it.0);
    said.truncate(WORTH_READING);
    said.extend(next.map(|place| {
        let message = format!("{more} more {what} in this file are not shown");
        rule.broken(message).at(place, "the next one").help("mend those above first")
    }));
}

#[cfg(test)]
mod tests {
    use certc_diagnostic::{Rule, Severity};

    use super::{WORTH_READING, worth_reading};

    #[test]
    fn warnings_neither_hide_an_error_nor_become_one() {
        let rule = |severity| Rule { name: "a-rule", severity, page: "" };
        let (warning, error) = (rule(Severity::Warning), rule(Severity::Error));
        let warnings = (0..=WORTH_READING).map(|it| warning.broken(format!("warning {it}")));
        let said = worth_reading(warnings.chain([error.broken("an error")]).collect());
        assert_eq!(said.len(), WORTH_READING + 2);
        assert_eq!(said.iter().filter(|it| it.severity == Severity::Error).count(), 1);
    }
}
