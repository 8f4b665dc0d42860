//! `component` and `application`: kind, OAuth client, leaf, settings.

use std::collections::{BTreeMap, BTreeSet};

use certc_catalog::{Authentication, Client, KeyKind, ProviderKind, Workload};
use certc_graph::name::AlternativeName;
use certc_graph::{Origin, Process, Role, Sourced, ZeebeLogin, blame};
use certc_schema::Statement;

use crate::bind::quoted;
use crate::deployment::Place;
use crate::leaf::Needs;
use crate::rules::{
    ASSERTION_URL, BLANK_TEXT, CLIENT_ID_CLASH, UNKNOWN_KIND, UNUSABLE_AUTHENTICATION, USELESS_LINE,
};
use crate::{Resolver, layers, value};

/// The catalog's row for who is no component.
const APPLICATION: &str = "application";
/// Where others log in as its client, its tokens are for itself.
pub(crate) const ZEEBE: &str = "zeebe";

impl<'a> Resolver<'a> {
    pub(crate) fn processes(&mut self) {
        let Some(place) = self.place else { return };
        let both = self.layers.named("component").chain(self.layers.named("application"));
        let mut statements: Vec<_> = both.collect();
        statements.sort_by_key(|it| value::name(it));
        for own in statements {
            let kind = if own.name.0 == APPLICATION {
                None
            } else {
                let Some(kind) = self.kind(own, place) else {
                    self.graph.holes.insert(value::name(own).to_owned(), own.span);
                    continue;
                };
                Some(kind)
            };
            self.process(own, place, kind);
        }
        self.compare_client_ids();
    }

    fn kind(&mut self, own: &'a Statement, place: Place) -> Option<Sourced<String>> {
        let (text, at) = value::own(own, "kind").unwrap_or((value::name(own), value::place(own)));
        let line = self.catalog.line(place.camunda)?;
        if line.kinds.contains(&text) {
            return Some(Sourced::new(text.to_owned(), Origin::Written(at)));
        }
        if value::own(own, "kind").is_none() && crate::name::problem(text).is_some() {
            return None;
        }
        let version = place.camunda;
        let said = UNKNOWN_KIND.broken(format!("Camunda {version} has no component `{text}`"));
        let said = said.at(at, "names no kind");
        let lines: Vec<_> = (self.catalog.camunda.iter())
            .filter(|it| it.kinds.contains(&text))
            .map(|it| it.version.to_string())
            .collect();
        let suggestion = certc_parse::suggest(text, line.kinds.iter().copied());
        self.said.push(if !lines.is_empty() {
            said.help(format!("it is in Camunda {}", lines.join(", ")))
        } else if let Some(it) = suggestion {
            said.help(format!(
                "did you mean `{it}`? a name of your own needs `kind {it}` in its block"
            ))
        } else {
            said.help(format!("say what it is with `kind`: {}", quoted(&line.kinds)))
        });
        None
    }

    fn process(&mut self, own: &'a Statement, place: Place, kind: Option<Sourced<String>>) {
        let kind_name = kind.as_ref().map_or(APPLICATION, |it| &it.value);
        let name = value::name(own);
        let Some(client) = self.catalog.client(kind_name, place.camunda) else {
            let message = format!(
                "a component `{kind_name}` of Camunda {} cannot log in by certificate",
                place.camunda
            );
            let said = crate::rules::NO_CERTIFICATE_LOGIN.broken(message);
            self.said.push(said.at(value::place(own), "has no client of its own"));
            return;
        };
        let workload = self.catalog.workload(kind_name, place.platform, place.camunda);
        self.refuse_useless_claim(own);
        if self.has_blank(own) {
            return;
        }
        let Some(authenticate) = self.authenticate(own, client) else { return };
        self.warn_of_assertion_url(name, &authenticate);
        let signs = authenticate.value == Authentication::PrivateKeyJwt;
        let allowed = if signs { client.assertion_keys.as_slice() } else { &[] };
        let needs = Needs {
            server: false,
            client: true,
            names: self.service_names(kind_name, place),
            key: default_key(client, allowed),
            allowed,
            workload,
        };
        if !self.leaf(own, needs) {
            return;
        }
        let process = Process {
            client_id: client_id(own, client, name),
            authenticate,
            flows: client.flows.clone(),
            redirect: workload.and_then(|it| redirect(client, it)),
            audience: audience(own, client),
            audiences: Vec::new(),
            initial_claim: initial_claim(own),
            roles: Vec::new(),
            settings: self.settings(kind_name, place.platform, place.camunda),
            kind,
        };
        self.graph.processes.insert(name.to_owned(), process);
    }

