//! What may only seem to be wrong, because a line that would make it right could not be read.

use certc_diagnostic::{Diagnostic, Rule, Span};
use certc_parse::Spec;
use certc_schema::Statement;

use crate::rules;

/// Broken where a statement at the top of the spec is missing.
const OF_THE_TOP: [&Rule; 6] = [
    &rules::AMBIGUOUS_ISSUER,
    &rules::MISSING_ISSUER,
    &rules::UNKNOWN_PROVIDER,
    &rules::UNKNOWN_REFERENCE,
    &rules::VARIABLES_MISSING,
    &rules::ZEEBE_CLIENT_MISSING,
];

/// Takes out what is said of a block as a whole, or of the spec, of which something could not be read.
pub(crate) fn drop_follow_ups(spec: &Spec, said: &mut Vec<Diagnostic>) {
    if !spec.is_incomplete && !spec.statements.iter().any(has_gap) {
        return;
    }
    let mut sorted: Vec<_> = spec.statements.iter().collect();
    sorted.sort_by_key(|it| it.span);
    said.retain(|it| {
        let is = |rule: &&Rule| rule.name == it.rule;
        let is_of_the_top = it.labels.is_empty() || OF_THE_TOP.iter().any(is);
        let is_missing = is(&&rules::MISSING_STATEMENT);
        let is_incomplete = |(place, _): &(Span, String)| {
            let around = around(&sorted, *place);
            let nearest = if is_missing { 0 } else { around.len().saturating_sub(1) };
            around[nearest..].iter().any(|it| it.is_incomplete)
        };
        !(spec.is_incomplete && is_of_the_top || it.labels.iter().any(is_incomplete))
    });
}

fn has_gap(of: &Statement) -> bool {
    of.is_incomplete || of.children.iter().any(has_gap)
}

/// The statements around a place, the outermost first; `sorted` are those of the top in the order of the files.
fn around<'a>(sorted: &[&'a Statement], place: Span) -> Vec<&'a Statement> {
    let before = sorted.partition_point(|it| it.span.before() <= place.before());
    let nearest = before.checked_sub(1).map(|it| sorted[it]).filter(|it| it.holds(place));
    // A line of an environment lies elsewhere than the block that it was put into.
    let top = nearest.or_else(|| sorted.iter().copied().find(|it| it.holds(place)));
    let mut around: Vec<_> = top.into_iter().collect();
    while let Some(inner) =
        around.last().and_then(|it| it.children.iter().find(|it| it.holds(place)))
    {
        around.push(inner);
    }
    around
}
