//! A total lexer of KDL 2: every text is a row of tokens, and the tokens side by side are the text.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Blank,
    Newline,
    /// Of either sort, with its nesting.
    Comment {
        depth: usize,
        closed: bool,
    },
    /// `\`: the statement goes on in the next line.
    Continuation,
    /// `/-`
    Slashdash,
    Open,
    Close,
    Semicolon,
    Equals,
    Parenthesis,
    /// A quoted string of any sort.
    Text {
        closed: bool,
    },
    /// Anything else: a bare word, a number, `#true`.
    Word,
}

impl Kind {
    /// Whether it only keeps the parts of a statement apart.
    pub(crate) fn is_space(self) -> bool {
        matches!(self, Self::Blank | Self::Comment { .. })
    }

    /// Whether a statement ends before it.
    pub(crate) fn is_end(self) -> bool {
        matches!(self, Self::Newline | Self::Semicolon | Self::Close)
    }
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) range: Range<usize>,
}

impl Token {
    /// Whether it says something: neither space nor comment.
    pub(crate) fn is_said(&self) -> bool {
        use Kind::{Blank, Comment, Continuation, Newline};
        !matches!(self.kind, Blank | Newline | Comment { .. } | Continuation)
    }

    /// Whether it begins or ends a block.
    pub(crate) fn is_brace(&self) -> bool {
        matches!(self.kind, Kind::Open | Kind::Close)
    }

    /// Whether it is a name or a value.
    pub(crate) fn is_value(&self) -> bool {
        matches!(self.kind, Kind::Text { .. } | Kind::Word)
    }
}

/// Cuts a text into tokens, in one pass.
pub(crate) fn lex(text: &str) -> impl Iterator<Item = Token> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (kind, length) = next(&text[at..])?;
        let start = at;
        at += length;
        Some(Token { kind, range: start..at })
    })
}

