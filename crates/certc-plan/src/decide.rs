//! The stage `plan`: what is kept, what is made, and why.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use certc_diagnostic::Diagnostic;
use certc_emit::Artifact;
use certc_graph::{
    Authority, AuthorityId, AuthorityKind, CertificateId, Graph, Handle, Identities, Identity, Leaf,
};

use crate::manifest::hex;
use crate::{Action, CertificateEntry, Disk, FileEntry, Plan, Reason, Step, Timestamp, refuse};

/// Compares what should be with what is: equal identity, undamaged and not due, kept.
///
/// An authority that is lost, pinned or another one than the spec's is an error here, before any key is made.
pub fn plan(
    graph: &Graph,
    artifacts: &[Artifact],
    disk: &Disk<'_>,
    now: Timestamp,
) -> (Plan, Vec<Diagnostic>) {
    let mut planner = Planner::new(graph, disk, now);
    let mut certificates = Vec::new();
    for id in graph.authorities.keys() {
        let (of, action) = (CertificateId::Authority(id.clone()), planner.authority(id));
        certificates.push(Step { identity: planner.identity(&of), of, action });
    }
    let lost = planner.lost(artifacts);
    for (id, leaf) in &graph.leaves {
        let of = CertificateId::Leaf(id.clone());
        let identity = planner.identity(&of);
        let action = planner.leaf(&id.0, leaf, identity, &lost);
        certificates.push(Step { of, identity, action });
    }
    planner.warn_of_ends();
    let deployment = graph.deployment.as_ref();
    planner.said.extend(deployment.and_then(|it| refuse::unmaintained(it, now)));
    let made = certificates.iter().filter(|it| it.action != Action::Keep);
    planner.made = made.map(|it| it.of.clone()).collect();
    let files = artifacts.iter().map(|it| planner.file(it)).collect();
    let kept: BTreeSet<_> = artifacts.iter().map(|it| it.path.as_str()).collect();
    let removed = planner.files.iter().filter(|it| !kept.contains(it.0));
    let removed = removed.map(|it| it.1.path.clone()).collect();
    (Plan { certificates, files, removed }, planner.said)
}

struct Planner<'a> {
    graph: &'a Graph,
    disk: &'a Disk<'a>,
    now: Timestamp,
    identities: Identities,
    /// What the last manifest says, by name and by path.
    certificates: BTreeMap<&'a str, &'a CertificateEntry>,
    files: BTreeMap<&'a str, &'a FileEntry>,
    /// What happens to each authority.
    authorities: BTreeMap<AuthorityId, Action>,
    made: BTreeSet<CertificateId>,
    said: Vec<Diagnostic>,
}

impl<'a> Planner<'a> {
    fn new(graph: &'a Graph, disk: &'a Disk<'a>, now: Timestamp) -> Self {
        let certificates = disk.last.iter().flat_map(|it| &it.certificates);
        let files = disk.last.iter().flat_map(|it| &it.files);
        Self {
            graph,
            disk,
            now,
            identities: Identities::of(graph),
            certificates: certificates.map(|it| (&*it.name, it)).collect(),
            files: files.map(|it| (it.path.as_str(), it)).collect(),
            authorities: BTreeMap::new(),
            made: BTreeSet::new(),
            said: Vec::new(),
        }
    }

    fn identity(&self, of: &CertificateId) -> Identity {
        self.identities.get(&Handle::Certificate(of.clone()))
    }

    /// Decides on an authority, its issuers first, once.
    fn authority(&mut self, id: &AuthorityId) -> Action {
        if let Some(it) = self.authorities.get(id) {
            return *it;
        }
        let authority = self.graph.authority(id);
        let action = match &authority.kind.value {
            AuthorityKind::Imported | AuthorityKind::External | AuthorityKind::TrustOnly => {
                Action::Keep
            }
            AuthorityKind::Root => self.own_authority(id, authority, None),
            AuthorityKind::Intermediate(issuer) => {
                let issued_by = self.authority(issuer);
                self.own_authority(id, authority, Some((issuer, issued_by)))
            }
        };
        self.said.extend(match action {
            Action::Keep => {
                self.hash(id).and_then(|it| refuse::other_than_pinned(id, authority, &it))
            }
            Action::Make(_) => refuse::pinned(id, authority, self.disk.authorities.get(id)),
        });
        self.authorities.insert(id.clone(), action);
        action
    }

