//! What the manifest says of every certificate of a run.

use std::collections::BTreeMap;

use certc_graph::{CertificateId, Given, Graph};
use certc_plan::{CertificateEntry, CertificateKind, Plan, hex};

use crate::describe;
use crate::issue::Made;
use crate::look_up::given;

/// In the plan's order: made ones, given ones as their certificate says, kept ones as they were.
pub(crate) fn entries(
    plan: &Plan,
    graph: &Graph,
    kept: &[CertificateEntry],
    made: &[Made],
) -> Vec<CertificateEntry> {
    let made: BTreeMap<_, _> = made.iter().map(|it| (&it.of, &it.entry)).collect();
    let kept: BTreeMap<_, _> = kept.iter().map(|it| (it.name.as_str(), it)).collect();
    let entry = |step: &certc_plan::Step<CertificateId>| {
        let identity = hex(&step.identity.0);
        if let Some(it) = made.get(&step.of) {
            return (*it).clone();
        }
        let name = step.of.name();
        if let Some(it) = given(graph, &step.of) {
            return given_entry(name, it, &identity);
        }
        let kept = kept.get(name).map(|it| CertificateEntry { identity, ..(*it).clone() });
        kept.unwrap_or_else(|| panic!("a bug in certc, please report it: {name} is not known"))
    };
    plan.certificates.iter().map(entry).collect()
}

/// Whoever signed a given authority has no name here: its own stands for it.
fn given_entry(name: &str, given: &Given, identity: &str) -> CertificateEntry {
    let der = &given.chain[0];
    let issuer = certc_plan::sha256(given.chain.get(1).unwrap_or(der));
    describe(name, der, CertificateKind::Authority, name, &issuer, identity)
        .expect("given certificates were read before")
}