    /// The way that is said, or the first of the catalog's that the identity provider takes. A way with a secret does not
    /// need a certificate, so it is never chosen.
    fn authenticate(
        &mut self,
        own: &'a Statement,
        client: &Client,
    ) -> Option<Sourced<Authentication>> {
        let provider = self.graph.identity_provider.as_ref();
        let takes = |it: &Authentication| provider.is_none_or(|all| all.supports.contains(it));
        let proves = |it: &Authentication| *it != Authentication::ClientSecret;
        let possible = client.authenticate.iter().copied().filter(|it| takes(it) && proves(it));
        let possible: Vec<_> = possible.collect();
        let said = value::own(own, "authenticate");
        let way = match said {
            Some((word, _)) => possible.iter().find(|it| it.word() == word),
            None => possible.first(),
        };
        if let Some(way) = way {
            let catalog = Origin::Catalog { source: client.source };
            let origin = said.map_or(catalog, |(_, place)| Origin::Written(place));
            return Some(Sourced::new(*way, origin));
        }
        let is_unsaid = provider.is_some_and(|it| it.supports == [Authentication::ClientSecret]);
        if is_unsaid {
            return None;
        }
        let name = value::name(own);
        let (message, place) = match said {
            Some((word, place)) => (format!("`{name}` cannot log in by `{word}`"), place),
            None => (format!("`{name}` cannot log in by a certificate"), value::place(own)),
        };
        let said = UNUSABLE_AUTHENTICATION.broken(message).at(place, "not possible");
        self.said.push(said.help(self.ways(client, &possible)));
        None
    }

    /// Keycloak's first administrator is a user of its own.
    fn refuse_useless_claim(&mut self, own: &'a Statement) {
        let kind = self.graph.identity_provider.as_ref().map(|it| it.kind.value);
        let claim = layers::children(own, "initial-claim").next();
        let Some(it) = claim.filter(|_| kind == Some(ProviderKind::Keycloak)) else { return };
        let said = USELESS_LINE.broken("`initial-claim` decides nothing with Keycloak");
        let said = said.at(it.span, "decides nothing");
        self.said.push(said.help("remove the line: Identity makes its first user in Keycloak"));
    }

    /// An id or an audience that nobody sees.
    fn has_blank(&mut self, own: &'a Statement) -> bool {
        let said = ["client-id", "audience"].map(|it| (it, value::own(own, it)));
        let blank = |it: &str| it.trim() != it || it.is_empty();
        let found = said.into_iter().filter_map(|(name, it)| Some((name, it?)));
        let found: Vec<_> = found.filter(|it| blank(it.1.0)).collect();
        for (name, (_, place)) in &found {
            let message = format!("`{name}` is empty, or has a blank at an end");
            let said = BLANK_TEXT.broken(message).at(*place, "nobody sees it");
            self.said.push(said.help("write it as the identity provider has it"));
        }
        !found.is_empty()
    }

    /// Who signs calls the URL that tokens say, which containers may not reach.
    fn warn_of_assertion_url(&mut self, name: &str, authenticate: &Sourced<Authentication>) {
        let Some(provider) = &self.graph.identity_provider else { return };
        let (issuer, backend) = (&provider.issuer.value, &provider.backend.value);
        let is_keycloak = provider.kind.value == ProviderKind::Keycloak;
        let signs = authenticate.value == Authentication::PrivateKeyJwt;
        if !is_keycloak || !signs || issuer == backend {
            return;
        }
        let message = format!(
            "`{name}` must fetch its tokens from `{issuer}`: Keycloak takes no JWT for `{backend}`"
        );
        let said = ASSERTION_URL.broken(message);
        let said = blame(said, &authenticate.origin, "signs a JWT for the URL that it calls");
        let said = blame(said, &provider.issuer.origin, "this URL");
        let help = "let `issuer` be a URL that it reaches; where it does, say so: \
                    `allow assertion-url reason=\"…\"` in its block";
        self.said.push(said.help(help));
    }

    /// What the process can do, and what the identity provider takes.
    fn ways(&self, client: &Client, possible: &[Authentication]) -> String {
        let words =
            |them: &[Authentication]| quoted(&them.iter().map(|it| it.word()).collect::<Vec<_>>());
        let provider = self.graph.identity_provider.as_ref();
        let takes = provider.map_or_else(String::new, |it| words(&it.supports));
        match possible {
            [] => format!(
                "it knows {}, the identity provider {takes}: take it out of this spec",
                words(&client.authenticate)
            ),
            _ => format!("it can log in by {}", words(possible)),
        }
    }

    /// The name that the platform gives its service.
    fn service_names(&self, kind: &str, place: Place) -> Vec<Sourced<AlternativeName>> {
        let workload = self.catalog.workload(kind, place.platform, place.camunda);
        let name = workload.and_then(|it| {
            let name = AlternativeName::dns(it.service).ok()?;
            Some(Sourced::new(name, Origin::Catalog { source: it.source }))
        });
        name.into_iter().collect()
    }

