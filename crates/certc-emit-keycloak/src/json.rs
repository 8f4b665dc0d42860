//! JSON as Keycloak's own tools print it.

use certc_emit::{Content, Piece, json_with_pieces};
use serde::Serialize;

/// A file of JSON; `certificates` are what stands in it for placeholders.
pub(crate) fn file(json: &impl Serialize, certificates: &[Piece]) -> Content {
    Content::Text(json_with_pieces(&(text(json) + "\n"), certificates))
}

/// As `kcadm.sh` prints it: what is beyond 16 bits in two halves (RFC 8259 section 7).
pub(crate) fn text(json: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(json).expect("text and flags are JSON");
    let mut written = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\u{10000}'.. => {
                written.extend(it.encode_utf16(&mut [0; 2]).iter().map(|it| format!("\\u{it:04X}")))
            }
            _ => written.push(it),
        }
    }
    written
}

#[test]
fn text_is_as_kcadm_prints_it() {
    assert_eq!(text(&["\"\\ü😀"]), "[\n  \"\\\"\\\\ü\\uD83D\\uDE00\"\n]");
}
