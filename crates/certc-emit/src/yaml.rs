//! YAML that every reader understands alike: the words and numbers of YAML 1.1 are quoted, lines are not folded.

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use crate::Piece;

/// A document, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// A string, quoted where a reader would take it for something else.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A string that holds what is only known later: letters and digits.
    Later(Vec<Piece>),
    /// A list.
    List(Vec<Yaml>),
    /// A map, in this order.
    Map(IndexMap<String, Yaml>),
}

impl Yaml {
    /// A map without entries.
    pub fn map() -> Self {
        Self::Map(IndexMap::new())
    }

    /// A map of these entries.
    pub fn of<'a>(entries: impl IntoIterator<Item = (&'a str, Yaml)>) -> Self {
        Self::Map(entries.into_iter().map(|(name, it)| (name.to_owned(), it)).collect())
    }

    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Puts a value at a path of names with points between, beside what stands there.
    pub fn set(&mut self, path: &str, value: Yaml) {
        let Self::Map(entries) = self else { panic!("a bug in certc, please report it: {path}") };
        match path.split_once('.') {
            Some((name, rest)) => {
                entries.entry(name.to_owned()).or_insert_with(Self::map).set(rest, value);
            }
            None => drop(entries.insert(path.to_owned(), value)),
        }
    }

    /// Its text, in pieces where something is only known later.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut later = Vec::new();
        let word = self.unused_word();
        let text = written(&self.plain(&word, &mut later));
        let mut pieces = Vec::new();
        let mut rest = text.as_str();
        for (number, of) in later.iter().enumerate() {
            let parts = rest.split_once(&placeholder(&word, number));
            let (before, after) = parts.expect("every placeholder stands in the text");
            pieces.push(Piece::Text(before.to_owned()));
            pieces.extend(of.iter().cloned());
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        pieces
    }

    /// The same with a placeholder for each string that is only known later.
    fn plain(&self, word: &str, later: &mut Vec<Vec<Piece>>) -> Yaml {
        match self {
            Self::Text(_) | Self::Flag(_) | Self::Number(_) => self.clone(),
            Self::Later(pieces) => {
                later.push(pieces.clone());
                Self::Text(placeholder(word, later.len() - 1))
            }
            Self::List(items) => Self::List(items.iter().map(|it| it.plain(word, later)).collect()),
            Self::Map(entries) => {
                let entry = |(name, it): (&String, &Yaml)| (name.clone(), it.plain(word, later));
                Self::Map(entries.iter().map(entry).collect())
            }
        }
    }

    /// A word that no text of the document has in it.
    fn unused_word(&self) -> String {
        let mut word = "later".to_owned();
        while self.has(&word) {
            word.push('r');
        }
        word
    }

    fn has(&self, word: &str) -> bool {
        match self {
            Self::Text(it) => it.contains(word),
            Self::Flag(_) | Self::Number(_) | Self::Later(_) => false,
            Self::List(items) => items.iter().any(|it| it.has(word)),
            Self::Map(entries) => {
                entries.iter().any(|(name, it)| name.contains(word) || it.has(word))
            }
        }
    }
}

impl Serialize for Yaml {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(it) if it.contains('\n') => serde_saphyr::LitStr(it).serialize(to),
            Self::Text(it) => to.serialize_str(it),
            Self::Flag(it) => to.serialize_bool(*it),
            Self::Number(it) => to.serialize_i64(*it),
            Self::Later(_) => unreachable!("placeholders stand for these"),
            Self::List(it) => to.collect_seq(it),
            Self::Map(it) => to.collect_map(it),
        }
    }
}

/// Begins and ends with a letter, so that it is never quoted and none is the beginning of another.
fn placeholder(word: &str, number: usize) -> String {
    format!("{word}{number}x")
}

fn written(of: &Yaml) -> String {
    let options = serde_saphyr::ser_options! { prefer_block_scalars: false };
    let mut text = String::new();
    serde_saphyr::to_fmt_writer_with_options(&mut text, of, options)
        .expect("a tree of strings can be written");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use certc_graph::{CertificateId, LeafId};

    use super::Yaml;
    use crate::{Fact, Piece};

    fn text(of: &Yaml) -> String {
        let piece = |it: Piece| match it {
            Piece::Text(it) => it,
            other => format!("‹{other:?}›"),
        };
        of.pieces().into_iter().map(piece).collect()
    }

    #[test]
    fn paths_become_maps_in_their_order() {
        let mut values = Yaml::map();
        values.set("b.c", Yaml::Flag(true));
        values.set("a", Yaml::Number(288));
        values.set("b.d", Yaml::List(vec![Yaml::of([("name", Yaml::text("x"))])]));
        assert_eq!(text(&values), "b:\n  c: true\n  d:\n  - name: x\na: 288\n");
    }

    #[test]
    fn a_text_of_lines_is_a_block() {
        let script = Yaml::List(vec![Yaml::text("-c"), Yaml::text("a b\nc: d")]);
        assert_eq!(text(&Yaml::of([("run", script)])), "run:\n- -c\n- |-\n  a b\n  c: d\n");
    }

    /// What YAML 1.1 takes for something else is quoted.
    #[test]
    fn words_and_numbers_stay_strings() {
        for it in ["y", "no", "on", "0440", "1_000", "1.10", "~", "null", "12:30:45", "=", "<<"] {
            let line = text(&Yaml::of([("a", Yaml::text(it))]));
            assert!(line == format!("a: '{it}'\n") || line == format!("a: \"{it}\"\n"), "{line}");
        }
    }

    #[test]
    fn what_is_known_later_stands_where_it_is_due() {
        let leaf = CertificateId::Leaf(LeafId("operate".into()));
        let fact = Piece::Fact(Fact::Fingerprint, leaf);
        let later = |text: &str| Yaml::Later(vec![Piece::Text(text.to_owned()), fact.clone()]);
        let entries = [("a", later("one-")), ("later0x", Yaml::text("x")), ("b", later("two-"))];
        let shown = "‹Fact(Fingerprint, Leaf(LeafId(\"operate\")))›";
        let expected = format!("a: one-{shown}\nlater0x: x\nb: two-{shown}\n");
        assert_eq!(text(&Yaml::of(entries)), expected);
    }
}
