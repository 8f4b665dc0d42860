//! OpenSSL's `-nameopt oneline`, as its 1.1.1 to 3.1 write it: RDNs in the order of the bytes, ASCII only.

use super::read::{Ava, Rdn, Value, tag};
use super::short_names::SHORT_NAMES;
use super::{OpensslDn, joined, keyword};

pub(super) fn spell(name: &[Rdn]) -> OpensslDn {
    OpensslDn(joined(name.iter(), attribute, [", ", " + "]))
}

fn attribute(it: &Ava) -> String {
    let oid = it.oid.to_string();
    let value = text(&it.value).map_or_else(|| dump(&it.value), |it| quoted(&it));
    format!("{} = {value}", keyword(SHORT_NAMES, &oid).unwrap_or(&oid))
}

/// The bytes of the text in UTF-8, for a type that OpenSSL prints as text.
fn text(value: &Value) -> Option<Vec<u8>> {
    let text = match value.tag {
        tag::UTF8 => return Some(value.bytes.to_vec()),
        tag::NUMERIC | tag::PRINTABLE | tag::TELETEX | tag::IA5 => value.latin1(),
        tag::UTC_TIME | tag::GENERALIZED_TIME | tag::VISIBLE => value.latin1(),
        tag::BMP => value.utf16(),
        tag::UNIVERSAL => value.utf32(),
        _ => return None,
    };
    Some(text.into_bytes())
}

fn dump(value: &Value) -> String {
    value.hex().to_uppercase()
}

fn quoted(text: &[u8]) -> String {
    let escaped: String = text.iter().map(|it| escaped(*it)).collect();
    if needs_quotes(text) { format!("\"{escaped}\"") } else { escaped }
}

/// A `#` counts at the start only, and not where it is the whole value.
fn needs_quotes(text: &[u8]) -> bool {
    let starts = text.starts_with(b" ") || (text.starts_with(b"#") && text.len() > 1);
    let anywhere = text.iter().any(|it| b",+<>;".contains(it));
    starts || text.ends_with(b" ") || anywhere
}

fn escaped(byte: u8) -> String {
    match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\{byte:02X}"),
    }
}
