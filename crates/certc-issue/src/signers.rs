//! Authorities that are there already: their keys are read and judged before anything is made.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use certc_diagnostic::Diagnostic;
use certc_graph::{Authority, AuthorityId, CertificateId, Graph, blame};

use crate::certificate::{Certificate, Tbs};
use crate::issue::Wanted;
use crate::key_file::Unusable;
use crate::look_up::LookUp;
use crate::rules::{AUTHORITY_CERTIFICATE_UNUSABLE, AUTHORITY_KEY_UNUSABLE};
use crate::signer::{self, Signer};
use crate::{Inputs, key_file};

/// Those that sign something that is made and are not made themselves.
pub(crate) fn read(
    graph: &Graph,
    wanted: &Wanted,
    inputs: &Inputs,
) -> (BTreeMap<AuthorityId, Signer>, Vec<Diagnostic>) {
    let is_there =
        |it: &&AuthorityId| !wanted.contains_key(&CertificateId::Authority((*it).clone()));
    let issuers: BTreeSet<_> = wanted.keys().filter_map(|it| issuer(graph, it)).collect();
    let look_up = LookUp { graph, inputs };
    let mut said = Vec::new();
    let mut signer = |id: &AuthorityId| {
        let signer = look_up.signer(id).map_err(|it| said.push(it)).ok()?;
        Some((id.clone(), signer))
    };
    let signers = issuers.into_iter().filter(is_there).filter_map(&mut signer).collect();
    (signers, said)
}

fn issuer<'a>(graph: &'a Graph, id: &CertificateId) -> Option<&'a AuthorityId> {
    match id {
        CertificateId::Leaf(it) => Some(&graph.leaf(it).issued_by.value),
        CertificateId::Authority(it) => graph.authority(it).kind.value.issuer(),
    }
}

impl LookUp<'_> {
    fn signer(self, id: &AuthorityId) -> Result<Signer, Diagnostic> {
        let of = CertificateId::Authority(id.clone());
        let authority = self.graph.authority(id);
        let der = self.certificate(&of);
        let tbs = Certificate::read(der).expect("certificates were read before").tbs;
        if authority.given.is_none() {
            self.own_certificate(id, authority, &tbs)?;
        }
        let given = authority.given.as_ref();
        let password = given.and_then(|it| it.password.as_ref()).map(|it| self.password(it));
        let key = self.inputs.keys.get(&of).expect("a bug in certc, please report it: no key");
        match key_file::of_certificate(key.bytes(), password, &tbs.public_key()) {
            Ok(key) => Ok(Signer::new(key, der, &tbs)),
            Err(why) => Err(key_unusable(id, authority, why)),
        }
    }

    /// One of certc's own that can sign no more; what is given was judged before.
    fn own_certificate(
        self,
        id: &AuthorityId,
        authority: &Authority,
        tbs: &Tbs<'_>,
    ) -> Result<(), Diagnostic> {
        let depth = usize::from(signer::depth(self.graph, id));
        let Some(why) = signer::unusable(tbs, depth, Some(self.inputs.now)) else { return Ok(()) };
        let message = format!("the certificate of authority `{}` {why}", id.0);
        let broken = AUTHORITY_CERTIFICATE_UNUSABLE.broken(message);
        let broken = broken.help(format!("`--renew {}` makes a new one", id.0));
        Err(blame(broken, &authority.name.origin, "signs certificates of this spec"))
    }
}

fn key_unusable(id: &AuthorityId, authority: &Authority, why: Unusable) -> Diagnostic {
    let given = authority.given.as_ref().and_then(|it| it.private_key.as_ref());
    let own = || Utf8PathBuf::from(format!("authorities/{}/private-key.pem", id.0));
    let file = given.map_or_else(own, |it| it.value.clone());
    let message = format!("the key of authority `{}`, `{file}`, {}", id.0, why.words());
    let broken = AUTHORITY_KEY_UNUSABLE.broken(message);
    match given {
        Some(it) => {
            blame(broken.help(why.help(&file)), &it.origin, "signs certificates of this spec")
        }
        None => {
            let broken = broken.help("bring it back from a copy");
            blame(broken, &authority.name.origin, "signs certificates of this spec")
        }
    }
}
