//! The order of issuing: what can be wrong, keys, authorities from the top down, leaves.

use std::collections::BTreeMap;

use certc_catalog::KeyKind;
use certc_diagnostic::{Diagnostic, Severity};
use certc_graph::{AuthorityId, CertificateId, Graph, LeafId, Password, blame};
use certc_plan::{Action, CertificateEntry, CertificateKind, Plan, hex};
use rayon::prelude::*;

use crate::key::Key;
use crate::profile::{self, Life};
use crate::rules::AUTHORITY_NOT_KEPT;
use crate::signer::{self, Signer};
use crate::splice::{Party, sign};
use crate::{
    Inputs, Issued, NewAuthority, clipped, describe, entries, password, pem_file, signers,
};

/// What is made, and its identity as the manifest has it.
pub(crate) type Wanted = BTreeMap<CertificateId, String>;

/// Writes a new authority to the disk.
type Keep<'a> = &'a dyn Fn(NewAuthority<'_>) -> Result<(), String>;

/// Runs the making of one key.
type Watch<'a> = &'a (dyn Fn(&CertificateId, &mut dyn FnMut()) + Sync);

/// Makes the keys and certificates that the plan asks for, in parallel.
///
/// What [`given_authorities`](crate::given_authorities) says was heeded before. Every key that signs is read and judged
/// before anything is made. `keep` writes an authority to the disk before anything
/// below it is signed; its error is a sentence, and ends the run. `watch` is given the making of each key and runs it,
/// on the thread that it was called on: for progress, and for clocks, of which there is none here.
pub fn issue(
    plan: &Plan,
    graph: &Graph,
    inputs: Inputs,
    keep: &dyn Fn(NewAuthority<'_>) -> Result<(), String>,
    watch: &(dyn Fn(&CertificateId, &mut dyn FnMut()) + Sync),
) -> (Option<Issued>, Vec<Diagnostic>) {
    let made = plan.certificates.iter().filter(|it| it.action != Action::Keep);
    let wanted: Wanted = made.map(|it| (it.of.clone(), hex(&it.identity.0))).collect();
    let (signers, mut said) = signers::read(graph, &wanted, &inputs);
    if said.iter().any(|it| it.severity == Severity::Error) {
        return (None, said);
    }
    let keys = keys(graph, &wanted, watch);
    let mut issuing = Issuing { graph, wanted, inputs, signers, keys, made: Vec::new() };
    if let Err(it) = issuing.authorities(keep) {
        said.push(it);
        return (None, said);
    }
    issuing.leaves();
    said.extend(clipped::said(graph, &issuing.made));
    (Some(issuing.issued(plan)), said)
}

/// A certificate that was just made.
pub(crate) struct Made {
    pub(crate) of: CertificateId,
    pub(crate) entry: CertificateEntry,
    pub(crate) is_clipped: bool,
    certificate: Vec<u8>,
}

struct Issuing<'a> {
    graph: &'a Graph,
    wanted: Wanted,
    inputs: Inputs,
    signers: BTreeMap<AuthorityId, Signer>,
    /// Made, and not yet certified.
    keys: BTreeMap<CertificateId, Key>,
    made: Vec<Made>,
}

/// Makes the slowest first, one at a time on each core, so that no core waits long at the end.
fn keys(graph: &Graph, wanted: &Wanted, watch: Watch<'_>) -> BTreeMap<CertificateId, Key> {
    let kind = |id: &CertificateId| match id {
        CertificateId::Authority(it) => graph.wish(it).key.value,
        CertificateId::Leaf(it) => graph.leaf(it).key.value,
    };
    let mut kinds: Vec<_> = wanted.keys().map(|it| (effort(kind(it)), kind(it), it)).collect();
    kinds.sort_by_key(|it| std::cmp::Reverse(it.0));
    let key = |(_, kind, id): (u32, KeyKind, &CertificateId)| {
        let mut key = None;
        watch(id, &mut || key = Some(Key::generate(kind)));
        (id.clone(), key.expect("a watch runs what it watches"))
    };
    let keys: Vec<_> = kinds.into_par_iter().with_max_len(1).map(key).collect();
    keys.into_iter().collect()
}

/// About how many microseconds a key takes.
fn effort(kind: KeyKind) -> u32 {
    match kind {
        KeyKind::Rsa2048 => 60_000,
        KeyKind::Rsa3072 => 250_000,
        KeyKind::Rsa4096 => 600_000,
        KeyKind::EcP256 | KeyKind::Ed25519 => 20,
        KeyKind::EcP384 => 100,
        KeyKind::EcP521 => 160,
    }
}

impl Issuing<'_> {
    fn authorities(&mut self, keep: Keep<'_>) -> Result<(), Diagnostic> {
        self.graph.authorities.keys().try_for_each(|it| self.authority(it, keep))
    }

    /// Makes an authority where it is still to be made, its issuer first.
    fn authority(&mut self, id: &AuthorityId, keep: Keep<'_>) -> Result<(), Diagnostic> {
        let of = CertificateId::Authority(id.clone());
        let Some(key) = self.keys.remove(&of) else { return Ok(()) };
        let issuer = self.graph.authority(id).kind.value.issuer();
        if let Some(it) = issuer {
            self.authority(it, keep)?;
        }
        let made = self.certified_authority(id, &key, issuer);
        self.keep(id, &key, &made.certificate, keep)?;
        self.signers.insert(id.clone(), Signer::made(key, &made.certificate));
        self.made.push(made);
        Ok(())
    }

    fn certified_authority(&self, id: &AuthorityId, key: &Key, by: Option<&AuthorityId>) -> Made {
        let authority = self.graph.authority(id);
        let issuer = by.map(|it| &self.signers[it]);
        let subject = Party { name: &authority.subject.der.0, key };
        let life = Life::of(self.graph.wish(id).days.value, self.inputs.now, issuer);
        let is_lowest = by.is_some() && signer::depth(self.graph, id) == 0;
        let params = profile::dated(profile::authority(is_lowest), key, life);
        let certificate = match issuer {
            Some(it) => sign(params, &subject, &it.party(), it.key_id.as_deref()),
            None => sign(params, &subject, &subject, None),
        };
        let (of, kind) = (CertificateId::Authority(id.clone()), CertificateKind::Authority);
        self.made(of, kind, certificate, by.unwrap_or(id), life)
    }

    fn keep(
        &self,
        id: &AuthorityId,
        key: &Key,
        certificate: &[u8],
        keep: Keep<'_>,
    ) -> Result<(), Diagnostic> {
        let (private_key, certificate) = (key.pem(), pem_file::write([certificate]));
        let (private_key, certificate) = (private_key.bytes(), certificate.as_bytes());
        keep(NewAuthority { id, private_key, certificate }).map_err(|why| {
            let message = format!("authority `{}` cannot be kept: {why}", id.0);
            let broken = AUTHORITY_NOT_KEPT.broken(message).help("nothing was signed with it");
            blame(broken, &self.graph.authority(id).name.origin, "made for this run")
        })
    }

    fn leaves(&mut self) {
        let keys: Vec<_> = std::mem::take(&mut self.keys).into_iter().collect();
        let leaf = |(of, key): &(CertificateId, Key)| match of {
            CertificateId::Leaf(id) => (self.certified_leaf(id, key), key.pem()),
            CertificateId::Authority(_) => unreachable!("authorities are made before leaves"),
        };
        let made: Vec<_> = keys.par_iter().map(leaf).collect();
        for (made, key) in made {
            self.inputs.keys.insert(made.of.clone(), key);
            self.made.push(made);
        }
    }

    fn certified_leaf(&self, id: &LeafId, key: &Key) -> Made {
        let leaf = self.graph.leaf(id);
        let issuer = &self.signers[&leaf.issued_by.value];
        let life = Life::of(leaf.days.value, self.inputs.now, Some(issuer));
        let params = profile::dated(profile::leaf(leaf), key, life);
        let subject = Party { name: &leaf.subject.der.0, key };
        let certificate = sign(params, &subject, &issuer.party(), issuer.key_id.as_deref());
        let kind = match (leaf.server, leaf.client) {
            (true, true) => CertificateKind::Both,
            (true, false) => CertificateKind::Server,
            (false, _) => CertificateKind::Client,
        };
        self.made(CertificateId::Leaf(id.clone()), kind, certificate, &leaf.issued_by.value, life)
    }

    fn made(
        &self,
        of: CertificateId,
        kind: CertificateKind,
        certificate: Vec<u8>,
        issuer: &AuthorityId,
        life: Life,
    ) -> Made {
        let name = of.name();
        let own = certc_plan::sha256(&certificate);
        let issuer_sha256 = self.signers.get(issuer).map_or(&own, |it| &it.sha256);
        let identity = &self.wanted[&of];
        let entry = describe(name, &certificate, kind, &issuer.0, issuer_sha256, identity);
        let entry = entry.expect("certc reads what it made");
        Made { of, entry, is_clipped: life.is_clipped, certificate }
    }

    fn issued(mut self, plan: &Plan) -> Issued {
        for (id, from) in &self.graph.passwords {
            if from.value == Password::Generate {
                self.inputs.passwords.entry(id.clone()).or_insert_with(password::generate);
            }
        }
        let certificates = entries::entries(plan, self.graph, &self.inputs.kept, &self.made);
        let made = self.made.into_iter().map(|it| (it.of, it.certificate));
        self.inputs.certificates.extend(made);
        Issued { inputs: self.inputs, certificates }
    }
}
