//! What an authority of the graph signs, directly or through intermediates, and whether it may.

use certc_graph::name::{AlternativeName, Subject};
use certc_graph::{AuthorityId, Graph, Leaf};
use der::oid::ObjectIdentifier;
use x509_cert::ext::pkix::{ExtendedKeyUsage, NameConstraints};

use crate::certificate::Tbs;
use crate::{constraints, profile};

/// `anyExtendedKeyUsage`, `id-kp-serverAuth` and `id-kp-clientAuth` (RFC 5280 section 4.2.1.12).
const ANY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");
const SERVER: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");
const CLIENT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");

/// Why a certificate in the chain of this authority forbids what is below it; a sentence without its subject.
pub(crate) fn refused(graph: &Graph, id: &AuthorityId, tbs: &Tbs<'_>) -> Option<String> {
    let usage = tbs.extension::<ExtendedKeyUsage>();
    let constraints = tbs.extension::<NameConstraints>();
    usage
        .and_then(|(_, it)| missing_usage(graph, id, &it))
        .or_else(|| forbidden_name(graph, id, &constraints?.1))
}

/// A CA for any usage, which Java and Go take for all of them, and OpenSSL and webpki do not.
pub(crate) fn is_for_any(tbs: &Tbs<'_>) -> bool {
    let usage = tbs.extension::<ExtendedKeyUsage>();
    usage.is_some_and(|(_, it)| {
        it.0.contains(&ANY) && !(it.0.contains(&SERVER) && it.0.contains(&CLIENT))
    })
}

/// OpenSSL, Go and webpki ask each CA of a chain for what its leaf is used for.
fn missing_usage(graph: &Graph, id: &AuthorityId, usage: &ExtendedKeyUsage) -> Option<String> {
    if usage.0.contains(&ANY) {
        return None;
    }
    let missing = |leaf: &Leaf| {
        let needed = [(leaf.server, SERVER, "serverAuth"), (leaf.client, CLIENT, "clientAuth")];
        let mut missing = needed.iter().filter(|it| it.0 && !usage.0.contains(&it.1));
        let (.., word) = missing.next()?;
        let name = &leaf.name.value;
        Some(format!("has an extended key usage without {word}, which `{name}` needs"))
    };
    leaves(graph, id).find_map(missing)
}

fn forbidden_name(graph: &Graph, id: &AuthorityId, by: &NameConstraints) -> Option<String> {
    let forbidden = |(holder, subject, names): (&str, &Subject, Vec<AlternativeName>)| {
        let name = constraints::forbidden(by, subject, &names)?;
        Some(format!("has name constraints that forbid `{name}`, a name of `{holder}`"))
    };
    let leaves = leaves(graph, id)
        .map(|it| (it.name.value.as_str(), &it.subject, profile::alternative_names(it)));
    let is_below = |it: &AuthorityId| is_below(graph, it, id);
    let intermediates =
        graph.authorities.values().filter(|it| it.kind.value.issuer().is_some_and(is_below));
    let intermediates = intermediates.map(|it| (it.name.value.as_str(), &it.subject, Vec::new()));
    intermediates.chain(leaves).find_map(forbidden)
}

fn leaves<'a>(graph: &'a Graph, id: &'a AuthorityId) -> impl Iterator<Item = &'a Leaf> {
    graph.leaves.values().filter(|it| is_below(graph, &it.issued_by.value, id))
}

/// Whether an issuer is this authority or one below it.
fn is_below(graph: &Graph, issuer: &AuthorityId, id: &AuthorityId) -> bool {
    let next = graph.authorities.get(issuer).and_then(|it| it.kind.value.issuer());
    issuer == id || next.is_some_and(|it| is_below(graph, it, id))
}
