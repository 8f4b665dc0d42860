//! The tokens of a file as their author means them: `//` in a URL begins no comment, and behind a `#` nothing is a brace.

use crate::lex::{Kind, Token, lex};
use crate::mistakes::is_hash;

/// Lexes a file.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for token in lex(text) {
        match tokens.last_mut() {
            Some(word) if is_url(text, word, &token) => {
                let rest = &text[token.range.clone()];
                let end = rest.find(|it: char| it.is_whitespace() || ";}\"".contains(it));
                let end = token.range.start + end.unwrap_or(rest.len());
                word.range.end = end;
                tokens.extend(
                    lex(&text[end..token.range.end])
                        .map(|it| Token { range: end + it.range.start..end + it.range.end, ..it }),
                );
            }
            _ => tokens.push(token),
        }
    }
    blank_hash_lines(text, &mut tokens);
    tokens
}

/// Whether a comment is the rest of a URL that begins with this word.
fn is_url(text: &str, word: &Token, comment: &Token) -> bool {
    let scheme = text[word.range.clone()].strip_suffix(':').unwrap_or_default();
    word.kind == Kind::Word
        && comment.range.start == word.range.end
        && text[comment.range.clone()].starts_with("//")
        && !scheme.is_empty()
        && scheme.chars().all(|it| it.is_ascii_alphanumeric())
}

/// Where a line begins with `#`, what follows in it is no token of its own.
fn blank_hash_lines(text: &str, tokens: &mut [Token]) {
    let (mut starts, mut is_hashed) = (true, false);
    for token in tokens {
        if token.kind == Kind::Newline {
            (starts, is_hashed) = (true, false);
        } else if is_hashed {
            token.kind = Kind::Blank;
        } else if token.is_said() {
            is_hashed = starts && token.kind == Kind::Word && is_hash(&text[token.range.clone()]);
            starts = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said by a text, token by token.
    fn check(text: &str, said: &[&str]) {
        let tokens = tokens(text);
        let joined: String = tokens.iter().map(|it| &text[it.range.clone()]).collect();
        assert_eq!(joined, text);
        let found = tokens.iter().filter(|it| it.is_said()).map(|it| &text[it.range.clone()]);
        assert_eq!(found.collect::<Vec<_>>(), said, "{text}");
    }

    #[test]
    fn what_looks_like_a_comment_may_be_a_url() {
        check("issuer https://a/b // c", &["issuer", "https://a/b"]);
        check("san { uri https://a } }", &["san", "{", "uri", "https://a", "}", "}"]);
        check("component: // why", &["component:"]);
        check("a b // http://c", &["a", "b"]);
    }

    #[test]
    fn a_line_behind_a_hash_has_no_braces() {
        check("a {\n # b { c\n}", &["a", "{", "#", "}"]);
        check("a #true { # b\n}", &["a", "#true", "{", "#", "b", "}"]);
    }
}
