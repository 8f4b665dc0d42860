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

#[cfg(test)]
mod tests {
    use certc_diagnostic::{Diagnostics, Rule, SourceId};

    use super::*;

    const RULE: Rule = Rule { name: "a-rule", severity: Severity::Error, page: "" };

    /// A text with a finding at each of these bytes.
    fn checked(text: &str, rule: &Rule, places: &[usize]) -> Checked {
        let id = SourceId(0);
        let source = Source { id, path: "a.kdl".into(), text: text.to_owned() };
        let said = |start: &usize| {
            let place = Span { source: id, start: *start, end: start + 1 };
            rule.broken("wrong").at(place, "here")
        };
        (vec![source], Diagnostics(places.iter().map(said).collect()))
    }

    /// Whether what is said at these places afterwards is better than what was: a fix of the first one writes `new` in its
    /// place.
    fn check(rule: &Rule, text: [&str; 2], places: [&[usize]; 2], new: &str, better: bool) {
        let (before, after) =
            (checked(text[0], rule, places[0]), checked(text[1], rule, places[1]));
        let first = before.1.0[0].labels[0].0;
        let said = before.1.0[0].clone().safe_fix("write it", [first.replaced_by(new)]);
        let fixes = [(&said, &said.fixes[0])];
        assert_eq!(is_better(&before, &before, &after, &fixes), better, "{text:?} {places:?}");
    }

    #[test]
    fn what_makes_more_errors_is_not_better() {
        check(&RULE, ["ab", "xb"], [&[0], &[]], "x", true);
        check(&RULE, ["ab", "xb"], [&[0], &[1]], "x", true);
        check(&RULE, ["ab", "xb"], [&[0], &[1, 2]], "x", false);
    }

    #[test]
    fn what_hid_others_is_better_while_it_can_be_read() {
        let hides = &certc_parse::rules::LANGUAGE_VERSION;
        check(hides, ["ab", "xb"], [&[0], &[1, 2]], "x", true);
        check(hides, ["ab", "{{"], [&[0], &[1, 2]], "x", false);
    }

    #[test]
    fn what_is_left_where_it_was_is_not_better() {
        check(&RULE, ["ab", "#ab"], [&[0], &[0]], "#a", false);
        check(&RULE, [" ab", " #ab"], [&[1], &[2]], "#a", true);
        check(&RULE, [";;", ";"], [&[0, 1], &[0]], "", true);
    }
}
