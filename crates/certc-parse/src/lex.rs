//! A total lexer of KDL 2: every text is a row of tokens, and the tokens side by side are the text.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// White space within a line.
    Blank,
    /// The end of a line.
    Newline,
    /// Of either sort.
    Comment {
        /// How deep it nests.
        depth: usize,
        /// Whether it has an end.
        closed: bool,
    },
    /// `\`: the statement goes on in the next line.
    Continuation,
    /// `/-`
    Slashdash,
    /// `{`
    Open,
    /// `}`
    Close,
    /// `;`
    Semicolon,
    /// `=`
    Equals,
    /// Either of them.
    Parenthesis,
    /// A quoted string of any sort.
    Text {
        /// Whether it has an end.
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

    /// Whether it is a comment that goes on to the end of the file.
    pub(crate) fn is_unclosed_comment(self) -> bool {
        matches!(self, Self::Comment { closed: false, .. })
    }

    /// Whether it is a name or a value.
    pub(crate) fn is_value(self) -> bool {
        matches!(self, Self::Text { .. } | Self::Word)
    }

    /// Whether a statement ends before it.
    pub(crate) fn is_end(self) -> bool {
        matches!(self, Self::Newline | Self::Semicolon | Self::Close)
    }
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where, in bytes.
    pub range: Range<usize>,
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
        self.kind.is_value()
    }
}

/// Cuts a text into tokens, in one pass.
pub fn lex(text: &str) -> impl Iterator<Item = Token> {
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
    Some(match first {
        '{' => (Kind::Open, 1),
        '}' => (Kind::Close, 1),
        ';' => (Kind::Semicolon, 1),
        '=' => (Kind::Equals, 1),
        '(' | ')' => (Kind::Parenthesis, 1),
        '\\' => (Kind::Continuation, 1),
        '"' => quoted(rest),
        '#' => hashes(rest),
        '\n' => (Kind::Newline, 1),
        ' ' => (Kind::Blank, blank(rest)),
        'a'..='z' | 'A'..='Z' => (Kind::Word, word(rest, 1)),
        _ if rest.starts_with("//") => {
            (Kind::Comment { depth: 1, closed: true }, until(rest, 2, is_newline))
        }
        _ if rest.starts_with("/*") => block_comment(rest),
        _ if rest.starts_with("/-") => (Kind::Slashdash, 2),
        _ if rest.starts_with("\r\n") => (Kind::Newline, 2),
        it if is_newline(it) => (Kind::Newline, it.len_utf8()),
        it if is_blank(it) => (Kind::Blank, blank(rest)),
        it => (Kind::Word, word(rest, it.len_utf8())),
    })
}

/// ASCII characters that never end anything: the lexer runs over them byte by byte.
const PLAIN: [bool; 128] = {
    let mut plain = [false; 128];
    let mut it = b'!';
    while it < 127 {
        plain[it as usize] =
            !matches!(it, b'{' | b'}' | b'(' | b')' | b';' | b'=' | b'"' | b'\\' | b'#' | b'/');
        it += 1;
    }
    plain
};

/// Where the first such character is from there on, or the end; `is_end` is asked of those alone that are not plain.
fn until(rest: &str, start: usize, is_end: impl Fn(char) -> bool) -> usize {
    let mut at = start;
    loop {
        let run = rest.as_bytes()[at..].iter();
        at += run.take_while(|it| PLAIN.get(usize::from(**it)).is_some_and(|it| *it)).count();
        match rest[at..].chars().next() {
            Some(it) if !is_end(it) => at += it.len_utf8(),
            _ => return at,
        }
    }
}

fn blank(rest: &str) -> usize {
    let spaces = rest.bytes().take_while(|it| *it == b' ').count();
    rest.len() - rest[spaces..].trim_start_matches(is_blank).len()
}

fn hashes(rest: &str) -> (Kind, usize) {
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    if rest[hashes..].starts_with('"') {
        raw(rest, hashes)
    } else {
        (Kind::Word, word(rest, hashes))
    }
}

/// The end of a bare word, of which the first bytes are certain.
fn word(rest: &str, certain: usize) -> usize {
    let ends = |it| is_newline(it) || is_blank(it) || "{}();=\"\\#".contains(it);
    let mut at = certain;
    loop {
        at = until(rest, at, |it| it == '/' || ends(it));
        let after = rest[at..].strip_prefix('/');
        match after {
            Some(it) if !it.starts_with(['/', '*', '-']) => at += 1,
            _ => return at,
        }
    }
}

fn quoted(rest: &str) -> (Kind, usize) {
    let quotes = if rest.starts_with("\"\"\"") { "\"\"\"" } else { "\"" };
    let is_line = quotes.len() == 1;
    let mut at = quotes.len();
    loop {
        at = until(rest, at, |it| it == '\\' || it == '"' || is_line && is_newline(it));
        if rest[at..].starts_with(quotes) {
            return (Kind::Text { closed: true }, at + quotes.len());
        } else if rest[at..].starts_with('\\') {
            at += escape(&rest[at..]);
        } else if rest[at..].starts_with('"') {
            at += 1;
        } else {
            break;
        }
    }
    let length = if is_line { unclosed(&rest[..at]) } else { at };
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
    let is_line = quotes.len() == 1;
    let end = format!("{quotes}{}", &rest[..hashes]);
    let mut at = hashes + quotes.len();
    loop {
        at = until(rest, at, |it| it == '"' || is_line && is_newline(it));
        if rest[at..].starts_with(&end) {
            return (Kind::Text { closed: true }, at + end.len());
        } else if rest[at..].starts_with('"') {
            at += 1;
        } else {
            break;
        }
    }
    (Kind::Text { closed: false }, if is_line { unclosed(&rest[..at]) } else { at })
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
