use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use certc_diagnostic::Diagnostic;
use certc_emit::Artifact;
use certc_graph::{
    Authority, AuthorityId, AuthorityKind, CertificateId, Graph, Handle, Identities, Identity,
    Leaf, Origin,
};

use crate::manifest::hex;
use crate::rules::{AUTHORITY_DIFFERS, AUTHORITY_ENDED, AUTHORITY_LOST, AUTHORITY_PINNED};
use crate::{Action, CertificateEntry, Disk, FileEntry, Plan, Reason, Step, Timestamp};

/// Compares what should be with what is: equal identity, undamaged and not due, kept.
///
/// An authority that is lost, pinned or another one than the spec's is an error here, before any key is made.
pub fn plan(
    graph: &Graph,
    artifacts: &[Artifact],
    disk: &Disk<'_>,
    now: Timestamp,
) -> (Plan, Vec<Diagnostic>) {
    let last = disk.last;
    let mut planner = Planner {
        graph,
        disk,
        now,
        identities: Identities::of(graph),
        certificates: last
            .iter()
            .flat_map(|it| &it.certificates)
            .map(|it| (&*it.name, it))
            .collect(),
        files: last.iter().flat_map(|it| &it.files).map(|it| (it.path.as_str(), it)).collect(),
        made: BTreeSet::new(),
        said: Vec::new(),
    };
    let authorities: Vec<_> =
        graph.authorities.keys().map(|it| (it, planner.authority(it))).collect();
    let authorities = authorities.into_iter().map(|(id, action)| {
        let of = CertificateId::Authority(id.clone());
        Step { identity: planner.identity(&of), of, action }
    });
    let mut certificates: Vec<_> = authorities.collect();
    let lost = planner.lost(artifacts);
    certificates.extend(graph.leaves.keys().map(|id| {
        let of = CertificateId::Leaf(id.clone());
        let identity = planner.identity(&of);
        let action = planner.leaf(&id.0, graph.leaf(id), identity, &lost);
        Step { of, identity, action }
    }));
    let made = certificates.iter().filter(|it| it.action != Action::Keep);
    planner.made = made.map(|it| it.of.clone()).collect();
    let files: Vec<_> = artifacts.iter().map(|it| planner.file(it)).collect();
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
    made: BTreeSet<CertificateId>,
    said: Vec<Diagnostic>,
}

impl<'a> Planner<'a> {
    fn identity(&self, of: &CertificateId) -> Identity {
        self.identities.get(&Handle::Certificate(of.clone()))
    }

    fn authority(&mut self, id: &AuthorityId) -> Action {
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
        if action != Action::Keep && self.made.insert(CertificateId::Authority(id.clone())) {
            self.refuse_pinned(id, authority);
        }
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
            if recorded.is_some() && !self.disk.renew.contains(&*id.0) {
                self.say_lost(id, authority);
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
        let recorded = recorded.filter(|it| it.sha256 == found.sha256);
        let is_asked_for = match recorded {
            Some(it) => it.identity == hex(&self.identity(&CertificateId::Authority(id.clone())).0),
            None => is_same(authority, found),
        };
        if !is_asked_for && recorded.is_none() {
            self.differs(id, authority, found);
        } else if !is_asked_for {
            return Action::Make(Reason::Changed);
        } else if found.not_after <= self.now {
            self.ended(id, authority, found);
        }
        self.compare_with_pin(id, authority, found);
        Action::Keep
    }

    /// Whether the certificate was signed by the authority as it is now.
    fn signed(&self, entry: &CertificateEntry, issuer: &AuthorityId) -> bool {
        self.issuer_hash(issuer).is_some_and(|it| it == entry.issuer_sha256)
    }

    fn issuer_hash(&self, issuer: &AuthorityId) -> Option<String> {
        let given = self.graph.authority(issuer).given.as_ref();
        let given = given.and_then(|it| Some(crate::sha256(it.chain.first()?)));
        given.or_else(|| Some(self.disk.authorities.get(issuer)?.sha256.clone()))
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
        } else if self.made.contains(&CertificateId::Authority(issuer.clone()))
            || !self.signed(entry, issuer)
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
        let due = entry.not_after.0 - i64::from(leaf.renew_before_days.value) * 86_400;
        let next = self.now.plus_days(leaf.days.value);
        let next = self.issuer_end(&leaf.issued_by.value).map_or(next, |it| next.min(it));
        due <= self.now.0 && entry.not_after < next
    }

