//! `identity-provider`: what it is, who keeps it, how clients authenticate there, and its server certificate.

use certc_catalog::{
    Authentication, Comparison, KeyKind, Launcher, Platform, ProviderKind, Version, Workload,
};
use certc_graph::{IdentityProvider, Keeper, Origin, Setting, Sourced, ZeebeLogin};
use certc_schema::Statement;

use crate::deployment::Place;
use crate::layers::children;
use crate::leaf::Needs;
use crate::name::problem;
use crate::rules::{
    MISSING_STATEMENT, NEWER_KEYCLOAK, UNKNOWN_PROVIDER, UNKNOWN_VERSION, UNUSABLE_KEEPER,
    USELESS_LINE,
};
use crate::{Resolver, line, value};

mod urls;

use urls::Urls;

/// What the catalog calls it.
const KEYCLOAK: &str = "keycloak";
/// What the catalog calls any provider, as the chart must know it.
const PROVIDER: &str = "identity-provider";

/// Keycloak does not start with any other; seen on 26.7.3.
const SERVER_KEYS: &[KeyKind] = &[
    KeyKind::EcP256,
    KeyKind::EcP384,
    KeyKind::EcP521,
    KeyKind::Rsa2048,
    KeyKind::Rsa3072,
    KeyKind::Rsa4096,
];

