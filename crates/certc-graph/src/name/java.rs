//! Java's own spelling: `X500Principal.toString()` and `getSubjectDN().getName()` of OpenJDK 11 to 25.

use super::read::{Ava, Rdn, Value, tag};
use super::{JavaDn, joined, keyword};

/// OpenJDK, `sun.security.x509.AVAKeyword`.
const KEYWORDS: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.12", "T"),
    ("1.3.6.1.4.1.42.2.11.2.1", "IP"),
    ("2.5.4.9", "STREET"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("2.5.4.46", "DNQ"),
    ("2.5.4.4", "SURNAME"),
    ("2.5.4.42", "GIVENNAME"),
    ("2.5.4.43", "INITIALS"),
    ("2.5.4.44", "GENERATION"),
    ("1.2.840.113549.1.9.1", "EMAILADDRESS"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("2.5.4.5", "SERIALNUMBER"),
];

pub(super) fn spell(name: &[Rdn]) -> JavaDn {
    JavaDn(joined(name.iter().rev(), attribute, [", ", " + "]))
}

fn attribute(it: &Ava) -> String {
    let oid = it.oid.to_string();
    let keyword = keyword(KEYWORDS, &oid).map_or_else(|| format!("OID.{oid}"), str::to_owned);
    let value = text(&it.value).map_or_else(|| it.value.hex(), |it| quoted(&it));
    format!("{keyword}={value}")
}

/// What Java takes for a string, and how it reads it.
pub(super) fn text(value: &Value) -> Option<String> {
    match value.tag {
        tag::UTF8 => Some(value.utf8()),
        tag::PRINTABLE | tag::IA5 | tag::GENERAL => Some(value.ascii()),
        tag::TELETEX => Some(value.latin1()),
        tag::BMP => Some(value.utf16()),
        tag::UNIVERSAL => Some(value.utf32()),
        _ => None,
    }
}

/// A value that brings its own quotes keeps them and gets no others: two names can print alike.
fn quoted(text: &str) -> String {
    let own = text.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let inside = own.unwrap_or(text).replace('\\', r"\\").replace('"', r#"\""#);
    if needs_quotes(text) { format!("\"{inside}\"") } else { inside }
}

fn needs_quotes(text: &str) -> bool {
    let blank = text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
    blank || text.contains([',', '+', '=', '\n', '<', '>', '#', ';', '\\', '"'])
}
