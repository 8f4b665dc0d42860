//! Certificates as PEM (RFC 7468 section 5).

use pem::{EncodeConfig, LineEnding, Pem};

use crate::certificate::Certificate;

/// The certificates of a PEM file as DER, in their order; other blocks are passed over. The error is a sentence without
/// its subject.
pub fn pem_certificates(file: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let blocks = pem::parse_many(file).map_err(|it| format!("is no PEM: {it}"))?;
    let certificates = blocks.into_iter().filter(|it| it.tag() == "CERTIFICATE");
    let certificates: Vec<_> = certificates.map(Pem::into_contents).collect();
    if certificates.is_empty() {
        return Err("has no certificate".to_owned());
    }
    certificates.iter().try_for_each(|it| Certificate::read(it).map(drop))?;
    Ok(certificates)
}

/// Certificates as one PEM file.
pub(crate) fn write<'a>(certificates: impl IntoIterator<Item = &'a [u8]>) -> String {
    let config = EncodeConfig::new().set_line_ending(LineEnding::LF);
    let block = |it: &[u8]| pem::encode_config(&Pem::new("CERTIFICATE", it), config);
    certificates.into_iter().map(block).collect()
}

/// Base64 on one line, as in a PEM file.
pub(crate) fn base64(der: &[u8]) -> String {
    write([der]).lines().filter(|it| !it.starts_with('-')).collect()
}