/// What the spec says of the provider before anything is looked up.
struct Provider<'a> {
    own: &'a Statement,
    place: Place,
    kind: Sourced<ProviderKind>,
    keeper: Sourced<Keeper>,
    /// Keycloak's.
    version: Option<Sourced<Version>>,
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
        let kind = self.provider_kind(own);
        if let Some(kind) = &kind {
            self.refuse_useless(own, kind.value);
        }
        let is_keycloak = kind.as_ref().is_some_and(|it| it.value == ProviderKind::Keycloak);
        let version = if is_keycloak { self.version(own) } else { None };
        let Some((place, kind)) = self.place.zip(kind) else { return };
        if is_keycloak && version.is_none() {
            return;
        }
        let keeper = self.keeper(own, place, kind.value);
        let provider = Provider { own, place, kind, keeper, version };
        let Some(urls) = self.urls(&provider) else { return };
        self.provider(provider, urls);
    }

    fn provider(&mut self, of: Provider<'a>, urls: Urls) {
        self.server_certificate(&of, &urls);
        let Provider { own, place, kind, keeper, version } = of;
        let comparison = version.as_ref().and_then(|it| self.compares(it.value));
        let pins = comparison.map_or(Sourced::new(false, Origin::Default), |it| {
            Sourced::new(it.pins_authority, Origin::Catalog { source: it.source })
        });
        let launcher = told_by(keeper.value, place.launcher);
        let told = launcher.zip(version.as_ref().map(|it| it.value));
        let workload = self.catalog.workload(KEYCLOAK, place.platform, place.camunda);
        let home =
            workload.filter(|_| launcher.is_some()).and_then(|it| Some((it.home?, it.source)));
        if keeper.value == Keeper::HelmChart {
            self.chart_of(own, KEYCLOAK, place);
        }
        let Urls { issuer, backend, realm, token, assertion, jwks, authorization } = urls;
        self.graph.identity_provider = Some(IdentityProvider {
            name: value::sourced(own),
            supports: supports(own, kind.value),
            kind,
            managed_by: keeper,
            realm,
            issuer,
            backend,
            token_url: token,
            assertion_url: assertion,
            jwks_url: jwks,
            authorization_url: authorization,
            zeebe_login: Sourced::new(ZeebeLogin::OwnClient, Origin::Default),
            pins_authority: pins,
            root: None,
            settings: told.map_or_else(Vec::new, |(launcher, version)| {
                self.settings(KEYCLOAK, launcher, version)
            }),
            values: Vec::new(),
            probes_management: workload.is_some_and(|it| it.probes_management),
            version,
            home: home.map(|(it, source)| Sourced::new(it.to_owned(), Origin::Catalog { source })),
        });
        let values = self.settings(PROVIDER, place.launcher, place.camunda);
        if let Some(it) = self.graph.identity_provider.as_mut() {
            it.values = values;
        }
    }

    /// What a version of Keycloak compares; one that is newer than all known ones compares as they do.
    pub(crate) fn compares(&self, version: Version) -> Option<&'a Comparison> {
        let known = self.catalog.comparison(version);
        known.or_else(|| self.catalog.newest_comparison(version))
    }

    /// We make one where an authority of the spec is to sign it, which for a server of others must be said.
    fn server_certificate(&mut self, of: &Provider<'a>, urls: &Urls) {
        let Provider { own, place, kind, keeper, .. } = of;
        let mut names = self.server_names(urls);
        if !self.is_server_ours(own, kind.value, keeper.value) {
            return;
        }
        let workload = self.platform_keycloak(keeper.value, *place);
        names.extend(self.workload_names(workload));
        let needs = Needs {
            server: true,
            client: false,
            names,
            key: Sourced::new(KeyKind::EcP256, Origin::Default),
            allowed: SERVER_KEYS,
            workload,
        };
        self.leaf(own, needs);
    }

    /// The Keycloak that the platform brings; one that the user runs on Compose has its names.
    fn platform_keycloak(&self, keeper: Keeper, place: Place) -> Option<&'a Workload> {
        let is_its = match keeper {
            Keeper::Compose | Keeper::HelmChart => true,
            Keeper::You => place.platform == Platform::Compose,
            Keeper::Operator | Keeper::Others => false,
        };
        let workload = self.catalog.workload(KEYCLOAK, place.platform, place.camunda);
        workload.filter(|_| is_its)
    }

    fn is_server_ours(&mut self, own: &'a Statement, kind: ProviderKind, keeper: Keeper) -> bool {
        let issued = children(own, "issued-by").next();
        let Some(trusted) = children(own, "trusted-by").next() else {
            let is_others = kind != ProviderKind::Keycloak || keeper == Keeper::Others;
            return issued.is_some() || !is_others;
        };
        if let Some(issued) = issued {
            let said = UNUSABLE_KEEPER.broken("the server certificate cannot be ours and others'");
            let said = said.at(trusted.span, "others signed it").at(issued.span, "we sign it");
            self.said.push(said.help("keep `issued-by` if certc makes it, else `trusted-by`"));
        }
        false
    }

    /// Lines that decide nothing for this sort of provider, and the one that an OpenID provider needs.
    fn refuse_useless(&mut self, own: &'a Statement, kind: ProviderKind) {
        let useless: &[&str] = match kind {
            ProviderKind::Keycloak => &["token-url", "jwks-url", "supports"],
            ProviderKind::EntraId => &["version", "realm", "token-url", "jwks-url", "supports"],
            ProviderKind::Oidc => &["version", "realm"],
        };
        for it in useless.iter().flat_map(|it| children(own, it)) {
            let message = format!("`{}` decides nothing for this kind of provider", it.name.0);
            let said = USELESS_LINE.broken(message).at(it.span, "decides nothing");
            let removal = line::without(it.span, self.sources);
            self.said.push(said.safe_fix("remove the line", [removal]));
        }
        let is_said = children(own, "supports").any(|it| !it.children.is_empty());
        if kind == ProviderKind::Oidc && !is_said {
            let said = MISSING_STATEMENT.broken("nobody says how clients can log in there");
            let help =
                "add `supports { tls-client-auth }`, or `private-key-jwt` where it takes that";
            self.said.push(said.at(value::place(own), "has no `supports`").help(help));
        }
    }

    fn provider_kind(&mut self, own: &'a Statement) -> Option<Sourced<ProviderKind>> {
        let (text, place) =
            value::own(own, "kind").unwrap_or((value::name(own), value::place(own)));
        let kind = |it| Some(Sourced::new(it, Origin::Written(place)));
        match text {
            "keycloak" => kind(ProviderKind::Keycloak),
            "entra-id" => kind(ProviderKind::EntraId),
            "oidc" => kind(ProviderKind::Oidc),
            _ if value::own(own, "kind").is_none() && problem(text).is_some() => None,
            _ => {
                let message = format!("`{text}` is no kind of identity provider");
                let said = UNKNOWN_PROVIDER.broken(message).at(place, "names no kind");
                self.said.push(said.help("add `kind keycloak`, `kind entra-id` or `kind oidc`"));
                None
            }
        }
    }

    /// Keycloak's version; of others none is asked for.
    fn version(&mut self, own: &'a Statement) -> Option<Sourced<Version>> {
        let said = value::own(own, "version");
        let Some((text, place)) = said else {
            let said = MISSING_STATEMENT.broken("the identity provider does not say its version");
            let help = "add `version \"26.3.3\"`: it decides how a client certificate is compared";
            self.said.push(said.at(value::place(own), "has no `version`").help(help));
            return None;
        };
        let version = Version::try_from(text).ok().filter(|_| text.split('.').count() == 3);
        let newest = version.and_then(|it| self.catalog.newest_comparison(it));
        if let Some(since) = newest.and_then(|it| it.since) {
            let message = format!("certc does not know Keycloak `{text}` yet");
            let said = NEWER_KEYCLOAK.broken(message).at(place, format!("taken for {since}"));
            self.said
                .push(said.help("try the logins before you rely on it, or take a newer certc"));
        }
        if let Some(it) = version.filter(|it| self.compares(*it).is_some()) {
            return Some(Sourced::new(it, Origin::Written(place)));
        }
        let said = UNKNOWN_VERSION.broken(format!("certc knows no Keycloak `{text}`"));
        self.said.push(said.at(place, "not known").help(self.known_keycloaks(version)));
        None
    }

    /// Which versions the catalog knows.
    fn known_keycloaks(&self, from: Option<Version>) -> String {
        let oldest = self.catalog.keycloak.iter().filter_map(|it| it.since).min();
        let Some(oldest) = oldest else { return String::new() };
        match from {
            Some(_) => format!("it knows {oldest} and newer: upgrade Keycloak to one of them"),
            None => {
                format!("it knows {oldest} and newer: write all three numbers, such as `26.3.3`")
            }
        }
    }

    fn keeper(&mut self, own: &'a Statement, of: Place, kind: ProviderKind) -> Sourced<Keeper> {
        let platform = of.platform;
        let has_own = self.catalog.workload(KEYCLOAK, platform, of.camunda).is_some();
        let said = value::own(own, "managed-by");
        let keeper = match said.map(|it| it.0) {
            Some("you") => Keeper::You,
            Some("compose") => Keeper::Compose,
            Some("operator") => Keeper::Operator,
            Some("others") => Keeper::Others,
            Some(_) => Keeper::HelmChart,
            None if kind != ProviderKind::Keycloak => Keeper::Others,
            None => match platform {
                Platform::Compose => Keeper::Compose,
                Platform::Kubernetes if has_own => Keeper::HelmChart,
                Platform::Kubernetes => Keeper::You,
                Platform::Hosts => Keeper::You,
            },
        };
        let Some((word, place)) = said else { return Sourced::new(keeper, Origin::Default) };
        let why = if kind != ProviderKind::Keycloak && keeper != Keeper::Others {
            Some(format!("{} is always run by others", kind.word()))
        } else {
            unfit(keeper, of, has_own)
        };
        if let Some(why) = why {
            let said = UNUSABLE_KEEPER.broken(format!("`{word}` cannot run this one: {why}"));
            let said = said.at(place, "who runs it");
            self.said.push(said.help(if kind == ProviderKind::Keycloak {
                "say who does: `managed-by you` or `managed-by others`"
            } else {
                "remove the line"
            }));
        }
        Sourced::new(keeper, Origin::Written(place))
    }

    /// What this version of a kind calls each purpose, in the catalog's order.
    pub(crate) fn settings(
        &self,
        kind: &str,
        launcher: Launcher,
        version: Version,
    ) -> Vec<Setting> {
        let is_written = matches!(launcher, Launcher::Compose | Launcher::Chart);
        let provider = self.graph.identity_provider.as_ref().map(|it| it.kind.value);
        let is_told = |it: &&certc_catalog::Setting| {
            it.providers.is_empty() || provider.is_some_and(|kind| it.providers.contains(&kind))
        };
        let setting = |it: &certc_catalog::Setting| Setting {
            purpose: it.purpose,
            name: Sourced::new(it.name, Origin::Catalog { source: it.source }),
            is_value: it.is_value,
            is_inline: it.inline && is_written,
            is_of_build: it.build,
        };
        self.catalog.setting(kind, launcher, version).filter(is_told).map(setting).collect()
    }
}

