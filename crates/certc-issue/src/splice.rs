//! Signing: rcgen encodes the extensions, the names are ours.
//!
//! rcgen keeps one value per attribute type, so a second organizational unit would be lost, and an issuer's name could
//! come out as another one. So it signs nothing: the names are put in as they are, then the whole is signed.

use der::asn1::{AnyRef, BitStringRef};
use der::{Decode, Encode};
use rcgen::{CertificateParams, Issuer, KeyPair, PublicKeyData, SignatureAlgorithm, SigningKey};

use crate::certificate::Certificate;
use crate::key::Key;

/// A name as DER, and the key that goes with it.
pub(crate) struct Party<'a> {
    pub(crate) name: &'a [u8],
    pub(crate) key: &'a Key,
}

/// The certificate of `subject`, signed by `issuer`, as DER. Its authority key identifier is `issuer_key_id`; an
/// issuer without one is not given one here.
pub(crate) fn sign(
    mut params: CertificateParams,
    subject: &Party<'_>,
    issuer: &Party<'_>,
    issuer_key_id: Option<&[u8]>,
) -> Vec<u8> {
    let mut of_issuer = CertificateParams::default();
    of_issuer.key_identifier_method =
        rcgen::KeyIdMethod::PreSpecified(issuer_key_id.unwrap_or_default().to_vec());
    params.use_authority_key_identifier_extension = issuer_key_id.is_some();
    let unsigned = Issuer::from_params(&of_issuer, Unsigned(issuer.key.pair()));
    let draft = params.signed_by(subject.key.pair(), &unsigned).expect("checked values encode");
    spliced(draft.der(), subject, issuer).expect("rcgen encodes certificates")
}

fn spliced(draft: &[u8], subject: &Party<'_>, issuer: &Party<'_>) -> der::Result<Vec<u8>> {
    let mut draft = Certificate::from_der(draft)?;
    draft.tbs.subject = AnyRef::from_der(subject.name)?;
    draft.tbs.issuer = AnyRef::from_der(issuer.name)?;
    let signature = issuer.key.pair().sign(&draft.tbs.to_der()?).expect("a checked key signs");
    draft.signature = BitStringRef::from_bytes(&signature)?;
    draft.to_der()
}

/// Has the key's public half and signs nothing.
struct Unsigned<'a>(&'a KeyPair);

impl PublicKeyData for Unsigned<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.0.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.0.algorithm()
    }
}

impl SigningKey for Unsigned<'_> {
    fn sign(&self, _: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(vec![0])
    }
}
