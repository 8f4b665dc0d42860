//! The files of a component, and what can be said of them before anybody is asked.

use std::sync::{Arc, Mutex};

use certc_diagnostic::Diagnostic;
use certc_graph::name::Subject;
use certc_plan::Timestamp;
use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{Error, InconsistentKeys, RootCertStore};
use x509_cert::ext::pkix::ExtendedKeyUsage;
use x509_cert::time::Time;
use zeroize::Zeroizing;

use crate::Files;
use crate::component::Component;
use crate::rules::{
    CERTIFICATE_ENDED, CERTIFICATE_NOT_FOR_CLIENTS, CERTIFICATE_NOT_YET_VALID,
    CERTIFICATE_OF_ANOTHER, KEY_OF_ANOTHER_CERTIFICATE, READER_FILE_UNUSABLE,
};
use crate::watch::Watch;

/// What makes a certificate one of a client, or of anything (RFC 5280 section 4.2.1.12).
const FOR_CLIENTS: [ObjectIdentifier; 2] = [
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2"),
    ObjectIdentifier::new_unwrap("2.5.29.37.0"),
];

/// What a component shows, and whom it trusts.
pub(crate) struct Own {
    /// Its leaf first; never empty.
    pub(crate) chain: Vec<Certificate>,
    key: Arc<CertifiedKey>,
    verifier: Arc<WebPkiServerVerifier>,
}

/// What of a certificate decides over a login.
pub(crate) struct Certificate {
    pub(crate) subject: Subject,
    pub(crate) issuer: Subject,
    not_before: Timestamp,
    not_after: Timestamp,
    is_for_clients: bool,
}

impl Own {
    /// Reads the files; a file that cannot be used is a finding.
    pub(crate) fn read(of: &Component<'_>, files: &Files<'_>) -> Result<Self, Box<Diagnostic>> {
        let unusable = |what: &str, why: String| {
            let said = READER_FILE_UNUSABLE.broken(format!("the {what} of `{}` {why}", of.name));
            let help =
                "`certc compile` makes what is damaged anew; give the process its files again";
            Box::new(of.at(said.help(help)))
        };
        let ders = certificates(files.chain).map_err(|it| unusable("chain", it))?;
        let chain = ders.iter().map(|it| Certificate::read(it)).collect::<Result<Vec<_>, _>>();
        let chain = chain.map_err(|it| unusable("chain", it))?;
        let key = key(files.private_key).map_err(|it| unusable("private key", it))?;
        let key = CertifiedKey::new(ders, key);
        if key.keys_match() == Err(Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) {
            return Err(Box::new(of.at(other_key(of))));
        }
        let verifier = verifier(files.bundle).map_err(|it| unusable("trust bundle", it))?;
        Ok(Self { chain, key: Arc::new(key), verifier })
    }

    /// Someone who looks on while it is shown.
    pub(crate) fn watch(&self) -> Watch {
        Watch { key: self.key.clone(), verifier: self.verifier.clone(), seen: Mutex::default() }
    }

    pub(crate) fn leaf(&self) -> &Certificate {
        &self.chain[0]
    }

    /// Who signed the last one of the chain.
    pub(crate) fn root(&self) -> &Subject {
        &self.chain[self.chain.len() - 1].issuer
    }

    /// The certificate is another's, or one of another spec: nobody needs to be asked with it.
    pub(crate) fn foreign(&self, of: &Component<'_>) -> Option<Diagnostic> {
        let (name, shown) = (of.name, &self.leaf().subject.rfc2253.0);
        let wanted = &of.leaf.subject.rfc2253.0;
        let message =
            format!("the certificate of `{name}` is for `{shown}`, the spec says `{wanted}`");
        let help = "`certc compile` makes anew what is damaged or another's; give the process its files again";
        let said = CERTIFICATE_OF_ANOTHER.broken(message).help(help);
        (shown != wanted).then(|| of.at_subject(said))
    }