    /// A token holds the audience of each peer that its owner calls, and what its owner may do there.
    pub(crate) fn bind_audiences(&mut self) {
        let Some(place) = self.place else { return };
        let login = self.graph.identity_provider.as_ref().map(|it| &it.zeebe_login.value);
        let is_shared = login.is_some_and(|it| *it != ZeebeLogin::OwnClient);
        let mut seen = BTreeSet::new();
        let audiences: Vec<_> = (self.graph.processes.values())
            .filter_map(|it| Some((it.kind.as_ref()?.value.clone(), it.audience.clone()?)))
            .filter(|(kind, it)| seen.insert((kind.clone(), it.value.clone())))
            .collect();
        for process in self.graph.processes.values_mut() {
            let kind = process.kind.as_ref().map_or(APPLICATION, |it| &it.value);
            let Some(client) = self.catalog.client(kind, place.camunda) else { continue };
            let calls =
                |it: &str| client.calls.contains(&it) || (is_shared && kind == it && it == ZEEBE);
            let called = audiences.iter().filter(|it| calls(&it.0));
            let mut held = BTreeSet::new();
            let called = called.filter(|it| held.insert(&it.1.value));
            process.audiences = called.map(|it| it.1.clone()).collect();
            process.roles = roles(client, &audiences);
        }
    }

    /// Keycloak's import fails on two clients whose ids differ in case only.
    fn compare_client_ids(&mut self) {
        let mut seen: BTreeMap<String, (&str, &Origin)> = BTreeMap::new();
        for (name, process) in &self.graph.processes {
            let id = &process.client_id;
            let first = seen.insert(id.value.to_lowercase(), (name, &id.origin));
            let Some((other, first)) = first else { continue };
            let message =
                format!("`{other}` and `{name}` are the same OAuth client `{}`", id.value);
            let said = CLIENT_ID_CLASH.broken(message);
            let said = blame(said, &id.origin, "its client id");
            let said = blame(said, first, "the same, ignoring case");
            self.said.push(said.help("give one of them a `client-id` of its own"));
        }
    }
}

/// The roles of a kind at the resource servers of its peers, which are known by their audiences.
fn roles(client: &Client, audiences: &[(String, Sourced<String>)]) -> Vec<Role> {
    let at = |role: &certc_catalog::Role| {
        let name = Sourced::new(role.name, Origin::Catalog { source: client.source });
        let of = audiences.iter().filter(|it| it.0 == role.of).map(|it| it.1.clone());
        of.map(|of| Role { of, name: name.clone() }).collect::<Vec<_>>()
    };
    client.roles.iter().flat_map(at).collect()
}

/// A curve where it can be used: it is small and fast.
fn default_key(client: &Client, allowed: &[KeyKind]) -> Sourced<KeyKind> {
    if allowed.is_empty() || allowed.contains(&KeyKind::EcP256) {
        Sourced::new(KeyKind::EcP256, Origin::Default)
    } else {
        Sourced::new(KeyKind::Rsa3072, Origin::Catalog { source: client.source })
    }
}

/// What a token that is for it must hold.
fn audience(own: &Statement, client: &Client) -> Option<Sourced<String>> {
    let source = client.source;
    let known = client.audience.map(|it| Sourced::new(it.to_owned(), Origin::Catalog { source }));
    match (value::own(own, "audience"), known) {
        (Some((text, place)), Some(known)) => {
            Some(known.overridden_by(text.to_owned(), Origin::Written(place)))
        }
        (Some((text, place)), None) => Some(Sourced::new(text.to_owned(), Origin::Written(place))),
        (None, known) => known,
    }
}

/// Who becomes the first administrator where the identity provider is not Identity's own.
fn initial_claim(own: &Statement) -> Option<(Sourced<String>, Sourced<String>)> {
    let statement = layers::children(own, "initial-claim").next()?;
    let (value, place) = crate::authority::property(statement, "value")?;
    let value = Sourced::new(value.to_owned(), Origin::Written(place));
    Some((value::sourced(statement), value))
}

fn client_id(own: &Statement, client: &Client, name: &str) -> Sourced<String> {
    let kind_is_name = value::own(own, "kind").is_none_or(|it| it.0 == name);
    let default = match client.client_id {
        Some(it) if kind_is_name => {
            Sourced::new(it.to_owned(), Origin::Catalog { source: client.source })
        }
        _ => Sourced::new(name.to_owned(), Origin::Derived(vec![value::place(own)])),
    };
    match value::own(own, "client-id") {
        Some((text, place)) => default.overridden_by(text.to_owned(), Origin::Written(place)),
        None => default,
    }
}

/// Where browsers come back to after a login.
fn redirect(client: &Client, workload: &Workload) -> Option<Sourced<String>> {
    let url = format!("{}{}", workload.url?, client.callback?);
    Some(Sourced::new(url, Origin::Catalog { source: client.source }))
}
