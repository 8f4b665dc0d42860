//! A team's own build: certc with an emitter of theirs. This one writes no stores, for processes that are no JVM.

use std::process::ExitCode;

use camino::Utf8PathBuf;
use certc_emit::{Artifact, Content, Description, Emitter, Output};
use certc_graph::{CertificateId, Graph, Reader};
use certc_schema::Statement;

/// Takes the place of certc's own `files`.
struct PemOnly;

impl Emitter for PemOnly {
    fn describe(&self) -> Description {
        let summary = "keys and certificates as PEM";
        Description { name: "files", version: "1.0.0", summary, options: &[] }
    }

    fn emit(&self, graph: &Graph, _: &[Statement]) -> Output {
        let artifacts = graph.readers.iter().flat_map(|(name, reader)| files(name, reader));
        Output { artifacts: artifacts.collect(), ..Output::default() }
    }
}

fn files(name: &str, Reader { leaf, trust, .. }: &Reader) -> impl Iterator<Item = Artifact> {
    let certificate = Content::Certificate(CertificateId::Leaf(leaf.clone()));
    let trust = trust.iter().cloned().map(Content::TrustBundle);
    let own = [
        ("private-key.pem", "private-key", Content::PrivateKey(leaf.clone())),
        ("certificate.pem", "certificate", certificate),
        ("chain.pem", "chain", Content::Chain(leaf.clone())),
    ];
    let trust = trust.map(|it| ("truststore.pem", "bundle", it));
    own.into_iter().chain(trust).map(move |(file, kind, content)| Artifact {
        path: Utf8PathBuf::from_iter(["pki", name, file]),
        content,
        kind,
        of: Some(name.to_owned()),
    })
}

fn main() -> ExitCode {
    certc::run(&[&PemOnly])
}