    fn own_authority(
        &mut self,
        id: &AuthorityId,
        authority: &Authority,
        issuer: Option<(&AuthorityId, Action)>,
    ) -> Action {
        let recorded = self.certificates.get(&*id.0).copied();
        let Some(found) = self.disk.authorities.get(id) else {
            // Without a manifest nobody knows which authorities there were.
            let has_signed =
                recorded.is_some() || self.disk.last.is_none() && self.disk.has_generation;
            if has_signed && !self.disk.renew.contains(&*id.0) {
                self.said.push(refuse::lost(id, authority));
            }
            return Action::Make(Reason::New);
        };
        if self.disk.renew.contains(&*id.0) {
            return Action::Make(Reason::Asked);
        }
        if let Some((issuer, action)) = issuer
            && (action != Action::Keep || !self.signed(found, issuer))
        {
            return Action::Make(Reason::IssuerReplaced);
        }
        let is_asked_for = match recorded.filter(|it| it.sha256 == found.sha256) {
            Some(it) => it.identity == hex(&self.identity(&CertificateId::Authority(id.clone())).0),
            None if is_same(authority, found) => true,
            None => {
                self.said.push(refuse::differs(id, authority, found));
                return Action::Keep;
            }
        };
        if !is_asked_for {
            return Action::Make(Reason::Changed);
        }
        if found.not_after <= self.now {
            self.said.push(refuse::ended(id, authority, found));
        }
        Action::Keep
    }

    /// Whether the certificate was signed by the authority as it is now.
    fn signed(&self, entry: &CertificateEntry, issuer: &AuthorityId) -> bool {
        self.hash(issuer).is_some_and(|it| it == entry.issuer_sha256)
    }

    /// Of an authority's certificate as it is now.
    fn hash(&self, id: &AuthorityId) -> Option<String> {
        let given = self.graph.authority(id).given.as_ref();
        let given = given.and_then(|it| Some(crate::sha256(it.chain.first()?)));
        given.or_else(|| Some(self.disk.authorities.get(id)?.sha256.clone()))
    }

    /// Whether a certificate is made, or is another one than the last generation's.
    fn is_new(&self, of: &CertificateId) -> bool {
        let CertificateId::Authority(id) = of else { return self.made.contains(of) };
        let recorded = self.certificates.get(&*id.0).map(|it| it.sha256.as_str());
        self.made.contains(of) || self.hash(id).as_deref() != recorded
    }

    fn leaf(
        &self,
        name: &str,
        leaf: &Leaf,
        identity: Identity,
        lost: &BTreeMap<&str, &'static str>,
    ) -> Action {
        let Some(entry) = self.certificates.get(name) else { return Action::Make(Reason::New) };
        let issuer = &leaf.issued_by.value;
        let reason = if self.disk.renew.contains(name) {
            Reason::Asked
        } else if entry.identity != hex(&identity.0) {
            Reason::Changed
        } else if self.authorities.get(issuer) != Some(&Action::Keep) || !self.signed(entry, issuer)
        {
            Reason::IssuerReplaced
        } else if self.is_due(leaf, entry) {
            Reason::Due
        } else if let Some(how) = lost.get(name).copied() {
            Reason::Damaged(how)
        } else {
            return Action::Keep;
        };
        Action::Make(reason)
    }

    /// Near its end, and a new one would end later: one that its issuer's end has clipped is not due at once again.
    fn is_due(&self, leaf: &Leaf, entry: &CertificateEntry) -> bool {
        let is_near = entry.not_after <= self.now.plus_days(leaf.renew_before_days.value);
        let next = self.now.plus_days(leaf.days.value);
        let next = self.end(&leaf.issued_by.value).map_or(next, |it| next.min(it));
        is_near && entry.not_after < next
    }

