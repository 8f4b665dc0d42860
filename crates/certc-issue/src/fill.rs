//! Filling handles: from a recipe to the bytes of a file.

use camino::Utf8PathBuf;
use certc_diagnostic::Diagnostic;
use certc_emit::{Artifact, Content, Fact, Piece, StoreFormat, quote};
use certc_graph::{CertificateId, Graph, Identity, PasswordId, TrustId};
use certc_plan::{Action, FileEntry, Plan, hex};
use rayon::prelude::*;
use zeroize::Zeroizing;

use crate::certificate::Certificate;
use crate::look_up::LookUp;
use crate::password::unusable_passwords;
use crate::{Issued, jks, jwk, key_file, pem_file, store};

/// A file with its handles filled in.
pub struct Filled {
    /// Relative to the generation.
    pub path: Utf8PathBuf,
    /// Its bytes, wiped when dropped, and its line in the manifest; `None` where the file of the last generation stays.
    pub made: Option<(Zeroizing<Vec<u8>>, FileEntry)>,
}

/// Puts keys, facts and passwords where the recipes ask for them, in the files that the plan makes.
pub fn fill(
    plan: &Plan,
    graph: &Graph,
    artifacts: Vec<Artifact>,
    issued: &Issued,
) -> (Vec<Filled>, Vec<Diagnostic>) {
    let inputs = &issued.inputs;
    let said = unusable_passwords(graph, &artifacts, &inputs.passwords);
    if !said.is_empty() {
        return (Vec::new(), said);
    }
    let look_up = LookUp { graph, inputs };
    let filled = plan.files.par_iter().zip_eq(artifacts).map(|(step, artifact)| {
        assert_eq!(step.of, artifact.path, "a bug in certc, please report it: another plan");
        let is_made = step.action != Action::Keep;
        let made = is_made.then(|| look_up.made(&artifact, step.identity));
        Filled { path: artifact.path, made }
    });
    (filled.collect(), said)
}

impl LookUp<'_> {
    fn made(self, artifact: &Artifact, identity: Identity) -> (Zeroizing<Vec<u8>>, FileEntry) {
        let bytes = Zeroizing::new(self.bytes(&artifact.content));
        let secret = artifact.content.is_secret();
        let entry = FileEntry {
            path: artifact.path.clone(),
            sha256: (!secret).then(|| certc_plan::sha256(&bytes)),
            secret,
            kind: artifact.kind.to_owned(),
            of: artifact.of.clone(),
            seal: secret.then(|| certc_plan::seal(self.inputs.seal.bytes(), &bytes)),
            identity: hex(&identity.0),
        };
        (bytes, entry)
    }

    fn bytes(self, content: &Content) -> Vec<u8> {
        match content {
            Content::Bytes(it) => it.clone(),
            Content::PrivateKey(it) => key_file::own_pem(self.key(it)),
            Content::Certificate(it) => pem_file::write([self.certificate(it)]).into_bytes(),
            Content::Chain(it) => pem_file::write(without_root(self.chain(it))).into_bytes(),
            Content::KeyStore { leaf, alias, password } => {
                store::key_store(self, leaf, alias, self.password_text(password))
            }
            Content::TrustStore { trust, format, password } => {
                self.trust_store(trust, *format, self.password_text(password))
            }
            Content::TrustBundle(it) => self.bundle(it).into_bytes(),
            Content::ChainAndTrust(leaf, trust) => {
                let chain = pem_file::write(without_root(self.chain(leaf)));
                format!("{chain}{}", self.bundle(trust)).into_bytes()
            }
            Content::Password(it) => self.password(it).bytes().to_vec(),
            Content::Text(pieces) => self.text(pieces),
        }
    }

    fn bundle(self, trust: &TrustId) -> String {
        pem_file::write(store::anchors(self, trust).into_iter().map(|it| it.1))
    }

    fn trust_store(self, trust: &TrustId, format: StoreFormat, password: &str) -> Vec<u8> {
        let anchors = store::anchors(self, trust);
        match format {
            StoreFormat::Pkcs12 => store::trust_store(&anchors, password),
            StoreFormat::Jks => jks::trust_store(&anchors, password, self.inputs.now),
        }
    }

    fn text(self, pieces: &[Piece]) -> Vec<u8> {
        let pieces = pieces.iter().map(|piece| {
            Zeroizing::new(match piece {
                Piece::Text(it) => it.clone(),
                Piece::Fact(fact, it) => self.fact(*fact, it),
                Piece::Password(id, quoting) => {
                    quote(*quoting, self.password_text(id)).expect("passwords were checked")
                }
            })
        });
        let pieces: Vec<_> = pieces.collect();
        // One buffer of the right size: a growing one would leave copies behind.
        let mut text = Vec::with_capacity(pieces.iter().map(|it| it.len()).sum());
        pieces.iter().for_each(|it| text.extend(it.as_bytes()));
        text
    }

    fn fact(self, fact: Fact, id: &CertificateId) -> String {
        let der = self.certificate(id);
        match fact {
            Fact::Fingerprint => certc_plan::sha256(der),
            Fact::AnchorFingerprint => {
                certc_plan::sha256(self.chain_of(id).last().expect("a chain has its own first"))
            }
            Fact::DerBase64 => pem_file::base64(der),
            Fact::Jwk => jwk::write(without_root(self.chain_of(id))),
            Fact::NotAfter => {
                let read = Certificate::read(der).expect("certificates were read before");
                read.tbs.not_after().to_string()
            }
        }
    }

    fn password_text(&self, id: &PasswordId) -> &str {
        str::from_utf8(self.password(id).bytes()).expect("passwords were checked")
    }
}

/// Whoever verifies has the root: a server or client sends what is below it (RFC 8446 section 4.4.2).
fn without_root(chain: Vec<&[u8]>) -> impl Iterator<Item = &[u8]> {
    let is_root = |der: &&[u8]| {
        Certificate::read(der).expect("certificates were read before").tbs.is_self_issued()
    };
    let mut certificates = chain.into_iter();
    let leaf = certificates.next();
    leaf.into_iter().chain(certificates.filter(move |it| !is_root(it)))
}
