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
        let file = match (self.read)(path) {
            Ok(it) => it,
            Err(why) => {
                self.unusable_certificate(&format!("`{path}` cannot be read: {why}"), place);
                return None;
            }
        };
        let certificates = read(&file).map_err(|why| {
            let said = UNUSABLE_CERTIFICATE.broken(format!("`{path}` {why}"));
            said.at(place, "named here").help(as_pem(&file, path).unwrap_or_else(|| HELP.into()))
        });
        certificates.map_err(|it| self.said.push(it)).ok()
    }

    pub(crate) fn unusable_certificate(&mut self, why: &str, place: Span) {
        let said = UNUSABLE_CERTIFICATE.broken(why).at(place, "named here");
        self.said.push(said.help(HELP));
    }
}

const HELP: &str = "give a PEM file: the certificate first, then those above it";

/// How a file in another format becomes PEM: a certificate as DER, or PKCS#12, which begins with a sequence, too.
fn as_pem(file: &[u8], path: &Utf8Path) -> Option<String> {
    if Certificate::from_der(file).is_ok() {
        return Some(format!("it is DER: `openssl x509 -in {path} -out {path}.pem` makes it PEM"));
    }
    let is_sequence = file.first() == Some(&0x30);
    is_sequence.then(|| {
        format!("PKCS#12 becomes PEM with `openssl pkcs12 -in {path} -nokeys -out {path}.pem`")
    })
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