/// KDL's newlines.
pub(crate) fn is_newline(it: char) -> bool {
    matches!(it, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank(it: char) -> bool {
    it == '\u{feff}' || it.is_whitespace() && !is_newline(it)
}

fn next(rest: &str) -> Option<(Kind, usize)> {
    let first = rest.chars().next()?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    Some(match first {
        '{' => (Kind::Open, 1),
        '}' => (Kind::Close, 1),
        ';' => (Kind::Semicolon, 1),
        '=' => (Kind::Equals, 1),
        '(' | ')' => (Kind::Parenthesis, 1),
        '\\' => (Kind::Continuation, 1),
        '"' => quoted(rest),
        '#' if rest[hashes..].starts_with('"') => raw(rest, hashes),
        _ if rest.starts_with("//") => {
            (Kind::Comment { depth: 1, closed: true }, rest.find(is_newline).unwrap_or(rest.len()))
        }
        _ if rest.starts_with("/*") => block_comment(rest),
        _ if rest.starts_with("/-") => (Kind::Slashdash, 2),
        _ if rest.starts_with("\r\n") => (Kind::Newline, 2),
        it if is_newline(it) => (Kind::Newline, it.len_utf8()),
        it if is_blank(it) => (Kind::Blank, rest.len() - rest.trim_start_matches(is_blank).len()),
        it => (Kind::Word, word(rest, hashes.max(it.len_utf8()))),
    })
}

/// The end of a bare word, of which the first bytes are certain.
fn word(rest: &str, certain: usize) -> usize {
    let mut last = ' ';
    for (at, it) in rest[certain..].char_indices() {
        if last == '/' && matches!(it, '/' | '*' | '-') {
            return certain + at - 1;
        }
        if is_newline(it) || is_blank(it) || "{}();=\"\\#".contains(it) {
            return certain + at;
        }
        last = it;
    }
    rest.len()
}

fn quoted(rest: &str) -> (Kind, usize) {
    let quotes = if rest.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let mut at = quotes.len();
    while let Some(it) = rest[at..].chars().next() {
        match it {
            '\\' => at += escape(&rest[at..]),
            '"' if rest[at..].starts_with(quotes) => {
                return (Kind::Text { closed: true }, at + quotes.len());
            }
            _ if is_newline(it) && quotes.len() == 1 => break,
            _ => at += it.len_utf8(),
        }
    }
    let length = if quotes.len() == 1 { unclosed(&rest[..at]) } else { at };
    (Kind::Text { closed: false }, length)
}

/// The length of a string that its line ends: the braces at the end of the line are none of it.
fn unclosed(line: &str) -> usize {
    let inner = line.trim_end_matches(|it| is_blank(it) || "{};".contains(it));
    inner.len().max(line.len() - line.trim_start_matches(['#', '"']).len())
}

/// A backslash and what it escapes: one character, or any white space up to the next visible one.
fn escape(rest: &str) -> usize {
    let after = &rest[1..];
    let space = after.len() - after.trim_start_matches(|it| is_newline(it) || is_blank(it)).len();
    let character = after.chars().next().map_or(0, char::len_utf8);
    1 + space.max(character)
}

fn raw(rest: &str, hashes: usize) -> (Kind, usize) {
    let quotes = if rest[hashes..].starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let start = hashes + quotes.len();
    let line = rest[start..].find(is_newline).map_or(rest.len(), |it| start + it);
    let limit = if quotes.len() == 1 { line } else { rest.len() };
    let end = format!("{quotes}{}", &rest[..hashes]);
    match rest[start..limit].find(&end) {
        Some(at) => (Kind::Text { closed: true }, start + at + end.len()),
        None if quotes.len() == 1 => (Kind::Text { closed: false }, unclosed(&rest[..limit])),
        None => (Kind::Text { closed: false }, limit),
    }
}

fn block_comment(rest: &str) -> (Kind, usize) {
    let (mut open, mut depth, mut at) = (0_usize, 0, 0);
    while let Some(it) = rest.as_bytes().get(at..at + 2) {
        let change = if it == b"/*" { 1 } else { -isize::from(it == b"*/") };
        open = open.saturating_add_signed(change);
        depth = depth.max(open);
        at += 1 + change.unsigned_abs();
        if open == 0 {
            return (Kind::Comment { depth, closed: true }, at);
        }
    }
    (Kind::Comment { depth, closed: false }, rest.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;

    fn check(text: &str, kinds: &[Kind]) {
        assert_eq!(lex(text).map(|it| it.kind).collect::<Vec<_>>(), kinds, "{text}");
    }

    #[test]
    fn every_text_is_tokens() {
        use Kind::{Blank, Close, Continuation, Equals, Newline, Open, Slashdash, Word};
        let text = |closed| Kind::Text { closed };
        let comment = |depth, closed| Kind::Comment { depth, closed };
        check("a /-b {}\r\n", &[Word, Blank, Slashdash, Word, Blank, Open, Close, Newline]);
        check("key=\"a\\\"b\"", &[Word, Equals, text(true)]);
        check("\"a\n\"", &[text(false), Newline, text(false)]);
        check("\"a\\\n b\"", &[text(true)]);
        check("\"\"\"\na\n\"\"\"x", &[text(true), Word]);
        check("##\"a\"#b\"##", &[text(true)]);
        check("#\"a\nb", &[text(false), Newline, Word]);
        check("#true ##", &[Word, Blank, Word]);
        check("/* /* */ */a/*", &[comment(2, true), Word, comment(1, false)]);
        check("a/b//c", &[Word, comment(1, true)]);
        check("\\ \n", &[Continuation, Blank, Newline]);
    }

    proptest! {
        #[test]
        fn tokens_side_by_side_are_the_text(text in any::<String>()) {
            let joined: String = lex(&text).map(|it| text[it.range].to_owned()).collect();
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn tokens_of_marks_are_the_text(text in "[\"#/*\\-\\\\{}\n\r =a]{0,40}") {
            let joined: String = lex(&text).map(|it| text[it.range].to_owned()).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
