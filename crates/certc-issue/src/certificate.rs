//! A certificate's fields as they stand in it, byte for byte.

use certc_plan::Timestamp;
use der::asn1::{AnyRef, BitStringRef, IntRef};
use der::oid::AssociatedOid;
use der::{DecodeOwned, Encode, Sequence};
use x509_cert::Version;
use x509_cert::ext::Extension;
use x509_cert::time::{Time, Validity};

/// `Certificate` (RFC 5280 section 4.1). Names stay undecoded: a decoder would sort an RDN that is not sorted, and an
/// issuer's name must be repeated as it is.
#[derive(Sequence)]
pub(crate) struct Certificate<'a> {
    pub(crate) tbs: Tbs<'a>,
    pub(crate) algorithm: AnyRef<'a>,
    pub(crate) signature: BitStringRef<'a>,
}

/// `TBSCertificate` (RFC 5280 section 4.1).
#[derive(Sequence)]
pub(crate) struct Tbs<'a> {
    #[asn1(context_specific = "0", default = "Default::default")]
    pub(crate) version: Version,
    pub(crate) serial: IntRef<'a>,
    pub(crate) algorithm: AnyRef<'a>,
    pub(crate) issuer: AnyRef<'a>,
    pub(crate) validity: Validity,
    pub(crate) subject: AnyRef<'a>,
    pub(crate) public_key: AnyRef<'a>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub(crate) issuer_unique_id: Option<BitStringRef<'a>>,
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT", optional = "true")]
    pub(crate) subject_unique_id: Option<BitStringRef<'a>>,
    #[asn1(context_specific = "3", optional = "true")]
    pub(crate) extensions: Option<Vec<Extension>>,
}

impl<'a> Certificate<'a> {
    /// Reads one; the error is a sentence without its subject.
    pub(crate) fn read(der: &'a [u8]) -> Result<Self, String> {
        der::Decode::from_der(der)
            .map_err(|it: der::Error| format!("is no X.509 certificate: {it}"))
    }
}

impl Tbs<'_> {
    /// Whom it is for, as DER.
    pub(crate) fn subject(&self) -> Vec<u8> {
        encoded(&self.subject)
    }

    /// SubjectPublicKeyInfo, as DER.
    pub(crate) fn public_key(&self) -> Vec<u8> {
        encoded(&self.public_key)
    }

    /// Whether it names itself as its issuer.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    pub(crate) fn not_before(&self) -> Timestamp {
        moment(self.validity.not_before)
    }

    pub(crate) fn not_after(&self) -> Timestamp {
        moment(self.validity.not_after)
    }

    /// An extension, and whether it is critical; `None` where it is missing or malformed.
    pub(crate) fn extension<T>(&self) -> Option<(bool, T)>
    where
        T: AssociatedOid + DecodeOwned<Error = der::Error>,
    {
        let extension = self.extensions.iter().flatten().find(|it| it.extn_id == T::OID)?;
        Some((extension.critical, T::from_der(extension.extn_value.as_bytes()).ok()?))
    }
}

pub(crate) fn encoded(it: &AnyRef<'_>) -> Vec<u8> {
    it.to_der().expect("what was decoded can be encoded")
}

fn moment(it: Time) -> Timestamp {
    Timestamp(i64::try_from(it.to_unix_duration().as_secs()).expect("the year has four digits"))
}
