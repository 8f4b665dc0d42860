//! RFC 2253 as Java's `getName("RFC2253", keywords)` writes it: with Keycloak's keywords, and with none but its own, which
//! is a name of RFC 4514, too.

use super::read::{Ava, Rdn, Value, tag};
use super::{Rfc2253Dn, Rfc4514Dn, joined, keyword};

/// RFC 4514 §3, the table of RFC 2253 §2.3.
const KEYWORDS: &[(&str, &str)] = &[
    ("2.5.4.3", "CN"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("2.5.4.9", "STREET"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("0.9.2342.19200300.100.1.1", "UID"),
];

/// What Keycloak's `X509ClientAuthenticator` adds.
const KEYCLOAK: &[(&str, &str)] = &[
    ("1.2.840.113549.1.9.1", "EMAILADDRESS"),
    ("2.5.4.5", "SERIALNUMBER"),
    ("2.5.4.15", "BUSINESSCATEGORY"),
    ("1.3.6.1.4.1.311.60.2.1.3", "JURISDICTIONCOUNTRYNAME"),
];

pub(super) fn spell(name: &[Rdn]) -> Rfc2253Dn {
    let attribute = |it: &Ava| {
        let oid = it.oid.to_string();
        attribute(it, keyword(KEYWORDS, &oid).or_else(|| keyword(KEYCLOAK, &oid)))
    };
    Rfc2253Dn(joined(name.iter().rev(), attribute, [",", "+"]))
}

pub(super) fn spell_rfc4514(name: &[Rdn]) -> Rfc4514Dn {
    let attribute = |it: &Ava| attribute(it, keyword(KEYWORDS, &it.oid.to_string()));
    Rfc4514Dn(joined(name.iter().rev(), attribute, [",", "+"]))
}

fn attribute(it: &Ava, keyword: Option<&str>) -> String {
    match (keyword, text(&it.value)) {
        (Some(keyword), Some(text)) => format!("{keyword}={}", escaped(&text)),
        (Some(keyword), None) => format!("{keyword}={}", it.value.hex()),
        (None, _) => format!("{}={}", it.oid, it.value.hex()),
    }
}

/// The types that Java writes as text here, read as JDK 17.0.21 and later do.
fn text(value: &Value) -> Option<String> {
    match value.tag {
        tag::UTF8 => Some(value.utf8()),
        tag::PRINTABLE | tag::IA5 | tag::GENERAL | tag::TELETEX => Some(value.latin1()),
        tag::BMP => Some(value.utf16()),
        _ => None,
    }
}

/// Java escapes more than RFC 2253 §2.4 asks for, as RFC 4514 §2.4 lets it: `=` and every `#`, and each blank or CR at an end.
fn escaped(text: &str) -> String {
    let at_end = [' ', '\r'];
    let rest = text.trim_start_matches(at_end);
    let body = rest.trim_end_matches(at_end);
    let (before, after) = (&text[..text.len() - rest.len()], &rest[body.len()..]);
    let behind_backslash = |it: char| ['\\', it];
    let ends = |it: &str| it.chars().flat_map(behind_backslash).collect::<String>();
    let body: String = body.chars().map(escaped_char).collect();
    ends(before) + &body + &ends(after)
}

fn escaped_char(it: char) -> String {
    match it {
        ',' | '=' | '+' | '<' | '>' | '#' | ';' | '"' | '\\' => format!("\\{it}"),
        '\0' => r"\00".to_owned(),
        _ => it.to_string(),
    }
}
