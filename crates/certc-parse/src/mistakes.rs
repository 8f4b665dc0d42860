//! Mistakes of syntax that are common enough for words of our own; `kdl` says the rest.

use std::ops::Range;

use crate::lex::{Kind, Token};
use crate::limit::short;

/// What is wrong, where and what to do.
pub(crate) struct Mistake {
    pub(crate) message: String,
    pub(crate) range: Range<usize>,
    pub(crate) help: String,
}

/// Looks through the tokens of one statement. `shown` is its text as it may be shown.
pub(crate) fn mistakes(tokens: &[Token], text: &str, shown: &str) -> Vec<Mistake> {
    let mut continued = false;
    let is_read = |it: &&Token| {
        continued |= it.kind == Kind::Continuation;
        if it.kind == Kind::Newline {
            return !std::mem::take(&mut continued);
        }
        it.is_said() && it.kind != Kind::Slashdash
    };
    let said: Vec<_> = tokens.iter().filter(is_read).collect();
    let found = said.iter().enumerate().filter_map(|(at, token)| {
        let before = |it: usize| said.get(at.wrapping_sub(it)).copied();
        let next = said.get(at + 1).copied();
        let (message, help) = if token.kind == Kind::Equals {
            equals(before(2), next)?
        } else if token.kind == Kind::Open {
            nameless(before(1), next)?
        } else if token.kind == (Kind::Text { closed: true }) {
            escape(&text[token.range.clone()])?
        } else {
            mistake(token, &shown[token.range.clone()])?
        };
        let start = before(1).filter(|_| token.kind == Kind::Equals).unwrap_or(token).range.start;
        Some(Mistake { message, range: start..token.range.end, help })
    });
    let mut found: Vec<_> = found.collect();
    if said.first().is_some_and(|it| it.kind == Kind::Open) {
        found.truncate(1);
    }
    found
}

/// What is wrong with a `=`, by what stands before its name and after it.
fn equals(before: Option<&Token>, next: Option<&Token>) -> Option<(String, String)> {
    if !before.is_some_and(Token::is_value) {
        let message = "a line's own name takes no `=`".into();
        Some((message, "write the name, a blank and the value".into()))
    } else if !next.is_some_and(|it| it.is_value() || it.kind == Kind::Parenthesis) {
        let message = "this property has no value".into();
        Some((message, "write it after the `=`, in the same line".into()))
    } else {
        None
    }
}

/// A `{` where a statement begins.
fn nameless(before: Option<&Token>, next: Option<&Token>) -> Option<(String, String)> {
    let begins = |it: &Token| matches!(it.kind, Kind::Newline | Kind::Semicolon | Kind::Open);
    if !before.is_none_or(begins) {
        None
    } else if before.is_none() && next.is_some_and(|it| matches!(it.kind, Kind::Text { .. })) {
        let help =
            "write a line for each fact: its name, a blank and its value, such as `language 1`";
        Some(("a spec is KDL, not JSON".into(), help.into()))
    } else {
        Some(("this block has no name".into(), "write its name before the `{`".into()))
    }
}

/// A backslash in a quoted string that escapes nothing.
fn escape(text: &str) -> Option<(String, String)> {
    let mut rest = text.strip_prefix('"')?;
    while let Some((_, after)) = rest.split_once('\\') {
        let escaped = after.chars().next()?;
        if !"nrt\\\"bfsu".contains(escaped) && !escaped.is_whitespace() {
            let help = "write `\\\\` for a backslash, or a raw string: `#\"…\"#`";
            return Some(("a backslash begins an escape, and this is none".into(), help.into()));
        }
        rest = &after[escaped.len_utf8()..];
    }
    None
}

fn mistake(token: &Token, shown: &str) -> Option<(String, String)> {
    let (message, help) = match token.kind {
        Kind::Text { closed: false } => {
            ("this string is never closed".into(), "write the closing quotes".into())
        }
        Kind::Parenthesis if shown == "(" => {
            ("type annotations have no meaning here".into(), "write the value alone".into())
        }
        Kind::Word => return word(shown),
        Kind::Blank | Kind::Newline | Kind::Comment { .. } | Kind::Continuation => return None,
        Kind::Slashdash | Kind::Open | Kind::Close | Kind::Semicolon => return None,
        Kind::Equals | Kind::Parenthesis | Kind::Text { .. } => return None,
    };
    Some((message, help))
}

fn word(shown: &str) -> Option<(String, String)> {
    let brief = short(shown.trim_matches('\''));
    let quoted = format!("write it in quotes: `\"{brief}\"`");
    if matches!(shown, "true" | "false" | "null" | "inf" | "-inf" | "nan") {
        Some((format!("KDL 2 writes `#{shown}`"), format!("or, if it is text, {quoted}")))
    } else if shown.starts_with('\'') {
        Some(("text has double quotes".into(), quoted))
    } else if shown.starts_with(['“', '”', '„', '‘', '’', '«']) {
        Some(("text has straight double quotes".into(), "write `\"` at its start and end".into()))
    } else if shown.contains(['[', ']']) || shown.ends_with(',') {
        Some(("lists have no brackets or commas".into(), "write a line for each value".into()))
    } else if shown == "#" {
        Some(("`#` starts no comment".into(), "comments start with `//`".into()))
    } else if looks_like_number(shown) && !is_number(shown) {
        Some((format!("`{brief}` is neither a number nor a word"), quoted))
    } else {
        None
    }
}

/// KDL reads a word that begins like a number as one.
fn looks_like_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let unsigned = unsigned.strip_prefix('.').unwrap_or(unsigned);
    unsigned.starts_with(|it: char| it.is_ascii_digit())
}

fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return is_digits(digits, radix);
        }
    }
    let (number, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    [whole, fraction, exponent].into_iter().all(|it| is_digits(it, 10))
}

fn is_digits(text: &str, radix: u32) -> bool {
    text.starts_with(|it: char| it.is_digit(radix))
        && text.chars().all(|it| it == '_' || it.is_digit(radix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lex::lex;

    fn check(text: &str, said: &[(&str, &str)]) {
        let found = mistakes(&lex(text).collect::<Vec<_>>(), text, text);
        let found: Vec<_> =
            found.iter().map(|it| (&text[it.range.clone()], &*it.message)).collect();
        assert_eq!(found, said, "{text}");
    }

    #[test]
    fn each_has_its_words() {
        let annotation = "type annotations have no meaning here";
        check("a b=1 \"c\" 0x1f -1.5e+3 1_000 -x #true", &[]);
        check("a \\\n b=1 /-c=2 \\ // d\n e=3\n f", &[]);
        check("a true", &[("true", "KDL 2 writes `#true`")]);
        check("a b=\n", &[("b=", "this property has no value")]);
        check("a b = }", &[("b =", "this property has no value")]);
        check("a \"b", &[("\"b", "this string is never closed")]);
        check("a 'b'", &[("'b'", "text has double quotes")]);
        check("a=1", &[("a=", "a line's own name takes no `=`")]);
        check("a { b = c }", &[("b =", "a line's own name takes no `=`")]);
        check("a [b]", &[("[b]", "lists have no brackets or commas")]);
        check("a b, c", &[("b,", "lists have no brackets or commas")]);
        check("a # b", &[("#", "`#` starts no comment")]);
        check("a 365d", &[("365d", "`365d` is neither a number nor a word")]);
        check("a 10.0.0.1", &[("10.0.0.1", "`10.0.0.1` is neither a number nor a word")]);
        check("a (b)c d=(e)f", &[("(", annotation), ("(", annotation)]);
    }
}
