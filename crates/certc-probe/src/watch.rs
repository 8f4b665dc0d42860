//! Looks on during a handshake: what the server shows, whether it asks for a certificate, and whose it accepts.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use certc_graph::name::Subject;
use tokio_rustls::rustls::client::ResolvesClientCert;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{DigitallySignedStruct, Error, SignatureScheme};

use crate::Server;
use crate::own;

/// Verifies as rustls does, sends the certificate wherever one is asked for, and remembers.
pub(crate) struct Watch {
    pub(crate) key: Arc<CertifiedKey>,
    pub(crate) verifier: Arc<dyn ServerCertVerifier>,
    pub(crate) seen: Mutex<Seen>,
}

/// What was seen so far.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    chain: Vec<Vec<u8>>,
    /// Names as DER.
    accepted: Option<Vec<Vec<u8>>>,
}

impl Watch {
    pub(crate) fn seen(&self) -> Seen {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, note: impl FnOnce(&mut Seen)) {
        note(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Seen {
    /// Whether the server asked for a certificate.
    pub(crate) fn is_asked(&self) -> bool {
        self.accepted.is_some()
    }

    /// The authorities that the server names, as far as they can be read.
    pub(crate) fn accepted(&self) -> Vec<Subject> {
        self.accepted.iter().flatten().filter_map(|it| Subject::from_der(it).ok()).collect()
    }

    /// Subject and issuer of the server's certificate.
    pub(crate) fn leaf(&self) -> Option<own::Certificate> {
        own::Certificate::read(self.chain.first()?).ok()
    }

    /// The public view; nothing where no certificate was shown.
    pub(crate) fn server(&self) -> Option<Server> {
        let subject = |it: &Vec<u8>| Some(own::Certificate::read(it).ok()?.subject.rfc2253.0);
        let chain: Vec<_> = self.chain.iter().filter_map(subject).collect();
        let names = |it: &Seen| it.accepted().into_iter().map(|it| it.rfc2253.0).collect();
        (!chain.is_empty()).then(|| Server { chain, accepts: self.is_asked().then(|| names(self)) })
    }
}

impl ResolvesClientCert for Watch {
    fn resolve(
        &self,
        root_hint_subjects: &[&[u8]],
        _: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        let accepted = root_hint_subjects.iter().map(|it| it.to_vec()).collect();
        self.note(|it| it.accepted = Some(accepted));
        Some(self.key.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

impl ServerCertVerifier for Watch {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = [leaf].into_iter().chain(intermediates).map(|it| it.to_vec()).collect();
        self.note(|it| it.chain = chain);
        self.verifier.verify_server_cert(leaf, intermediates, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, leaf, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, leaf, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Watch")
    }
}
