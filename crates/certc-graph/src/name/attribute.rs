//! Attributes of a subject: their words, types, order and limits.

use std::cmp::Ordering;

use der::Tag;
use der::asn1::{Any, ObjectIdentifier};
use x509_cert::attr::AttributeTypeAndValue;

use super::alternative::email_problem;

/// The language's words for attribute types, in the order that RDNs have where nothing sets another. Types
/// without a word come before the common name, by their OID.
pub const ORDER: [(&str, &str); 12] = [
    ("email", EMAIL),
    ("country", COUNTRY),
    ("state", "2.5.4.8"),
    ("locality", "2.5.4.7"),
    ("street", "2.5.4.9"),
    ("domain-component", "0.9.2342.19200300.100.1.25"),
    ("organization", "2.5.4.10"),
    ("organizational-unit", "2.5.4.11"),
    ("title", "2.5.4.12"),
    ("serial-number", "2.5.4.5"),
    ("user-id", "0.9.2342.19200300.100.1.1"),
    ("common-name", COMMON_NAME),
];

const EMAIL: &str = "1.2.840.113549.1.9.1";
const COUNTRY: &str = "2.5.4.6";
const COMMON_NAME: &str = "2.5.4.3";
const JURISDICTION_COUNTRY: &str = "1.3.6.1.4.1.311.60.2.1.3";

/// What is not UTF8String of at most [`LONGEST`] characters: RFC 5280 appendix A.1 (`ub-…`), X.520 annex C
/// for what that leaves out, RFC 1274 §9.3.1 for the user id, RFC 1034 §3.1 for a domain's label.
const TYPES: &[(&str, Tag, usize)] = &[
    (EMAIL, Tag::Ia5String, 255),
    (COUNTRY, Tag::PrintableString, 2),
    ("2.5.4.8", Tag::Utf8String, 128),
    ("2.5.4.7", Tag::Utf8String, 128),
    ("2.5.4.9", Tag::Utf8String, 128),
    ("0.9.2342.19200300.100.1.25", Tag::Ia5String, 63),
    ("2.5.4.10", Tag::Utf8String, 64),
    ("2.5.4.11", Tag::Utf8String, 64),
    ("2.5.4.12", Tag::Utf8String, 64),
    ("2.5.4.5", Tag::PrintableString, 64),
    ("0.9.2342.19200300.100.1.1", Tag::Utf8String, 256),
    (COMMON_NAME, Tag::Utf8String, 64),
    ("2.5.4.13", Tag::Utf8String, 1024),
    ("2.5.4.15", Tag::Utf8String, 128),
    ("2.5.4.17", Tag::Utf8String, 40),
    ("2.5.4.46", Tag::PrintableString, LONGEST),
    ("2.5.4.65", Tag::Utf8String, 128),
    (JURISDICTION_COUNTRY, Tag::PrintableString, 2),
];

/// `ub-name` of RFC 5280 appendix A.1.
const LONGEST: usize = 32_768;

/// The dotted OID that a word of the language stands for.
pub fn attribute_type(word: &str) -> Option<&'static str> {
    ORDER.iter().find(|it| it.0 == word).map(|it| it.1)
}

/// The language's word for a dotted OID, where it has one.
pub fn attribute_word(oid: &str) -> Option<&'static str> {
    ORDER.iter().find(|it| it.1 == oid).map(|it| it.0)
}

/// One attribute of a name; one that has no encoding cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    oid: ObjectIdentifier,
    value: String,
}

impl Attribute {
    /// An attribute of a dotted OID.
    ///
    /// # Errors
    /// A sentence: why a certificate cannot carry it.
    pub fn new(oid: &str, value: &str) -> Result<Self, String> {
        let attribute = ObjectIdentifier::new(oid)
            .map(|oid| Self { oid, value: value.to_owned() })
            .map_err(|_| {
                format!(
                    "`{oid}` is not an object identifier that can be encoded, such as `2.5.4.97`"
                )
            })?;
        attribute.problem().map_or(Ok(attribute), Err)
    }

    /// Its type as a dotted OID.
    pub fn oid(&self) -> String {
        self.oid.to_string()
    }

    /// Its text.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// Which of two attributes stands first in [`ORDER`].
    pub fn compare(&self, other: &Self) -> Ordering {
        self.place().cmp(&other.place())
    }

    fn place(&self) -> (bool, usize, Vec<u32>) {
        let oid = self.oid();
        let position = ORDER.iter().position(|it| it.1 == oid).unwrap_or(ORDER.len());
        (oid == COMMON_NAME, position, self.oid.arcs().collect())
    }

    /// What it is in DER: the string types of OpenSSL's `utf8only`.
    pub(super) fn to_type_and_value(&self) -> der::Result<AttributeTypeAndValue> {
        let (_, tag, _) = self.kind();
        Ok(AttributeTypeAndValue { oid: self.oid, value: Any::new(tag, self.value.as_bytes())? })
    }

    fn kind(&self) -> (&'static str, Tag, usize) {
        let oid = self.oid();
        let known = TYPES.iter().find(|it| it.0 == oid);
        known.copied().unwrap_or(("", Tag::Utf8String, LONGEST))
    }

    fn problem(&self) -> Option<String> {
        let (oid, tag, longest) = self.kind();
        let length = self.value.chars().count();
        if self.value.is_empty() {
            return Some("a value of a subject cannot be empty".to_owned());
        }
        if let Some(it) = self.value.chars().find(|it| it.is_control()) {
            return Some(format!(
                "the control character U+{:04X} cannot stand in a subject",
                u32::from(it)
            ));
        }
        if length > longest && longest > 2 {
            return Some(format!("{length} characters are too many here, at most {longest} fit"));
        }
        match (oid, tag) {
            (EMAIL, _) => email_problem(&self.value),
            (COUNTRY | JURISDICTION_COUNTRY, _) => country_problem(&self.value),
            (_, Tag::PrintableString) => foreign(&self.value, is_printable, PRINTABLE),
            (_, Tag::Ia5String) => foreign(&self.value, |it| it.is_ascii(), ASCII),
            _ => None,
        }
    }
}

const PRINTABLE: &str = "letters, digits, blanks and `'()+,-./:=?`";
const ASCII: &str = "ASCII; an international name has an `xn--` form";

fn country_problem(value: &str) -> Option<String> {
    let letters = value.len() == 2 && value.chars().all(|it| it.is_ascii_alphabetic());
    (!letters).then(|| format!("`{value}` is not a country of two letters, such as `DE`"))
}

fn foreign(value: &str, allowed: fn(&char) -> bool, what: &str) -> Option<String> {
    let foreign = value.chars().find(|it| !allowed(it))?;
    Some(format!("`{foreign}` cannot stand here, only {what}"))
}

/// PrintableString (X.680 §41.4).
fn is_printable(it: &char) -> bool {
    it.is_ascii_alphanumeric() || " '()+,-./:=?".contains(*it)
}
