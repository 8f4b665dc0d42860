//! `component` and `application`: kind, OAuth client, leaf, settings.

use std::collections::{BTreeMap, BTreeSet};

use certc_catalog::{Authentication, Client, KeyKind, Port, ProviderKind, Purpose, Workload};
use certc_graph::{
    Origin, Password, PasswordId, Process, Role, Served, Sourced, ZeebeLogin, blame,
};
use certc_schema::Statement;

use crate::bind::quoted;
use crate::deployment::Place;
use crate::layers::Room;
use crate::leaf::Needs;
use crate::rules::{
    ASSERTION_URL, BLANK_TEXT, CLIENT_ID_CLASH, UNKNOWN_KIND, UNUSABLE_AUTHENTICATION, USELESS_LINE,
};
use crate::{Resolver, layers, line, value};

/// The language's node for who is no component.
const APPLICATION: &str = "application";
/// The library of an application that says none.
const LIBRARY: &str = "java-client";
/// Where others log in as its client, its tokens are for itself.
pub(crate) const ZEEBE: &str = "zeebe";

impl<'a> Resolver<'a> {
    pub(crate) fn processes(&mut self) {
        let both = self.layers.named("component").chain(self.layers.named("application"));
        let mut statements: Vec<_> = both.collect();
        statements.sort_by_key(|it| value::name(it));
        for own in statements {
            let is_application = own.name.0 == APPLICATION;
            let Some(place) = self.place else {
                self.hole(own);
                continue;
            };
            let kind = if is_application { Some(library(own)) } else { self.kind(own, place) };
            match kind {
                Some(it) => self.process(own, place, it, is_application),
                None => self.hole(own),
            }
        }
        self.join_cluster();
        self.graph.find_servers();
        self.untold();
        self.compare_client_ids();
    }

