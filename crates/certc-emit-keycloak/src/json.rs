//! JSON of which some strings are only known after issuing.

use certc_emit::{Content, Fact, Piece};
use certc_graph::CertificateId;
use serde::{Serialize, Serializer};

/// A string of JSON.
#[derive(Clone)]
pub(crate) enum Value {
    /// Known now.
    Text(String),
    /// A public fact of a certificate; none needs an escape.
    Fact(Fact, CertificateId),
}

/// What no text of a spec has in it: control characters are refused there.
const UNKNOWN: &str = "\0";

/// How that is written. A quote within a string stands behind a backslash, and a backslash there is doubled, so that no
/// other string is written like it.
const WRITTEN: &str = r#""\u0000""#;

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Text(it) => it,
            Self::Fact(..) => UNKNOWN,
        })
    }
}

/// A file of JSON; `values` are those in it, in its order.
pub(crate) fn file<'a>(
    json: &impl Serialize,
    values: impl IntoIterator<Item = &'a Value>,
) -> Content {
    let text = text(json) + "\n";
    let mut parts = text.split(WRITTEN);
    let mut written = parts.next().unwrap_or_default().to_owned();
    let mut pieces = Vec::new();
    let facts = values.into_iter().filter_map(|it| match it {
        Value::Text(_) => None,
        Value::Fact(fact, of) => Some(Piece::Fact(*fact, of.clone())),
    });
    for (fact, part) in facts.zip(parts) {
        pieces.extend([Piece::Text(written + "\""), fact]);
        written = format!("\"{part}");
    }
    pieces.push(Piece::Text(written));
    Content::Text(pieces)
}

/// As `kcadm.sh` prints it: what is beyond 16 bits in two halves (RFC 8259 section 7).
pub(crate) fn text(json: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(json).expect("text and flags are JSON");
    let written = |it: char| match it {
        '\u{10000}'.. => {
            it.encode_utf16(&mut [0; 2]).iter().map(|it| format!("\\u{it:04X}")).collect()
        }
        _ => it.to_string(),
    };
    text.chars().map(written).collect()
}

#[cfg(test)]
mod tests {
    use certc_emit_testkit as kit;
    use certc_graph::LeafId;

    use super::*;

    #[test]
    fn a_fact_is_a_piece_of_its_own() {
        let fact =
            |name: &str| Value::Fact(Fact::DerBase64, CertificateId::Leaf(LeafId(name.into())));
        let known = |it: &str| Value::Text(it.to_owned());
        let values = [fact("a"), known("\\u0000\"\\u0000\""), known("ü😀"), fact("b")];
        let written = kit::text(&file(&values, &values));
        let expected = [
            "[",
            r#"  "‹DerBase64 of Leaf(LeafId("a"))›","#,
            r#"  "\\u0000\"\\u0000\"","#,
            r#"  "ü\uD83D\uDE00","#,
            r#"  "‹DerBase64 of Leaf(LeafId("b"))›""#,
            "]\n",
        ];
        assert_eq!(written, expected.join("\n"));
    }
}
