//! Bare words that KDL reads otherwise than their author, or not at all.

use certc_diagnostic::{Diagnostic, Span};

use super::Mistakes;
use crate::limit::short;
use crate::rules::{SYNTAX, UNUSUAL_SYNTAX};

/// The values of KDL 2 that begin with `#`.
const KEYWORDS: &[&str] = &["#true", "#false", "#null", "#inf", "#-inf", "#nan"];

/// Quotes of other languages and of word processors, and what closes them.
const QUOTES: &[(char, &[char])] = &[
    ('\'', &['\'']),
    ('“', &['”', '“', '"']),
    ('”', &['”', '"']),
    ('„', &['“', '”', '"']),
    ('‘', &['’', '\'']),
    ('’', &['’', '\'']),
    ('«', &['»']),
];

/// How far away a quote is looked for, in bytes.
const NEAR: usize = 400;

/// What a bare word is.
pub(crate) enum Word {
    /// Nothing is wrong with it that `kdl` would not say.
    Fine,
    /// It begins a text in other quotes.
    Quoted {
        whole: Span,
        inner: Span,
        said: Box<Diagnostic>,
    },
    /// A mark that is none of KDL's follows it.
    Trailing {
        before: Span,
        said: Box<Diagnostic>,
    },
    Wrong(Box<Diagnostic>),
}

impl Mistakes<'_> {
    pub(crate) fn word(&self, place: Span) -> Word {
        let word = &self.text[place.start..place.end];
        if let Some((quote, closing)) = QUOTES.iter().find(|it| word.starts_with(it.0)) {
            return self.quoted(place, *quote, closing);
        }
        if word.contains("://") {
            return self.url(place);
        }
        let is_list = word.contains(['[', ']']);
        let trailing = word.strip_suffix([',', ':']).filter(|it| !it.is_empty() && !is_list);
        match trailing {
            Some(before) => self.trailing(place, place.start + before.len()),
            None => self.wrong(place).map_or(Word::Fine, |it| Word::Wrong(Box::new(it))),
        }
    }

    /// A mark of another language behind a word.
    fn trailing(&self, place: Span, end: usize) -> Word {
        let (before, mark) = (Span { end, ..place }, Span { start: end, ..place });
        let (message, label) = match self.shown(mark) {
            "," => ("values have no commas between them", "as in JSON"),
            _ => ("a name has no colon behind it", "as in YAML"),
        };
        let said = UNUSUAL_SYNTAX.broken(message).at(place, label);
        let fix = format!("remove the `{}`", self.shown(mark));
        let said = Box::new(said.safe_fix(&fix, [mark.replaced_by("")]));
        Word::Trailing { before, said }
    }

    /// To KDL its `//` begins a comment.
    fn url(&self, place: Span) -> Word {
        let said =
            UNUSUAL_SYNTAX.broken("a URL stands in quotes: without them `//` begins a comment");
        let said = said.at(place, "here").safe_fix("write it in quotes", place.in_quotes());
        Word::Quoted { whole: place, inner: place, said: Box::new(said) }
    }

    /// A text up to the quote that ends it in its line.
    fn quoted(&self, place: Span, quote: char, closing: &[char]) -> Word {
        let start = place.start + quote.len_utf8();
        let near = self.text.floor_char_boundary(self.text.len().min(start + NEAR));
        let line = self.text[start..near].split('\n').next().unwrap_or_default();
        let ends = line.char_indices().filter(|(at, it)| {
            let after = line[at + it.len_utf8()..].chars().next();
            closing.contains(it)
                && after.is_none_or(|it| it.is_whitespace() || ";}{=,".contains(it))
        });
        let message = "text has straight double quotes";
        let said = UNUSUAL_SYNTAX.broken(message);
        let help = "write `\"` at its start and end";
        let Some((at, end)) = { ends }.next() else {
            return Word::Wrong(Box::new(said.at(place, "here").help(help)));
        };
        let inner = self.at(start, start + at);
        let whole = Span { end: inner.end + end.len_utf8(), ..place };
        let said = said.at(whole, "here").help(help);
        let is_plain = !self.text[inner.start..inner.end].contains(['"', '\\']);
        let edits = [
            self.at(place.start, start).replaced_by("\""),
            self.at(inner.end, whole.end).replaced_by("\""),
        ];
        let said = if is_plain { said.safe_fix(help, edits) } else { said };
        Word::Quoted { whole, inner, said: Box::new(said) }
    }

    fn wrong(&self, place: Span) -> Option<Diagnostic> {
        let word = &self.text[place.start..place.end];
        let brief = short(self.shown(place));
        let quoted = format!("write it in quotes: `\"{brief}\"`");
        let keyword = format!("#{word}");
        if KEYWORDS.contains(&keyword.as_str()) {
            let said = SYNTAX.broken(format!("KDL 2 writes `{keyword}`")).at(place, "here");
            let said = said.help(format!("or, if it is text, {quoted}"));
            return Some(said.unsafe_fix("write `#` before it", [place.before().replaced_by("#")]));
        }
        if word == "*/" {
            let said = SYNTAX.broken("`*/` ends no comment").at(place, "here");
            let said = said.help("remove it, or write the `/*` that it ends");
            return Some(said.unsafe_fix("remove it", [place.replaced_by("")]));
        }
        if word.contains(['[', ']']) {
            let said = SYNTAX.broken("lists have no brackets or commas").at(place, "here");
            return Some(said.help("write a line for each value"));
        }
        if word == "," {
            let said = SYNTAX.broken("values have no commas between them").at(place, "here");
            return Some(said.safe_fix("remove the `,`", [place.replaced_by("")]));
        }
        if is_hash(word) {
            let known = KEYWORDS[..3].iter().map(|it| format!("`{it}`"));
            let said = SYNTAX.broken(format!("`{brief}` is no value of KDL")).at(place, "here");
            let known = known.collect::<Vec<_>>().join(", ");
            return Some(said.help(format!("it has {known}; comments start with `//`")));
        }
        if looks_like_number(word) && !is_number(word) {
            let said = SYNTAX.broken(format!("`{brief}` is neither a number nor a word"));
            return Some(said.at(place, "here").unsafe_fix(&quoted, place.in_quotes()));
        }
        if word.contains('/') {
            let said = SYNTAX.broken("a word without quotes has no `/`").at(place, "here");
            return Some(said.safe_fix(&quoted, place.in_quotes()));
        }
        None
    }
}

/// Whether a word begins what other languages take for a comment.
pub(crate) fn is_hash(word: &str) -> bool {
    word.starts_with('#') && !KEYWORDS.contains(&word)
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