    /// One of which nothing more can be known, but whether its issuer is there.
    fn hole(&mut self, own: &'a Statement) {
        drop(self.issuer(own, Room::Leaf));
        self.graph.holes.insert(value::name(own).to_owned(), own.span);
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
            let said = said.help(format!(
                "did you mean `{it}`? a name of your own needs `kind {it}` in its block"
            ));
            said.unsafe_fix(&format!("write `{it}`"), [at.replaced_by(it)])
        } else {
            said.help(format!("say what it is with `kind`: {}", quoted(&line.kinds)))
        });
        None
    }

    fn process(
        &mut self,
        own: &'a Statement,
        place: Place,
        kind: Sourced<String>,
        is_application: bool,
    ) {
        let name = value::name(own);
        let Some((client, workload)) = self.known(own, place, &kind.value, is_application) else {
            return;
        };
        self.refuse_useless_claim(own);
        if self.has_blank(own) {
            return;
        }
        let Some(authenticate) = self.authenticate(own, client) else { return };
        self.warn_of_assertion_url(name, &authenticate);
        let signs = authenticate.value == Authentication::PrivateKeyJwt;
        let allowed = if signs { client.assertion_keys.as_slice() } else { &[] };
        let serves = self.serves(own, workload);
        let needs = Needs {
            server: !serves.is_empty() || client.flows.is_empty(),
            client: !client.flows.is_empty(),
            names: self.workload_names(workload),
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
            redirect: workload.and_then(|it| redirect(client, it, &serves)),
            audience: self.audience(own, client),
            audiences: Vec::new(),
            initial_claim: initial_claim(own),
            roles: Vec::new(),
            settings: self.settings(&kind.value, place.launcher, place.camunda),
            serves,
            is_application,
            kind,
        };
        self.chart_of(own, &process.kind.value, place);
        if process.is_told(Purpose::ClientSecretKey) {
            let random = Sourced::new(Password::Generate, Origin::Default);
            self.graph.passwords.insert(PasswordId::client(name), random);
        }
        self.graph.processes.insert(name.to_owned(), process);
    }

    /// Which OAuth client a kind is, and what the platform has of it.
    fn known(
        &mut self,
        own: &'a Statement,
        place: Place,
        kind: &str,
        is_application: bool,
    ) -> Option<(&'a Client, Option<&'a Workload>)> {
        let Some(client) = self.catalog.client(kind, place.camunda) else {
            self.no_client(own, kind, place);
            return None;
        };
        let workload = self.catalog.workload(kind, place.platform, place.camunda);
        if workload.is_none() && !is_application {
            self.no_workload(own, kind, place);
            return None;
        }
        Some((client, workload))
    }

    /// The way that is said, or the first of the catalog's that the identity provider takes. A way with a secret does not
    /// need a certificate, so it is never chosen.
    fn authenticate(
        &mut self,
        own: &'a Statement,
        client: &Client,
    ) -> Option<Sourced<Authentication>> {
        if client.flows.is_empty() {
            self.refuse_login(own);
            return Some(Sourced::new(Authentication::TlsClientAuth, Origin::Default));
        }
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
        let said = said.help("remove the line: Identity makes its first user in Keycloak");
        self.said.push(said.safe_fix("remove it", [line::without(it.span, self.sources)]));
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

    /// A token holds the audience of each peer that its owner calls, and what its owner may do there.
    pub(crate) fn bind_audiences(&mut self) {
        let Some(place) = self.place else { return };
        let login = self.graph.identity_provider.as_ref().map(|it| &it.zeebe_login.value);
        let is_shared = login.is_some_and(|it| *it != ZeebeLogin::OwnClient);
        let mut seen = BTreeSet::new();
        let audiences: Vec<_> = (self.graph.processes.values())
            .filter(|it| !it.is_application)
            .filter_map(|it| Some((it.kind.value.clone(), it.audience.clone()?)))
            .filter(|(kind, it)| seen.insert((kind.clone(), it.value.clone())))
            .collect();
        for process in self.graph.processes.values_mut() {
            let kind = process.kind.value.as_str();
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

    /// What a token that is for it must hold. To Entra ID that is the client itself.
    fn audience(&self, own: &'a Statement, client: &Client) -> Option<Sourced<String>> {
        let source = client.source;
        let kind = self.graph.identity_provider.as_ref().map(|it| it.kind.value);
        let known =
            client.audience.map(|it| Sourced::new(it.to_owned(), Origin::Catalog { source }));
        let known = match known {
            Some(_) if kind == Some(ProviderKind::EntraId) => {
                Some(client_id(own, client, value::name(own)))
            }
            it => it,
        };
        match (value::own(own, "audience"), known) {
            (Some((text, place)), Some(known)) => {
                Some(known.overridden_by(text.to_owned(), Origin::Written(place)))
            }
            (Some((text, place)), None) => {
                Some(Sourced::new(text.to_owned(), Origin::Written(place)))
            }
            (None, known) => known,
        }
    }

    fn no_client(&mut self, own: &'a Statement, kind: &str, place: Place) {
        let message = format!(
            "a component `{kind}` of Camunda {} cannot log in by certificate",
            place.camunda
        );
        let said = crate::rules::NO_CERTIFICATE_LOGIN.broken(message);
        let said = said.at(value::place(own), "has no client that shows one");
        self.said.push(said.help("take it out of this spec; it logs in as before"));
    }

    /// A kind that this platform has no process of.
    fn no_workload(&mut self, own: &'a Statement, kind: &str, place: Place) {
        let message =
            format!("Camunda {} has no `{kind}` of its own on this platform", place.camunda);
        let said = UNKNOWN_KIND.broken(message).at(value::place(own), "no process there");
        self.said
            .push(said.help("take it out of this spec: another component does its work there"));
    }

    /// Lines about a login of who is nobody's client.
    fn refuse_login(&mut self, own: &'a Statement) {
        for name in ["authenticate", "client-id"] {
            let Some(it) = layers::children(own, name).next() else { continue };
            let message = format!("`{}` takes tokens and fetches none", value::name(own));
            let said = USELESS_LINE.broken(message).at(value::place(it), "decides nothing");
            let removal = line::without(it.span, self.sources);
            self.said.push(said.safe_fix("remove the line", [removal]));
        }
    }

    /// Keycloak's import fails on two clients whose ids differ in case only.
    fn compare_client_ids(&mut self) {
        let mut seen: BTreeMap<String, (&str, &Origin)> = BTreeMap::new();
        for (name, process) in self.graph.processes.iter().filter(|it| it.1.is_client()) {
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

/// The library of an application.
fn library(own: &Statement) -> Sourced<String> {
    match value::own(own, "kind") {
        Some((text, place)) => Sourced::new(text.to_owned(), Origin::Written(place)),
        None => Sourced::new(LIBRARY.to_owned(), Origin::Default),
    }
}

/// Where browsers come back to after a login.
fn redirect(client: &Client, workload: &Workload, serves: &[Served]) -> Option<Sourced<String>> {
    let url = format!("{}{}", workload.url?, client.callback?);
    let is_tls = serves.iter().any(|it| it.port.value == Port::Rest);
    let url = if is_tls { url.replace("http://", "https://") } else { url };
    Some(Sourced::new(url, Origin::Catalog { source: client.source }))
}
