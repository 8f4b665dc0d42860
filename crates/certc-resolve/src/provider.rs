//! `identity-provider`: what it is, where it is, who keeps it, and its server certificate.

use certc_catalog::{KeyKind, Version, Workload};
use certc_diagnostic::Span;
use certc_diagnostic::rules::NOT_BUILT_YET;
use certc_graph::name::AlternativeName;
use certc_graph::{
    IdentityProvider, Keeper, Origin, ProviderKind, Setting, Sourced, Url, ZeebeLogin, blame,
};
use certc_schema::Statement;

use crate::deployment::Place;
use crate::leaf::Needs;
use crate::name::problem;
use crate::rules::{
    MISSING_STATEMENT, REALM_DIFFERS, UNKNOWN_PROVIDER, UNKNOWN_VERSION, UNUSABLE_URL,
};
use crate::{Resolver, value};

/// What the catalog calls it.
const KEYCLOAK: &str = "keycloak";

struct Urls {
    issuer: Sourced<Url>,
    backend: Sourced<Url>,
    realm: Sourced<String>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn identity_provider(&mut self) {
        let mut statements = self.layers.named("identity-provider");
        let Some(own) = statements.next() else {
            let help = "add `identity-provider keycloak { version \"26.3.3\" }`";
            self.missing("identity-provider", help);
            return;
        };
        if let Some(second) = statements.next() {
            let said = crate::rules::DUPLICATE_NAME.broken("the spec has two identity providers");
            let said = said.at(value::place(second), "said again here");
            let said = said.at(value::place(own), "first here");
            self.said.push(said.help("a deployment has one; make the other a spec of its own"));
        }
        let (kind, version) = (self.provider_kind(own), self.keycloak(own));
        let Some(place) = self.place else { return };
        let workload = self.catalog.workload(KEYCLOAK, place.platform, place.camunda);
        let (Some(kind), Some(version)) = (kind, version) else { return };
        let Some(urls) = self.urls(own, workload) else { return };
        self.provider(own, place, kind, version, urls);
    }

    fn provider(
        &mut self,
        own: &'a Statement,
        place: Place,
        kind: Sourced<ProviderKind>,
        version: Sourced<Version>,
        urls: Urls,
    ) {
        let names = self.server_names(&urls);
        let needs = Needs {
            server: true,
            client: false,
            names,
            key: Sourced::new(KeyKind::EcP256, Origin::Default),
            refused: &[KeyKind::Ed25519],
            workload: self.catalog.workload(KEYCLOAK, place.platform, place.camunda),
        };
        self.leaf(own, needs);
        let comparison = self.catalog.comparison(version.value);
        let pins = comparison.map_or(Sourced::new(false, Origin::Default), |it| {
            Sourced::new(it.pins_authority, Origin::Catalog { source: it.source })
        });
        let settings = self.settings(KEYCLOAK, place.platform, version.value);
        let Urls { issuer, backend, realm } = urls;
        self.graph.identity_provider = Some(IdentityProvider {
            name: value::sourced(own),
            kind,
            managed_by: self.keeper(own),
            realm,
            issuer,
            backend,
            zeebe_login: Sourced::new(ZeebeLogin::OwnClient, Origin::Default),
            pins_authority: pins,
            version: Some(version),
            settings,
        });
    }

    fn provider_kind(&mut self, own: &'a Statement) -> Option<Sourced<ProviderKind>> {
        let (text, place) =
            value::own(own, "kind").unwrap_or((value::name(own), value::place(own)));
        match text {
            "keycloak" => Some(Sourced::new(ProviderKind::Keycloak, Origin::Written(place))),
            "entra-id" | "oidc" => {
                let said = NOT_BUILT_YET.broken(format!("certc cannot set up `{text}` yet"));
                self.said.push(said.at(place, "this kind").help("it can set up `keycloak`"));
                None
            }
            _ if value::own(own, "kind").is_none() && problem(text).is_some() => None,
            _ => {
                let message = format!("`{text}` is no kind of identity provider");
                let said = UNKNOWN_PROVIDER.broken(message).at(place, "names no kind");
                self.said.push(said.help("add `kind keycloak`, `kind entra-id` or `kind oidc`"));
                None
            }
        }
    }

    fn keycloak(&mut self, own: &'a Statement) -> Option<Sourced<Version>> {
        let Some((text, place)) = value::own(own, "version") else {
            let said = MISSING_STATEMENT.broken("the identity provider does not say its version");
            let help = "add `version \"26.3.3\"`: it decides how a client certificate is compared";
            self.said.push(said.at(value::place(own), "has no `version`").help(help));
            return None;
        };
        let version = Version::try_from(text).ok();
        if let Some(it) = version.filter(|it| self.catalog.comparison(*it).is_some()) {
            return Some(Sourced::new(it, Origin::Written(place)));
        }
        let said = UNKNOWN_VERSION.broken(format!("certc knows no Keycloak `{text}`"));
        self.said.push(said.at(place, "not known").help(self.known_keycloaks(version)));
        None
    }

    /// Which versions the catalog knows, and which way they lie from this one.
    fn known_keycloaks(&self, from: Option<Version>) -> String {
        let oldest = self.catalog.keycloak.iter().filter_map(|it| it.since).min();
        let newest = self.catalog.keycloak.iter().filter_map(|it| it.until).max();
        let (Some(oldest), Some(newest)) = (oldest, newest) else { return String::new() };
        let known = format!("it knows {oldest} and newer, up to the last before {newest}");
        match from {
            Some(it) if it < oldest => format!("{known}: upgrade Keycloak to one of them"),
            Some(it) if it >= newest => format!("{known}: run one of them, or take a newer certc"),
            _ => format!("{known}: write the one that runs, such as `version \"26.3.3\"`"),
        }
    }

