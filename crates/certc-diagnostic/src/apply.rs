//! Fixes applied to texts.

use crate::{Edit, Fix, Span};

/// Returns a text with these edits made.
///
/// Of two that overlap the first is made. What is inserted gets the line ends of the text.
///
/// # Panics
///
/// Where an edit is not of this text: it ends behind it or within a letter.
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> String {
    let mut edits: Vec<_> = edits.into_iter().collect();
    edits.sort_by_key(|it| (it.span.start, it.span.end));
    let is_crlf = text.contains("\r\n");
    let (mut applied, mut done) = (String::with_capacity(text.len()), 0);
    for Edit { span, text: new } in edits {
        if span.start < done {
            continue;
        }
        applied.push_str(&text[done..span.start]);
        applied.push_str(&if is_crlf { new.replace('\n', "\r\n") } else { new.clone() });
        done = span.end;
    }
    applied + &text[done..]
}

/// Returns those of the fixes that can be applied at once: one that meets an earlier one is left out.
pub fn compatible<'a>(fixes: impl IntoIterator<Item = &'a Fix>) -> Vec<&'a Fix> {
    let mut chosen: Vec<&Fix> = Vec::new();
    for fix in fixes {
        if !chosen.iter().any(|it| meet(it, fix)) {
            chosen.push(fix);
        }
    }
    chosen
}

/// Two insertions at one place meet too: nobody knows which of them is to be first.
fn meet(one: &Fix, other: &Fix) -> bool {
    let meet = |a: Span, b: Span| {
        let overlap = a.start < b.end && b.start < a.end;
        a.source == b.source && (overlap || a.start == b.start)
    };
    one.edits.iter().any(|a| other.edits.iter().any(|b| meet(a.span, b.span)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Applicability, SourceId};

    fn edits(of: &[(usize, usize, &str)]) -> Vec<Edit> {
        let span = |start, end| Span { source: SourceId(0), start, end };
        of.iter().map(|it| span(it.0, it.1).replaced_by(it.2)).collect()
    }

    #[test]
    fn edits_are_made_where_they_belong() {
        let check = |text, of: &[_], applied| assert_eq!(apply(text, &edits(of)), applied);
        check("abc", &[], "abc");
        check("abc", &[(3, 3, "!"), (0, 1, "")], "bc!");
        check("'a'", &[(0, 1, "\""), (2, 3, "\"")], "\"a\"");
        check("abc", &[(0, 2, "x"), (1, 3, "y")], "xc");
        check("abc", &[(1, 2, "x"), (1, 1, "-")], "a-xc");
        check("é!", &[(2, 3, "?")], "é?");
        check("a\nb", &[(0, 0, "x\n")], "x\na\nb");
        check("a\r\nb", &[(0, 0, "x\n")], "x\r\na\r\nb");
    }

    #[test]
    fn the_first_of_two_that_meet_is_chosen() {
        let check = |of: &[&[(usize, usize, &str)]], chosen: &[usize]| {
            let applicability = Applicability::Safe;
            let fix = |title: usize, it| Fix {
                title: title.to_string(),
                edits: edits(it),
                applicability,
            };
            let fixes: Vec<_> = of.iter().enumerate().map(|it| fix(it.0, it.1)).collect();
            let titles: Vec<_> = compatible(&fixes).iter().map(|it| it.title.clone()).collect();
            assert_eq!(titles, chosen.iter().map(ToString::to_string).collect::<Vec<_>>());
        };
        check(&[&[(0, 2, "")], &[(2, 3, "")]], &[0, 1]);
        check(&[&[(0, 2, "")], &[(1, 3, "")], &[(2, 3, "")]], &[0, 2]);
        check(&[&[(0, 1, ""), (4, 5, "")], &[(4, 5, "")]], &[0]);
        check(&[&[(1, 1, "a")], &[(1, 1, "b")]], &[0]);
        check(&[&[(1, 1, "a")], &[(0, 2, "b")]], &[0]);
        check(&[&[(1, 1, "a")], &[(1, 2, "b")]], &[0]);
    }
}
