//! JSON documents with what is only known later.

use crate::{Fact, Piece};

/// The text that stands in a document for a piece, until [`json_with_pieces`] puts that there. No value of a spec has
/// a control character, so none is taken for it.
pub fn placeholder(number: usize) -> String {
    format!("\0{number}\0")
}

/// A document of placeholders as text of pieces: where the string [`placeholder`] of a number stands, the piece of that
/// number does, with quotes where it is not JSON itself.
pub fn json_with_pieces(document: &str, pieces: &[Piece]) -> Vec<Piece> {
    let [start, end] = [r#""\u0000"#, r#"\u0000""#];
    let mut parts = document.split(start);
    let mut text = vec![Piece::Text(parts.next().unwrap_or_default().to_owned())];
    for part in parts {
        let (number, rest) = part.split_once(end).expect("a placeholder has an end");
        let number: usize = number.parse().expect("a placeholder has a number");
        text.extend(json(&pieces[number]));
        text.push(Piece::Text(rest.to_owned()));
    }
    text
}

fn json(piece: &Piece) -> Vec<Piece> {
    match piece {
        Piece::Fact(Fact::Jwk, _) | Piece::Password(..) => vec![piece.clone()],
        Piece::Fact(
            Fact::Fingerprint | Fact::AnchorFingerprint | Fact::NotAfter | Fact::DerBase64,
            _,
        )
        | Piece::Text(_) => {
            let quote = || Piece::Text("\"".to_owned());
            vec![quote(), piece.clone(), quote()]
        }
    }
}

#[cfg(test)]
mod tests {
    use certc_graph::{CertificateId, LeafId};

    use super::{json_with_pieces, placeholder};
    use crate::{Fact, Piece};

    fn fact(fact: Fact) -> Piece {
        Piece::Fact(fact, CertificateId::Leaf(LeafId("operate".into())))
    }

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn pieces_stand_where_their_placeholders_stood() {
        let facts = [fact(Fact::Jwk), fact(Fact::DerBase64)];
        let [key, certificate] =
            [0, 1].map(|it| serde_json::Value::from(placeholder(it)).to_string());
        let document = format!(r#"{{"a":{certificate},"b":[{key},{key}]}}"#);
        let expected = [
            text(r#"{"a":"#),
            text("\""),
            facts[1].clone(),
            text("\""),
            text(r#","b":["#),
            facts[0].clone(),
            text(","),
            facts[0].clone(),
            text("]}"),
        ];
        assert_eq!(json_with_pieces(&document, &facts), expected);
    }

    /// A value that looks like one in JSON is another in JSON.
    #[test]
    fn nothing_that_a_spec_can_say_is_a_placeholder() {
        for value in [r"\u00000\u0000", r#""\u00000\u0000""#, r#"\"\u00000"#] {
            let document = serde_json::Value::from(value).to_string();
            assert_eq!(json_with_pieces(&document, &[]), [text(&document)]);
        }
    }
}