    fn issuer_end(&self, issuer: &AuthorityId) -> Option<Timestamp> {
        Some(self.disk.authorities.get(issuer)?.not_after)
    }

    /// The leaves, by their holder's name, of which no undamaged file shows the certificate or the key, and how it is lost.
    ///
    /// A certificate can be read from two files, a key from one: as long as one is whole, the others are made from it.
    fn lost(&self, artifacts: &'a [Artifact]) -> BTreeMap<&'a str, &'static str> {
        let mut lost = BTreeMap::new();
        let mut sources: BTreeMap<(&str, bool), Option<&'static str>> = BTreeMap::new();
        for it in self.files.values() {
            let (Some(of), Some(is_key)) = (it.of.as_deref(), is_key(&it.kind)) else { continue };
            let how = self.disk.damaged.get(&it.path).copied();
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
            Handle::Certificate(it) => self.made.contains(it),
            Handle::Trust(it) => {
                let mut anchors = self.graph.trust(it).authorities.iter();
                anchors.any(|it| self.made.contains(&CertificateId::Authority(it.value.clone())))
            }
            Handle::Password(_) => false,
        };
        let is_changed =
            |it: &Handle| matches!(it, Handle::Password(it) if self.disk.passwords.contains(it));
        if handles.iter().any(is_made) {
            Some(Reason::ShowsNewCertificate)
        } else if handles.iter().any(is_changed) {
            Some(Reason::PasswordChanged)
        } else {
            self.disk.damaged.get(&artifact.path).copied().map(Reason::Damaged)
        }
    }

    fn say_lost(&mut self, id: &AuthorityId, authority: &Authority) {
        let message =
            format!("the key of authority `{id}` is not on this disk any more", id = id.0);
        let help = format!(
            "bring `authorities/{id}` back from a copy; a new authority, which nobody trusts yet, is made by `--renew {id}`",
            id = id.0
        );
        self.say(AUTHORITY_LOST.broken(message).help(help), authority, "it has signed before");
    }

    fn refuse_pinned(&mut self, id: &AuthorityId, authority: &Authority) {
        let Some(pin) = &authority.pinned else { return };
        let help = format!(
            "bring `authorities/{id}` from the machine that made it; for a new authority delete the line `pinned`",
            id = id.0
        );
        let message = format!("authority `{}` is pinned, so certc does not make another", id.0);
        let said = AUTHORITY_PINNED.broken(message).help(help);
        self.said.push(match &pin.origin {
            Origin::Written(span) => said.at(*span, "made once, with this fingerprint"),
            Origin::Default | Origin::Catalog { .. } | Origin::Derived(_) => said,
        });
    }

    fn compare_with_pin(
        &mut self,
        id: &AuthorityId,
        authority: &Authority,
        found: &CertificateEntry,
    ) {
        let pin = authority.pinned.as_ref().filter(|it| hex(&it.value) != found.sha256);
        let Some(pin) = pin else { return };
        let message = format!("authority `{}` is pinned to another certificate", id.0);
        let help = format!(
            "on the disk is {}; bring `authorities/{}` from the machine that made the pinned one",
            found.sha256, id.0
        );
        let said = AUTHORITY_PINNED.broken(message).help(help);
        self.said.push(match &pin.origin {
            Origin::Written(span) => said.at(*span, "the fingerprint that it must have"),
            Origin::Default | Origin::Catalog { .. } | Origin::Derived(_) => said,
        });
    }

    fn differs(&mut self, id: &AuthorityId, authority: &Authority, found: &CertificateEntry) {
        let message = format!(
            "`authorities/{}` holds another authority: {}, {}",
            id.0, found.subject.java, found.key
        );
        let help = "make the spec say what is on the disk, or move that folder away";
        self.say(AUTHORITY_DIFFERS.broken(message).help(help), authority, "not what is asked for");
    }

    fn ended(&mut self, id: &AuthorityId, authority: &Authority, found: &CertificateEntry) {
        let message = format!("authority `{}` ended on {}", id.0, found.not_after);
        let help =
            format!("`--renew {}` makes a new one; whoever trusts the old one must be told", id.0);
        self.say(AUTHORITY_ENDED.broken(message).help(help), authority, "cannot sign any more");
    }

    fn say(&mut self, said: Diagnostic, authority: &Authority, label: &str) {
        let said = match &authority.name.origin {
            Origin::Written(span) => said.at(*span, label),
            Origin::Default | Origin::Catalog { .. } | Origin::Derived(_) => said,
        };
        if !self.said.contains(&said) {
            self.said.push(said);
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
