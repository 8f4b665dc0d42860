//! Certificates that a spec names as files.

use camino::Utf8Path;
use certc_diagnostic::Span;
use der::{Decode, Encode};
use x509_cert::Certificate;

use crate::Resolver;
use crate::rules::UNUSABLE_CERTIFICATE;

impl Resolver<'_> {
    /// The certificates of a PEM file as DER, its first the most important; at least one.
    pub(crate) fn certificates(&mut self, path: &Utf8Path, place: Span) -> Option<Vec<Vec<u8>>> {
        let certificates = (self.read)(path)
            .map_err(|why| format!("`{path}` cannot be read: {why}"))
            .and_then(|it| read(&it).map_err(|why| format!("`{path}` {why}")));
        certificates.map_err(|why| self.unusable_certificate(&why, place)).ok()
    }

    pub(crate) fn unusable_certificate(&mut self, why: &str, place: Span) {
        let said = UNUSABLE_CERTIFICATE.broken(why).at(place, "named here");
        self.said.push(said.help("give a PEM file: the certificate first, then those above it"));
    }
}

fn read(file: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let blocks = pem::parse_many(file).map_err(|it| format!("is no PEM file: {it}"))?;
    let certificates: Vec<_> = (blocks.into_iter())
        .filter(|it| it.tag() == "CERTIFICATE")
        .map(pem::Pem::into_contents)
        .collect();
    if certificates.is_empty() {
        return Err("holds no certificate".to_owned());
    }
    for it in &certificates {
        Certificate::from_der(it).map_err(|why| format!("holds a damaged certificate: {why}"))?;
    }
    Ok(certificates)
}

/// The subject of a certificate as DER.
pub(crate) fn subject(der: &[u8]) -> Result<Vec<u8>, String> {
    let certificate = Certificate::from_der(der).map_err(|it| it.to_string())?;
    certificate.tbs_certificate().subject().to_der().map_err(|it| it.to_string())
}