/// What starts a Keycloak and tells it its settings; nothing tells one that others run.
fn told_by(keeper: Keeper, launcher: Launcher) -> Option<Launcher> {
    match keeper {
        Keeper::Compose => Some(Launcher::Compose),
        Keeper::HelmChart => Some(launcher).filter(|it| *it == Launcher::Chart),
        Keeper::You if launcher == Launcher::Compose => Some(Launcher::Compose),
        Keeper::You => Some(Launcher::Hosts),
        Keeper::Operator | Keeper::Others => None,
    }
}

/// Keycloak takes all, Entra ID no certificate of a TLS connection, of others the spec says it.
fn supports(own: &Statement, kind: ProviderKind) -> Vec<Authentication> {
    use Authentication::{ClientSecret, PrivateKeyJwt, TlsClientAuth};
    match kind {
        ProviderKind::Keycloak => vec![TlsClientAuth, PrivateKeyJwt, ClientSecret],
        ProviderKind::EntraId => vec![PrivateKeyJwt, ClientSecret],
        ProviderKind::Oidc => {
            let said = children(own, "supports").flat_map(|it| &it.children);
            let way = |it: &Statement| match it.name.0.as_str() {
                "tls-client-auth" => TlsClientAuth,
                _ => PrivateKeyJwt,
            };
            said.map(way).chain([ClientSecret]).collect()
        }
    }
}

/// Why nobody of this sort runs a Keycloak there.
fn unfit(keeper: Keeper, of: Place, has_own: bool) -> Option<String> {
    match keeper {
        Keeper::Compose if of.platform != Platform::Compose => {
            Some("Camunda's Compose file is for `platform compose`".to_owned())
        }
        Keeper::HelmChart if of.platform != Platform::Kubernetes => {
            Some("the Helm chart is for `platform kubernetes`".to_owned())
        }
        Keeper::HelmChart if !has_own => {
            Some(format!("the Helm chart of Camunda {} brings no Keycloak", of.camunda))
        }
        Keeper::Compose | Keeper::HelmChart => None,
        Keeper::Operator | Keeper::You | Keeper::Others => None,
    }
}
