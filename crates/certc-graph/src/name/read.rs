//! A name's DER taken apart as it stands. `x509_cert::name::Name` would sort an RDN that is not, and the
//! `der` crate has no UniversalString.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Length, Reader, SliceReader, Tag, Tagged};

/// Attributes in the order of the bytes.
pub(super) type Rdn<'der> = Vec<Ava<'der>>;

/// One attribute type and value.
pub(super) struct Ava<'der> {
    pub(super) oid: ObjectIdentifier,
    pub(super) value: Value<'der>,
}

/// A value of any type.
pub(super) struct Value<'der> {
    /// The identifier octet (X.690 §8.1.2).
    pub(super) tag: u8,
    /// The content octets.
    pub(super) bytes: &'der [u8],
    whole: &'der [u8],
}

/// Tags of string types (X.680 §8.4).
pub(super) mod tag {
    pub(in super::super) const UTF8: u8 = 12;
    pub(in super::super) const NUMERIC: u8 = 18;
    pub(in super::super) const PRINTABLE: u8 = 19;
    pub(in super::super) const TELETEX: u8 = 20;
    pub(in super::super) const IA5: u8 = 22;
    pub(in super::super) const UTC_TIME: u8 = 23;
    pub(in super::super) const GENERALIZED_TIME: u8 = 24;
    pub(in super::super) const VISIBLE: u8 = 26;
    pub(in super::super) const GENERAL: u8 = 27;
    pub(in super::super) const UNIVERSAL: u8 = 28;
    pub(in super::super) const BMP: u8 = 30;
}

/// Reads `Name` (RFC 5280 §4.1.2.4).
pub(super) fn name(der: &[u8]) -> der::Result<Vec<Rdn<'_>>> {
    parts(AnyRef::from_der(der)?, Tag::Sequence)?.into_iter().map(rdn).collect()
}

fn rdn(set: AnyRef<'_>) -> der::Result<Rdn<'_>> {
    parts(set, Tag::Set)?.into_iter().map(ava).collect()
}

fn ava(sequence: AnyRef<'_>) -> der::Result<Ava<'_>> {
    sequence.tag().assert_eq(Tag::Sequence)?;
    let mut reader = SliceReader::new(sequence.value())?;
    let oid = ObjectIdentifier::decode(&mut reader)?;
    let whole = &sequence.value()[usize::try_from(reader.position())?..];
    let tag = reader.read_byte()?;
    let length = Length::decode(&mut reader)?;
    let bytes = reader.read_slice(length)?;
    reader.finish()?;
    Ok(Ava { oid, value: Value { tag, bytes, whole } })
}

fn parts(whole: AnyRef<'_>, tag: Tag) -> der::Result<Vec<AnyRef<'_>>> {
    whole.tag().assert_eq(tag)?;
    let mut reader = SliceReader::new(whole.value())?;
    let mut parts = Vec::new();
    while !reader.is_finished() {
        parts.push(AnyRef::decode(&mut reader)?);
    }
    Ok(parts)
}

/// What is malformed becomes U+FFFD, as in a reader that must print something.
impl Value<'_> {
    pub(super) fn utf8(&self) -> String {
        String::from_utf8_lossy(self.bytes).into_owned()
    }

    pub(super) fn ascii(&self) -> String {
        let char =
            |it: &u8| if it.is_ascii() { char::from(*it) } else { char::REPLACEMENT_CHARACTER };
        self.bytes.iter().map(char).collect()
    }

    pub(super) fn latin1(&self) -> String {
        self.bytes.iter().map(|it| char::from(*it)).collect()
    }

    pub(super) fn utf16(&self) -> String {
        let (units, _) = self.bytes.as_chunks();
        String::from_utf16_lossy(
            &units.iter().map(|it| u16::from_be_bytes(*it)).collect::<Vec<_>>(),
        )
    }

    pub(super) fn utf32(&self) -> String {
        let (units, _) = self.bytes.as_chunks();
        let char = |it: &[u8; 4]| char::from_u32(u32::from_be_bytes(*it));
        units.iter().map(|it| char(it).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    }

    /// The whole DER in lower-case hex, after a `#` (RFC 2253 §2.4).
    pub(super) fn hex(&self) -> String {
        let digits = self.whole.iter().map(|it| format!("{it:02x}"));
        ["#".to_owned()].into_iter().chain(digits).collect()
    }
}
