//! Whether a spec is better off with fixes than without.

use certc_diagnostic::{Diagnostic, Fix, Severity, Source, Span};

use super::mender::{Checked, Chosen};

/// Whether these fixes of the findings of `base` have mended them, and nothing is worse than in `last`.
pub(super) fn is_better(
    base: &Checked,
    last: &Checked,
    after: &Checked,
    fixes: &[Chosen<'_>],
) -> bool {
    let of_text =
        |it: &Diagnostic| certc_parse::rules::RULES.iter().any(|rule| rule.name == it.rule);
    // A line that is left out hides the mistakes of others: then only what is no KDL can be compared.
    let is_worse = if last.1.0.iter().any(of_text) {
        unreadable(&after.0) > unreadable(&last.0)
    } else {
        count(&after.1.0) > count(&last.1.0)
    };
    !is_worse && !fixes.iter().any(|it| is_left(it, base, after, fixes))
}

fn count(said: &[Diagnostic]) -> usize {
    said.iter().filter(|it| it.severity == Severity::Error).count()
}

fn unreadable(sources: &[Source]) -> usize {
    sources.iter().map(|it| count(&certc_parse::parse(it).1)).sum()
}

/// Whether a finding is still where it was: then its fix would be applied again and again. One that only takes away comes
/// to an end by itself.
fn is_left(
    (said, fix): &Chosen<'_>,
    base: &Checked,
    after: &Checked,
    fixes: &[Chosen<'_>],
) -> bool {
    let grows = |it: &Fix| it.edits.iter().any(|it| it.text.len() > it.span.end - it.span.start);
    let Some(place) = said.labels.first().map(|it| it.0).filter(|_| grows(fix)) else {
        return false;
    };
    let path = |of: &Checked, span: Span| {
        of.0.iter().find(|it| it.id == span.source).map(|it| it.path.clone())
    };
    let moved = moved(place, fixes);
    let is_there = |it: &Span| moved.contains(&it.start) && path(after, *it) == path(base, place);
    let same = after.1.0.iter().filter(|it| it.rule == said.rule && it.message == said.message);
    { same }.any(|it| it.labels.first().is_some_and(|it| is_there(&it.0)))
}

/// Where a place begins after the edits: before what is inserted there, or behind it.
fn moved(place: Span, fixes: &[Chosen<'_>]) -> [usize; 2] {
    let edits = fixes.iter().flat_map(|it| &it.1.edits);
    let edits: Vec<_> = edits.filter(|it| it.span.source == place.source).collect();
    [0, 1].map(|behind| {
        let before = edits.iter().filter(|it| it.span.end < place.start + behind);
        before.fold(place.start, |at, it| at + it.text.len() + it.span.start - it.span.end)
    })
}
