//! Trust is derived, never listed; and what must hold between certificates.

use std::collections::BTreeMap;

use certc_catalog::{Port, Purpose};
use certc_graph::name::{NameKey, Subject};
use certc_graph::{AuthorityId, LeafId, Origin, Sourced, Trust, TrustId, TrustedFile, blame};
use certc_schema::Statement;

use crate::authority::property;
use crate::rules::{
    EQUAL_SUBJECTS, LEAF_OUTLIVES_ISSUER, PUBLIC_AUTHORITIES_LOST, USELESS_DEFAULT,
};
use crate::{Resolver, layers, value};

/// A certificate that clients' certificates may end at; one that is ours to make has no DER yet.
struct Anchor<'t> {
    key: NameKey,
    /// Its subject, for people.
    shown: String,
    der: Option<&'t Vec<u8>>,
    origin: &'t Origin,
    what: String,
}

impl<'a> Resolver<'a> {
    /// The identity provider trusts the roots of its clients, a process that of the identity provider.
    pub(crate) fn trusts(&mut self) {
        if let Some(provider) = self.layers.named("identity-provider").next() {
            let (authorities, also) = (self.client_roots(), self.also(provider, true));
            let trust = Trust { authorities, also };
            self.compare_trusted(&trust);
            self.trust(provider, trust);
        }
        let server = self.server_root();
        if let Some(it) = self.graph.identity_provider.as_mut() {
            it.root = server.clone();
        }
        let both = self.layers.named("component").chain(self.layers.named("application"));
        for own in both.collect::<Vec<_>>() {
            if !self.graph.readers.contains_key(value::name(own)) {
                continue;
            }
            let authorities = self.called_roots(value::name(own), server.as_ref());
            let also = self.also(own, false);
            if authorities.is_empty() && also.is_empty() {
                self.trust_public(own);
            } else {
                self.warn_of_public(server.is_none(), &also);
                self.trust(own, Trust { authorities, also });
            }
        }
        self.trust_of_cluster();
        self.trust_of_all();
        self.warn_of_internet();
    }

    /// Who calls the internet by its JVM's trust would trust our store alone.
    fn warn_of_internet(&mut self) {
        let Some(place) = self.place else { return };
        for (name, process) in &self.graph.processes {
            let client = self.catalog.client(&process.kind.value, place.camunda);
            let reader = self.graph.readers.get(name);
            let trust = reader.and_then(|it| it.trust.as_ref()).map(|it| self.graph.trust(it));
            let loses = client.is_some_and(|it| it.calls_internet)
                && process.is_told(Purpose::JvmOptions)
                && self.graph.has_own_trust(name)
                && trust.is_some_and(|it| it.also.is_empty());
            if !loses {
                continue;
            }
            let message = format!(
                "`{name}` would trust no server of the internet: its JVM has one trust store, and this is it"
            );
            let said = PUBLIC_AUTHORITIES_LOST.broken(message);
            let leaf = self.graph.leaves.get(&LeafId(name.as_str().into()));
            let said =
                leaf.map_or(said.clone(), |it| blame(said, &it.name.origin, "calls the internet"));
            let help = "add the CAs of whom it calls by `truststore { also file=\"…\" }`; where it calls nobody there, \
                        `allow public-authorities-lost reason=\"…\"`";
            self.said.push(said.help(help));
        }
    }

    /// The identity provider's root, and those of whom a process calls by TLS, each once.
    fn called_roots(
        &self,
        name: &str,
        provider: Option<&Sourced<AuthorityId>>,
    ) -> Vec<Sourced<AuthorityId>> {
        let Some(process) = self.graph.processes.get(name) else { return Vec::new() };
        let calls = |port: Port| match port {
            Port::Grpc => GRPC.iter().any(|it| process.is_told(*it)),
            Port::Rest => REST.iter().any(|it| process.is_told(*it)),
            Port::Cluster => false,
        };
        let called = [Port::Grpc, Port::Rest].into_iter().filter(|it| calls(*it));
        let servers = called.filter_map(|it| self.graph.server(it));
        let roots = servers.filter_map(|(server, _)| self.root_of(server));
        once(provider.cloned().into_iter().chain(roots))
    }

    /// Whom members of a cluster trust among themselves: the certificate file is their trust store too.
    fn trust_of_cluster(&mut self) {
        let members = self.graph.processes.iter().filter(|it| it.1.served(Port::Cluster).is_some());
        let members: Vec<_> = members.map(|it| it.0.clone()).collect();
        let authorities = once(members.iter().filter_map(|it| self.root_of(it)));
        if !authorities.is_empty() {
            let trust = Trust { authorities, also: Vec::new() };
            self.graph.trusts.insert(TrustId::cluster(), trust);
        }
    }

