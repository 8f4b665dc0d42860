//! Following a handle. One that leads nowhere is a bug: never an empty file.

use certc_graph::{Authority, AuthorityId, CertificateId, Given, Graph, LeafId, PasswordId};

use crate::{Inputs, Secret};

/// What the certificates, keys and passwords of one run are found by.
#[derive(Clone, Copy)]
pub(crate) struct LookUp<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) inputs: &'a Inputs,
}

impl<'a> LookUp<'a> {
    /// A certificate as DER.
    pub(crate) fn certificate(self, id: &CertificateId) -> &'a [u8] {
        let certificate = given(self.graph, id).and_then(|it| it.chain.first());
        certificate.or_else(|| self.inputs.certificates.get(id)).unwrap_or_else(|| never_issued(id))
    }

    /// A key file of certc's own.
    pub(crate) fn key(self, leaf: &LeafId) -> &'a Secret {
        let id = CertificateId::Leaf(leaf.clone());
        self.inputs.keys.get(&id).unwrap_or_else(|| never_issued(&id))
    }

    pub(crate) fn password(self, id: &PasswordId) -> &'a Secret {
        self.inputs.passwords.get(id).unwrap_or_else(|| never_issued(id))
    }

    /// A leaf's certificate and those of its authorities, as far up as they are known: with the root.
    pub(crate) fn chain(self, leaf: &LeafId) -> Vec<&'a [u8]> {
        let own = self.certificate(&CertificateId::Leaf(leaf.clone()));
        [own].into_iter().chain(self.above(&self.graph.leaf(leaf).issued_by.value)).collect()
    }

    /// A certificate and those above it, as far up as they are known.
    pub(crate) fn chain_of(self, id: &CertificateId) -> Vec<&'a [u8]> {
        match id {
            CertificateId::Authority(it) => self.above(it),
            CertificateId::Leaf(it) => self.chain(it),
        }
    }

    /// The top of an authority's chain, and the authority of the graph that it comes from.
    pub(crate) fn anchor(self, id: &'a AuthorityId) -> (&'a AuthorityId, &'a [u8]) {
        match self.graph.authority(id).kind.value.issuer() {
            Some(issuer) => self.anchor(issuer),
            None => (id, self.above(id).last().copied().expect("a chain has its own first")),
        }
    }

    fn above(self, id: &AuthorityId) -> Vec<&'a [u8]> {
        let Authority { kind, given, .. } = self.graph.authority(id);
        if let Some(it) = given.as_ref().filter(|it| !it.chain.is_empty()) {
            return it.chain.iter().map(Vec::as_slice).collect();
        }
        let mut chain = vec![self.certificate(&CertificateId::Authority(id.clone()))];
        if let Some(issuer) = kind.value.issuer() {
            chain.extend(self.above(issuer));
        }
        chain
    }
}

/// What the spec gives of a certificate.
pub(crate) fn given<'a>(graph: &'a Graph, id: &CertificateId) -> Option<&'a Given> {
    match id {
        CertificateId::Authority(it) => graph.authority(it).given.as_ref(),
        CertificateId::Leaf(_) => None,
    }
}

fn never_issued(id: &dyn std::fmt::Debug) -> ! {
    panic!("a bug in certc, please report it: {id:?} was never issued")
}