    /// What every server refuses.
    pub(crate) fn faults(&self, of: &Component<'_>) -> Vec<Diagnostic> {
        let (leaf, name) = (self.leaf(), of.name);
        let renew =
            format!("`certc compile SPEC --renew {name}`, and give the process its files again");
        let above = "`certc compile SPEC`, and give the process its files again";
        let of_leaf = leaf.outside_dates(of, &format!("the certificate of `{name}`"), &renew);
        let above = self.chain[1..].iter().filter_map(|it| {
            let who = format!("`{}`, above the certificate of `{name}`,", it.subject.rfc2253.0);
            it.outside_dates(of, &who, above)
        });
        let mut faults: Vec<_> = of_leaf.into_iter().chain(above).collect();
        if !leaf.is_for_clients {
            let subject = &leaf.subject.rfc2253.0;
            let wrong = format!("`{name}` shows `{subject}`, a certificate that no client may use");
            faults.push(of.at(CERTIFICATE_NOT_FOR_CLIENTS.broken(wrong).help(renew)));
        }
        faults
    }
}

fn other_key(of: &Component<'_>) -> Diagnostic {
    let name = of.name;
    let message = format!("the private key of `{name}` belongs to another certificate");
    let help =
        "`certc compile` makes what is damaged anew; give the process both files of one generation";
    KEY_OF_ANOTHER_CERTIFICATE.broken(message).help(help)
}

/// The certificates of a PEM file; at least one.
fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>();
    match read {
        Ok(it) if it.is_empty() => Err("has no certificate".to_owned()),
        Ok(it) => Ok(it),
        Err(it) => Err(format!("is no PEM: {it}")),
    }
}

fn key(pem: &[u8]) -> Result<Arc<dyn tokio_rustls::rustls::sign::SigningKey>, String> {
    let key = PrivateKeyDer::from_pem_slice(pem).map(Zeroizing::new);
    let key = key.map_err(|_| "is no PEM of a private key that is not encrypted".to_owned())?;
    aws_lc_rs::sign::any_supported_type(&key)
        .map_err(|_| "is of a kind that TLS does not know".to_owned())
}

fn verifier(bundle: Option<&[u8]>) -> Result<Arc<WebPkiServerVerifier>, String> {
    let mut roots = RootCertStore::empty();
    match bundle {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(pem) => {
            for it in certificates(pem)? {
                roots
                    .add(it)
                    .map_err(|it| format!("has a certificate that cannot be trusted: {it}"))?;
            }
        }
    }
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build();
    verifier.map_err(|it| format!("cannot be used: {it}"))
}

impl Certificate {
    /// That it has ended, or is not valid yet.
    fn outside_dates(&self, of: &Component<'_>, who: &str, renew: &str) -> Option<Diagnostic> {
        let said = if self.not_after < of.ask.now {
            CERTIFICATE_ENDED.broken(format!("{who} ended at {}", self.not_after)).help(renew)
        } else if self.not_before > of.ask.now {
            let early = format!("{who} is valid from {} on", self.not_before);
            CERTIFICATE_NOT_YET_VALID.broken(early).help(format!("compare the clocks, or {renew}"))
        } else {
            return None;
        };
        Some(of.at(said))
    }

    /// Reads one; the error is a sentence without its subject.
    pub(crate) fn read(der: &[u8]) -> Result<Self, String> {
        let wrong = |it: der::Error| format!("is no X.509 certificate: {it}");
        let certificate = x509_cert::Certificate::from_der(der).map_err(wrong)?;
        let tbs = certificate.tbs_certificate();
        let name = |it: &x509_cert::name::Name| Subject::from_der(&it.to_der().map_err(wrong)?);
        let usage = tbs.get_extension::<ExtendedKeyUsage>().map_err(wrong)?;
        Ok(Self {
            subject: name(tbs.subject())?,
            issuer: name(tbs.issuer())?,
            not_before: moment(tbs.validity().not_before),
            not_after: moment(tbs.validity().not_after),
            is_for_clients: usage.is_none_or(|it| it.1.0.iter().any(|it| FOR_CLIENTS.contains(it))),
        })
    }
}

fn moment(it: Time) -> Timestamp {
    Timestamp(i64::try_from(it.to_unix_duration().as_secs()).expect("the year has four digits"))
}