    /// Whom the processes trust, all together: for what a platform tells all of them at once.
    fn trust_of_all(&mut self) {
        let readers = self.graph.processes.keys().map(|it| TrustId(it.as_str().into()));
        let trusts: Vec<_> = readers.filter_map(|it| self.graph.trusts.get(&it)).collect();
        let authorities = once(trusts.iter().flat_map(|it| it.authorities.iter().cloned()));
        let mut also: Vec<Sourced<TrustedFile>> = Vec::new();
        for file in trusts.iter().flat_map(|it| &it.also) {
            if also.iter().all(|it| it.value != file.value) {
                also.push(file.clone());
            }
        }
        if !trusts.is_empty() {
            self.graph.trusts.insert(TrustId::all(), Trust { authorities, also });
        }
    }

    fn trust(&mut self, own: &Statement, trust: Trust) {
        self.graph.trusts.insert(TrustId(value::name(own).into()), trust);
    }

    /// Without a store of its own a JVM trusts the public CAs.
    fn trust_public(&mut self, own: &Statement) {
        if let Some(reader) = self.graph.readers.get_mut(value::name(own)) {
            reader.trust = None;
        }
    }

    /// A store that is said takes the place of the JVM's own.
    fn warn_of_public(&mut self, is_public: bool, also: &[Sourced<TrustedFile>]) {
        let Some(file) = also.first().filter(|_| is_public) else { return };
        let message =
            "the identity provider would not be trusted any more: public CAs sign its certificate";
        let said = PUBLIC_AUTHORITIES_LOST.broken(message);
        let said = blame(said, &file.origin, "takes the place of the public CAs");
        let help = "add the CA that signs the provider's certificate by another `also file=…`, or name it as `trusted-by`";
        self.said.push(said.help(help));
    }

    /// Who signed the identity provider's certificate, where these are not the public CAs.
    fn server_root(&mut self) -> Option<Sourced<AuthorityId>> {
        let provider = self.layers.named("identity-provider").next()?;
        let Some(trusted) = layers::children(provider, "trusted-by").next() else {
            return self.root_of(value::name(provider));
        };
        let (name, place) = (value::text(trusted), value::place(trusted));
        let id = AuthorityId(name.into());
        if self.layers.named("authority").all(|it| value::name(it) != name) {
            let known: Vec<_> = self.layers.named("authority").map(value::name).collect();
            self.unknown_authority(name, place, &known);
            return None;
        }
        Some(Sourced::new(self.chain(&id).pop()?, Origin::Written(place)))
    }

    /// Two trusted certificates of one name: Keycloak compares names when it pins a client's authority.
    fn compare_trusted(&mut self, trust: &Trust) {
        let mut seen: Vec<Anchor<'_>> = Vec::new();
        let mut said = Vec::new();
        for anchor in self.anchors(trust) {
            let is_twin = |it: &&Anchor<'_>| it.key == anchor.key && it.der != anchor.der;
            if let Some(other) = seen.iter().find(is_twin) {
                let message = format!(
                    "{} and {} are two authorities of the subject `{}`",
                    other.what, anchor.what, anchor.shown
                );
                let found = EQUAL_SUBJECTS.broken(message);
                let found = blame(found, anchor.origin, "trusted by the identity provider");
                let found = blame(found, other.origin, "so is this one");
                let help = "who trusts one would take the other's clients for its own: keep one";
                said.push(found.help(help));
            }
            seen.push(anchor);
        }
        self.said.extend(said);
    }

    /// What the identity provider trusts: the top of each authority's chain, and the files that the spec adds.
    fn anchors<'t>(&'t self, trust: &'t Trust) -> Vec<Anchor<'t>> {
        let authorities = trust.authorities.iter().filter_map(|it| {
            let authority = self.graph.authorities.get(&it.value)?;
            let subject = authority.anchor.as_ref().unwrap_or(&authority.subject);
            Some(Anchor {
                key: subject.key(),
                shown: subject.java.0.clone(),
                der: authority.given.as_ref().and_then(|it| it.chain.last()),
                origin: &authority.name.origin,
                what: format!("the top of `{}`", it.value.0),
            })
        });
        let also = trust.also.iter().flat_map(|file| {
            file.value.certificates.iter().filter_map(|der| {
                let subject = Subject::from_der(&crate::given::subject(der).ok()?).ok()?;
                Some(Anchor {
                    key: subject.key(),
                    shown: subject.java.0,
                    der: Some(der),
                    origin: &file.origin,
                    what: format!("a certificate of `{}`", file.value.path),
                })
            })
        });
        authorities.chain(also).collect()
    }

    fn client_roots(&self) -> Vec<Sourced<AuthorityId>> {
        let mut roots: BTreeMap<AuthorityId, Sourced<AuthorityId>> = BTreeMap::new();
        for root in self.graph.processes.keys().filter_map(|it| self.root_of(it)) {
            roots.entry(root.value.clone()).or_insert(root);
        }
        roots.into_values().collect()
    }

    /// The top of the chain of a reader's leaf.
    fn root_of(&self, reader: &str) -> Option<Sourced<AuthorityId>> {
        let leaf = self.graph.leaves.get(&LeafId(reader.into()))?;
        let root = self.chain(&leaf.issued_by.value).pop()?;
        let lines = value::span(&leaf.issued_by.origin).into_iter().collect();
        Some(Sourced::new(root, Origin::Derived(lines)))
    }

