//! What changes when a process must start anew.

use certc_catalog::Purpose;
use certc_graph::{CertificateId, Graph, Identity, Trust, TrustId};

use crate::{Fact, Piece, Yaml};

/// Stands before a fingerprint, which alone could be read as a number.
const DIGEST: &str = "sha256-";

/// Fingerprints of a reader's certificate and of what it trusts, by names for a label or an annotation: with one of
/// them changed, it must read its files anew.
pub fn marks(graph: &Graph, reader: &str) -> Vec<(&'static str, Yaml)> {
    let Some(of) = graph.readers.get(reader) else { return Vec::new() };
    let own = Piece::Fact(Fact::Fingerprint, CertificateId::Leaf(of.leaf.clone()));
    let own = ("certificate", Yaml::Later(vec![text(DIGEST), own]));
    let bundle = TrustId::all();
    let shared = Some(&bundle).filter(|_| has_bundle(graph));
    let trust = shared.or(of.trust.as_ref()).and_then(|it| graph.trusts.get(it));
    let trust = trust.map(|it| ("trust", Yaml::Later(trusted(it))));
    [own].into_iter().chain(trust).collect()
}

/// Whether the platform tells all processes at once whom they trust.
fn has_bundle(graph: &Graph) -> bool {
    let values = graph.identity_provider.iter().flat_map(|it| &it.values);
    values.map(|it| it.purpose).any(|it| it == Purpose::TrustSecret)
}

/// The authorities, then what the spec adds.
fn trusted(of: &Trust) -> Vec<Piece> {
    let facts = of
        .authorities
        .iter()
        .map(|it| Piece::Fact(Fact::AnchorFingerprint, CertificateId::Authority(it.value.clone())));
    let added = of.also.iter().flat_map(|it| &it.value.certificates);
    let added: Vec<_> = added.collect();
    let hash = Identity::of(&added);
    let added = (!added.is_empty())
        .then(|| text(&hash.0.iter().map(|it| format!("{it:02x}")).collect::<String>()));
    let all = facts.chain(added).enumerate();
    all.flat_map(|(index, it)| [text(if index == 0 { DIGEST } else { "." }), it]).collect()
}

fn text(it: &str) -> Piece {
    Piece::Text(it.to_owned())
}