    /// The end of an authority of ours as it lies here, of a given one as the last manifest has it.
    fn end(&self, id: &AuthorityId) -> Option<Timestamp> {
        let recorded = || self.certificates.get(&*id.0).copied();
        self.disk.authorities.get(id).or_else(recorded).map(|it| it.not_after)
    }

    /// An authority that ends before a leaf of today would: from now on its leaves get shorter and shorter lives.
    fn warn_of_ends(&mut self) {
        for (id, authority) in &self.graph.authorities {
            let leaves = self.graph.leaves.values().filter(|it| it.issued_by.value == *id);
            let Some(longest) = leaves.map(|it| it.days.value).max() else { continue };
            let is_kept = self.authorities.get(id) == Some(&Action::Keep);
            let end = self.end(id).filter(|it| is_kept && *it > self.now);
            if let Some(end) = end.filter(|it| *it < self.now.plus_days(longest)) {
                self.said.push(refuse::ends_soon(id, authority, end));
            }
        }
    }

    /// The leaves, by their holder's name, of which no undamaged file shows the certificate or the key, and how it is lost.
    ///
    /// A certificate can be read from two files, a key from its own and from the key store: as long as one is whole, the
    /// others are made from it.
    fn lost(&self, artifacts: &'a [Artifact]) -> BTreeMap<&'a str, &'static str> {
        let mut lost = BTreeMap::new();
        let mut sources: BTreeMap<(&str, bool), Option<&'static str>> = BTreeMap::new();
        for it in self.files.values() {
            let (Some(of), Some(is_key)) = (it.of.as_deref(), is_key(&it.kind)) else { continue };
            let is_recovered = is_key && self.disk.recovered.contains(of);
            let how = self.disk.damaged.get(&it.path).copied().filter(|_| !is_recovered);
            let known = sources.entry((of, is_key)).or_insert(how);
            *known = (*known).and(how);
        }
        for it in artifacts {
            let (Some(of), Some(is_key)) = (it.of.as_deref(), is_key(it.kind)) else { continue };
            let how = sources.get(&(of, is_key)).copied();
            if let Some(how) = how.unwrap_or(Some("was not written")) {
                lost.insert(of, how);
            }
        }
        lost
    }

    fn file(&self, artifact: &Artifact) -> Step<Utf8PathBuf> {
        let (of, identity) = (artifact.path.clone(), artifact.identity(&self.identities));
        let reason = match self.files.get(of.as_str()) {
            None => Some(Reason::New),
            Some(it) if it.identity != hex(&identity.0) => Some(Reason::Changed),
            Some(_) => self.file_reason(artifact),
        };
        Step { of, identity, action: reason.map_or(Action::Keep, Action::Make) }
    }

    fn file_reason(&self, artifact: &Artifact) -> Option<Reason> {
        let handles = artifact.content.handles();
        let is_made = |it: &Handle| match it {
            Handle::Certificate(it) => self.is_new(it),
            Handle::Trust(it) => {
                let mut anchors = self.graph.trust(it).authorities.iter();
                anchors.any(|it| self.is_new(&CertificateId::Authority(it.value.clone())))
            }
            Handle::Password(_) => false,
        };
        let is_changed =
            |it: &Handle| matches!(it, Handle::Password(it) if self.disk.passwords.contains(it));
        let damaged = self.disk.damaged.get(&artifact.path).copied().map(Reason::Damaged);
        if handles.iter().any(is_made) {
            Some(Reason::ShowsNewCertificate)
        } else if damaged.is_none() && handles.iter().any(is_changed) {
            Some(Reason::PasswordChanged)
        } else {
            damaged
        }
    }
}

/// Whether an authority that no manifest knows can be the one that the spec asks for.
fn is_same(authority: &Authority, found: &CertificateEntry) -> bool {
    let key = authority.wish.as_ref().map(|it| it.key.value.words());
    found.subject.der == hex(&authority.subject.der.0) && Some(found.key.as_str()) == key
}

/// Whether a kind of file is where a key is read from, or a certificate; `None` for others.
fn is_key(kind: &str) -> Option<bool> {
    match kind {
        "certificate" | "chain" => Some(false),
        "private-key" => Some(true),
        _ => None,
    }
}