    /// Files that the spec adds; what stands in `defaults` never reaches the identity provider, where it would let more
    /// clients in.
    fn also(&mut self, own: &'a Statement, is_provider: bool) -> Vec<Sourced<TrustedFile>> {
        let mut blocks = vec![own];
        if !is_provider {
            let defaults = self.layers.named("defaults");
            blocks.extend(defaults.flat_map(|it| layers::children(it, "leaf")));
        }
        let files: Vec<_> = (blocks.into_iter())
            .flat_map(|it| layers::children(it, "truststore"))
            .flat_map(|it| layers::children(it, "also"))
            .filter_map(|it| property(it, "file"))
            .collect();
        let trusted = |(file, place)| {
            let path = self.path(file, place);
            let certificates = self.certificates(&path, place)?;
            Some(Sourced::new(TrustedFile { path, certificates }, Origin::Written(place)))
        };
        files.into_iter().filter_map(trusted).collect()
    }

    /// Two clients of one subject DN are one client to Keycloak. Two authorities of one DN are one authority to it and to
    /// whoever builds chains, upper and lower case aside (RFC 5280 section 7.1).
    pub(crate) fn compare_subjects(&mut self) {
        let leaves = self.graph.leaves.values();
        let leaves = leaves.map(|it| (&it.name, &it.subject, it.subject.rfc2253.clone()));
        let mut said =
            equal(leaves, "change one attribute of one of them: to Keycloak they are one client");
        let authorities = self.graph.authorities.values();
        let authorities = authorities.map(|it| (&it.name, &it.subject, it.subject.key()));
        let help = "change one attribute of one of them: who trusts one would trust both";
        said.extend(equal(authorities, help));
        self.said.extend(said);
    }

    /// Somebody takes each default; where a thing could not be resolved, nobody knows.
    pub(crate) fn compare_defaults(&mut self) {
        let is_whole = self.graph.holes.is_empty() && self.place.is_some();
        for line in self.layers.idle_defaults().into_iter().filter(|_| is_whole) {
            let said = USELESS_DEFAULT.broken("nobody takes this default");
            let said = said.at(line.span, "everybody says its own, or is not there");
            self.said.push(said.help("remove the line"));
        }
    }

    /// What is signed ends before its issuer does.
    pub(crate) fn compare_lives(&mut self) {
        let leaves = self.graph.leaves.values().map(|it| (&it.name, &it.days, &it.issued_by.value));
        let authorities =
            self.graph.authorities.values().filter_map(|it| {
                Some((&it.name, &it.wish.as_ref()?.days, it.kind.value.issuer()?))
            });
        for (name, days, issuer) in leaves.chain(authorities) {
            let longest = self.graph.authorities.get(issuer).and_then(|it| it.wish.as_ref());
            let Some(longest) = longest.map(|it| &it.days).filter(|it| days.value > it.value)
            else {
                continue;
            };
            let message = format!(
                "`{}` would live {} days, its issuer `{}` only {}",
                name.value, days.value, issuer.0, longest.value
            );
            let places = [
                (&days.origin, "longer than its issuer"),
                (&longest.origin, "the issuer's life"),
                (&name.origin, "this certificate"),
            ];
            let said = LEAF_OUTLIVES_ISSUER.broken(message);
            let said = places.into_iter().fold(said, |said, it| blame(said, it.0, it.1));
            self.said.push(said.help("shorten `validity` here or lengthen the issuer's"));
        }
    }
}

/// What tells a process that it calls the gateway's gRPC.
const GRPC: [Purpose; 4] =
    [Purpose::GrpcAddress, Purpose::GrpcSecure, Purpose::GrpcPlaintext, Purpose::CaPath];
/// What tells a process that it calls the REST API.
const REST: [Purpose; 2] = [Purpose::RestAddress, Purpose::CaPath];

/// Each authority once, in the order in which they come.
fn once(all: impl Iterator<Item = Sourced<AuthorityId>>) -> Vec<Sourced<AuthorityId>> {
    let mut seen = std::collections::BTreeSet::new();
    all.filter(|it| seen.insert(it.value.clone())).collect()
}

fn equal<'b, K: Ord>(
    named: impl Iterator<Item = (&'b Sourced<String>, &'b Subject, K)>,
    help: &str,
) -> Vec<certc_diagnostic::Diagnostic> {
    let mut seen: BTreeMap<K, &Sourced<String>> = BTreeMap::new();
    let mut said = Vec::new();
    for (name, subject, key) in named {
        let Some(other) = seen.insert(key, name) else { continue };
        let message = format!(
            "`{}` and `{}` have the same subject `{}`",
            other.value, name.value, subject.java.0
        );
        let both = [name, other].into_iter();
        let found = both.fold(EQUAL_SUBJECTS.broken(message), |said, it| {
            blame(said, &it.origin, "this subject")
        });
        said.push(found.help(help));
    }
    said
}