    fn keeper(&self, own: &'a Statement) -> Sourced<Keeper> {
        match value::own(own, "managed-by") {
            Some(("you", place)) => Sourced::new(Keeper::You, Origin::Written(place)),
            Some((_, place)) => Sourced::new(Keeper::Compose, Origin::Written(place)),
            None => Sourced::new(Keeper::Compose, Origin::Default),
        }
    }

    fn urls(&mut self, own: &'a Statement, workload: Option<&'a Workload>) -> Option<Urls> {
        let issuer = self.url(own, "issuer", workload.and_then(issuer));
        let backend = match value::own(own, "backend") {
            None if value::own(own, "issuer").is_some() => issuer.clone(),
            _ => self.url(own, "backend", workload.and_then(backend)),
        };
        let (issuer, backend) = (issuer?, backend?);
        let realm = self.realm(own, &issuer, &backend)?;
        Some(Urls { issuer, backend, realm })
    }

    /// The URL that is said, or the platform's.
    fn url(
        &mut self,
        own: &'a Statement,
        name: &str,
        default: Option<Sourced<Url>>,
    ) -> Option<Sourced<Url>> {
        let Some((text, place)) = value::own(own, name) else {
            if default.is_none() {
                let said = MISSING_STATEMENT.broken("the identity provider does not say its URL");
                let help = "add `issuer \"https://HOST/realms/NAME\"`";
                self.said.push(said.at(value::place(own), format!("has no `{name}`")).help(help));
            }
            return default;
        };
        match Url::read(text) {
            Ok(it) => Some(Sourced::new(it, Origin::Written(place))),
            Err(why) => {
                let said = UNUSABLE_URL.broken(format!("`{name}` {why}")).at(place, "here");
                let help = if text.starts_with("http://") {
                    "a client certificate needs TLS: write `https://` and the port that serves it"
                } else {
                    "write it as the tokens say it: `https://HOST:PORT/auth/realms/NAME`"
                };
                self.said.push(said.help(help));
                None
            }
        }
    }

    /// The realm is read off the URLs; one that is said agrees.
    fn realm(
        &mut self,
        own: &'a Statement,
        issuer: &Sourced<Url>,
        backend: &Sourced<Url>,
    ) -> Option<Sourced<String>> {
        let place = |it: &Sourced<Url>| value::span(&it.origin).unwrap_or(value::place(own));
        let (mut known, mut at) = (None::<String>, value::place(own));
        for url in [issuer, backend] {
            let Some((_, realm)) = url.value.path.split_once("/realms/") else {
                let said = UNUSABLE_URL.broken(format!("`{}` names no realm", url.value));
                let help = "Keycloak's URLs end in `/realms/NAME`";
                self.said.push(said.at(place(url), "here").help(help));
                return None;
            };
            if known.as_deref().is_some_and(|it| it != realm) {
                self.realm_differs(place(url), at);
                return None;
            }
            (known, at) = (Some(realm.to_owned()), place(url));
        }
        let realm = Sourced::new(known?, Origin::Derived(vec![at]));
        let Some((text, said_at)) = value::own(own, "realm") else { return Some(realm) };
        if text != realm.value {
            self.realm_differs(said_at, at);
        }
        Some(Sourced::new(text.to_owned(), Origin::Written(said_at)))
    }

    fn realm_differs(&mut self, one: Span, other: Span) {
        let said = REALM_DIFFERS.broken("two lines name different realms");
        let said = said.at(one, "this realm").at(other, "and that one");
        self.said.push(said.help("`issuer`, `backend` and `realm` speak of one realm"));
    }

    /// The hosts of its URLs.
    fn server_names(&mut self, urls: &Urls) -> Vec<Sourced<AlternativeName>> {
        let mut names = Vec::new();
        for url in [&urls.issuer, &urls.backend] {
            let host = &url.value.host;
            match AlternativeName::ip(host).or_else(|_| AlternativeName::dns(host)) {
                Ok(it) => names.push(Sourced::new(it, derived(&url.origin))),
                Err(why) => {
                    let said = UNUSABLE_URL.broken(format!("the URL has no usable host: {why}"));
                    self.said.push(blame(said, &url.origin, "here"));
                }
            }
        }
        names
    }

    /// What this version of a kind calls each purpose, in the catalog's order.
    pub(crate) fn settings(
        &self,
        kind: &str,
        platform: certc_catalog::Platform,
        version: Version,
    ) -> Vec<Setting> {
        let setting = |it: &certc_catalog::Setting| Setting {
            purpose: it.purpose,
            name: Sourced::new(it.name, Origin::Catalog { source: it.source }),
            is_inline: it.inline,
        };
        self.catalog.setting(kind, platform, version).map(setting).collect()
    }
}

/// What tokens and browsers say on a platform.
fn issuer(workload: &Workload) -> Option<Sourced<Url>> {
    realm_url(workload, workload.url?.to_owned())
}

/// What components call on a platform.
fn backend(workload: &Workload) -> Option<Sourced<Url>> {
    let Workload { service, port, path, .. } = workload;
    realm_url(workload, format!("https://{service}:{port}{}", path.unwrap_or_default()))
}

fn realm_url(workload: &Workload, base: String) -> Option<Sourced<Url>> {
    let url =
        Url::read(&format!("{base}/realms/{}", workload.realm?)).expect("the catalog has URLs");
    Some(Sourced::new(url, Origin::Catalog { source: workload.source }))
}

/// A name that was read off a URL.
fn derived(url: &Origin) -> Origin {
    match url {
        Origin::Written(it) => Origin::Derived(vec![*it]),
        Origin::Default | Origin::Catalog { .. } | Origin::Derived(_) => url.clone(),
    }
}
