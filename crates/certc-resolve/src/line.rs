//! Edits of a spec's lines.

use certc_diagnostic::{Edit, Source, Span};

/// Takes a statement out of its file: with its line, where nothing else stands in it.
pub(crate) fn without(statement: Span, sources: &[Source]) -> Edit {
    let source = sources.iter().find(|it| it.id == statement.source);
    let Some(Source { text, .. }) = source else { return statement.replaced_by("") };
    let (before, after) = (&text[..statement.start], &text[statement.end..]);
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    let rest = after.split_inclusive('\n').next().unwrap_or_default();
    if before[start..].trim().is_empty() && rest.trim().is_empty() {
        return Span { start, end: statement.end + rest.len(), ..statement }.replaced_by("");
    }
    let next = after.trim_start_matches([' ', '\t']).strip_prefix(';');
    let next = next.map_or(after, |it| it.trim_start_matches([' ', '\t']));
    Span { end: text.len() - next.len(), ..statement }.replaced_by("")
}

/// A name as a value of KDL.
pub(crate) fn name(of: &str) -> String {
    let is_word = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    let is_bare = of.starts_with(|it: char| it.is_ascii_alphabetic()) && of.bytes().all(is_word);
    if is_bare { of.to_owned() } else { format!("\"{of}\"") }
}

#[test]
fn a_line_goes_with_its_only_statement() {
    let check = |text: &str, rest: &str| {
        let id = certc_diagnostic::SourceId(0);
        let source = Source { id, path: "a.kdl".into(), text: text.to_owned() };
        let start = text.find('x').expect("a statement");
        let edit = without(Span { source: id, start, end: start + 1 }, &[source]);
        assert_eq!(certc_diagnostic::apply(text, [&edit]), rest);
    };
    check("a\n  x\nb", "a\nb");
    check("a\r\n  x \r\nb", "a\r\nb");
    check("a\nx", "a\n");
    check("  x // why\nb", "   // why\nb");
    check("a { x; b }", "a { b }");
    check("a { b; x }", "a { b;  }");
    check("x; b\n", "b\n");
}
