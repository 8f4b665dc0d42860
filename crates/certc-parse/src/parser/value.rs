//! One token as the value that it is.

use certc_diagnostic::Span;
use certc_schema::Value;
use kdl::{KdlEntry, KdlValue};

use super::Parser;
use crate::lex::Kind;
use crate::mistakes::Word;

/// The longest value in bytes.
const LONGEST: usize = 64 * 1024;

impl Parser<'_> {
    /// Reads the value that is next; nothing where it is none.
    pub(super) fn value(&mut self) -> Option<(Value, Span)> {
        let (kind, place) = (self.peek().filter(|it| it.is_value())?, self.place());
        self.step();
        if place.end - place.start > LONGEST {
            let message = format!("this value is longer than {} KiB", LONGEST / 1024);
            let start =
                Span { end: self.mistakes.text.ceil_char_boundary(place.start + 1), ..place };
            self.said.push(self.mistakes.too_large(message, start));
            return None;
        }
        if kind == Kind::Word {
            return self.word(place);
        }
        if let Some(said) = self.mistakes.text(kind, place) {
            self.said.push(said);
            return None;
        }
        self.by_kdl(place)
    }

    fn word(&mut self, place: Span) -> Option<(Value, Span)> {
        let text = self.words(place);
        if is_plain(text) {
            return Some((Value::Text(text.to_owned()), place));
        }
        match self.mistakes.word(place) {
            Word::Fine => self.by_kdl(place),
            Word::Quoted { whole, inner, said } => {
                self.said.push(*said);
                while self.place().start < whole.end && self.peek().is_some() {
                    self.step();
                }
                Some((Value::Text(self.words(inner).to_owned()), whole))
            }
            Word::Trailing { before, said } => {
                self.said.push(*said);
                self.by_kdl(before)
            }
            Word::Wrong(said) => {
                self.said.push(*said);
                None
            }
        }
    }

    fn by_kdl(&mut self, place: Span) -> Option<(Value, Span)> {
        match KdlEntry::parse(self.words(place)) {
            Ok(it) => Some((value(it.value()), place)),
            Err(error) => {
                let said = error.diagnostics.first().and_then(|it| it.message.as_deref());
                self.said.push(self.mistakes.not_kdl(place, said));
                None
            }
        }
    }
}

/// Whether a word is a text for certain: most are.
fn is_plain(word: &str) -> bool {
    let is_letter = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    word.starts_with(|it: char| it.is_ascii_lowercase())
        && word.chars().all(is_letter)
        && !matches!(word, "true" | "false" | "null" | "inf" | "nan")
}

fn value(value: &KdlValue) -> Value {
    match value {
        KdlValue::String(it) => Value::Text(it.clone()),
        KdlValue::Integer(it) => Value::Number(*it),
        KdlValue::Float(it) => Value::Decimal(*it),
        KdlValue::Bool(it) => Value::Flag(*it),
        KdlValue::Null => Value::Null,
    }
}
