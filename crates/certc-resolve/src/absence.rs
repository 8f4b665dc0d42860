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
    said.retain(|it| {
        let is = |rule: &&Rule| rule.name == it.rule;
        let is_of_the_top = it.labels.is_empty() || OF_THE_TOP.iter().any(is);
        let is_missing = is(&&rules::MISSING_STATEMENT);
        let is_incomplete = |(place, _): &(Span, String)| {
            let around = around(&spec.statements, *place);
            let nearest = if is_missing { 0 } else { around.len().saturating_sub(1) };
            around[nearest..].iter().any(|it| it.is_incomplete)
        };
        !(spec.is_incomplete && is_of_the_top || it.labels.iter().any(is_incomplete))
    });
}

fn has_gap(of: &Statement) -> bool {
    of.is_incomplete || of.children.iter().any(has_gap)
}

/// The statements around a place, the outermost first.
fn around(statements: &[Statement], place: Span) -> Vec<&Statement> {
    let (mut around, mut inner) = (Vec::new(), statements);
    while let Some(statement) = inner.iter().find(|it| it.holds(place)) {
        around.push(statement);
        inner = &statement.children;
    }
    around
}
