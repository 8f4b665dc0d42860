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
    let is_of_the_top = |it: &Diagnostic| {
        it.labels.is_empty() || OF_THE_TOP.iter().any(|rule| rule.name == it.rule)
    };
    said.retain(|it| {
        let is_of_incomplete =
            it.labels.iter().any(|(span, _)| is_incomplete(&spec.statements, *span));
        !is_of_incomplete && !(spec.is_incomplete && is_of_the_top(it))
    });
}

/// Whether the innermost statement around a place has lines that could not be read.
fn is_incomplete(statements: &[Statement], place: Span) -> bool {
    let is_around = |it: &&Statement| {
        let Span { source, start, end } = it.span;
        source == place.source && start <= place.start && place.end <= end
    };
    statements.iter().find(is_around).is_some_and(|it| {
        let is_within = it.children.iter().any(|it| is_around(&it));
        if is_within { is_incomplete(&it.children, place) } else { it.is_incomplete }
    })
}
