//! Where the identity provider is: what tokens say, what components call, the realm.

use certc_catalog::{ProviderKind, Workload};
use certc_diagnostic::Span;
use certc_graph::name::AlternativeName;
use certc_graph::{Origin, Sourced, Url, blame};
use certc_schema::Statement;

use super::Provider;
use crate::rules::{MISSING_STATEMENT, REALM_DIFFERS, TOKEN_URL_MISSING, UNUSABLE_URL};
use crate::{Resolver, value};

/// All that is known of its addresses.
pub(super) struct Urls {
    pub(super) issuer: Sourced<Url>,
    pub(super) backend: Sourced<Url>,
    pub(super) realm: Option<Sourced<String>>,
    pub(super) token: Option<Sourced<Url>>,
    pub(super) assertion: Option<Sourced<Url>>,
    pub(super) jwks: Option<Sourced<Url>>,
    pub(super) authorization: Option<Sourced<Url>>,
}

/// Tokens and keys below Keycloak's issuer (Keycloak, Securing applications: endpoints).
const OF_KEYCLOAK: [&str; 2] = ["/protocol/openid-connect/token", "/protocol/openid-connect/certs"];
/// Where browsers log in, below the same.
const LOGIN_OF_KEYCLOAK: &str = "/protocol/openid-connect/auth";

/// Tokens and keys below a tenant of Entra ID, whose issuer is `…/v2.0` (Microsoft identity platform: OpenID Connect
/// discovery).
const OF_ENTRA_ID: [&str; 2] = ["/oauth2/v2.0/token", "/discovery/v2.0/keys"];
/// Where browsers log in, below the same.
const LOGIN_OF_ENTRA_ID: &str = "/oauth2/v2.0/authorize";

impl<'a> Resolver<'a> {
    pub(super) fn urls(&mut self, of: &Provider<'a>) -> Option<Urls> {
        let own = of.own;
        let workload = self.platform_keycloak(of.keeper.value, of.place);
        let issuer = self.url(of, "issuer", workload.and_then(|it| self.platform_issuer(it)));
        let backend = match value::own(own, "backend") {
            None if value::own(own, "issuer").is_some() || workload.is_none() => issuer.clone(),
            _ => self.url(of, "backend", workload.and_then(|it| self.platform_backend(it))),
        };
        let (issuer, backend) = (issuer?, backend?);
        let realm = match of.kind.value {
            ProviderKind::Keycloak => Some(self.realm(own, &issuer, &backend)?),
            ProviderKind::EntraId | ProviderKind::Oidc => None,
        };
        let (token, assertion, jwks, authorization) = match of.kind.value {
            ProviderKind::Keycloak => {
                let [token, jwks] = OF_KEYCLOAK.map(|it| Some(below(&backend, it)));
                let login = below(&issuer, LOGIN_OF_KEYCLOAK);
                (token, Some(below(&issuer, OF_KEYCLOAK[0])), jwks, Some(login))
            }
            ProviderKind::EntraId => {
                let tenant = self.tenant(&backend)?;
                let [token, jwks] = OF_ENTRA_ID.map(|it| Some(below(&tenant, it)));
                (token.clone(), token, jwks, Some(below(&tenant, LOGIN_OF_ENTRA_ID)))
            }
            ProviderKind::Oidc => {
                let (token, jwks) = self.said_endpoints(of);
                (token.clone(), token, jwks, None)
            }
        };
        Some(Urls { issuer, backend, realm, token, assertion, jwks, authorization })
    }

    /// Where an OpenID provider issues tokens and shows its keys: nobody knows it but the spec.
    fn said_endpoints(
        &mut self,
        of: &Provider<'a>,
    ) -> (Option<Sourced<Url>>, Option<Sourced<Url>>) {
        let token = self.said_url(of, "token-url");
        let jwks = self.said_url(of, "jwks-url");
        for (is_said, line, name, what) in [
            (token.is_some(), "token-url", "token_endpoint", "where clients fetch tokens"),
            (
                jwks.is_some(),
                "jwks-url",
                "jwks_uri",
                "where the keys are that tokens are signed with",
            ),
        ] {
            if is_said || value::own(of.own, line).is_some() {
                continue;
            }
            let said = TOKEN_URL_MISSING.broken(format!("nobody says {what}"));
            let help = format!(
                "add `{line} \"https://…\"`: `{name}` in its /.well-known/openid-configuration"
            );
            self.said.push(said.at(value::place(of.own), format!("has no `{line}`")).help(help));
        }
        (token, jwks)
    }

    /// What stands before `/v2.0` in the issuer of Entra ID.
    fn tenant(&mut self, issuer: &Sourced<Url>) -> Option<Sourced<Url>> {
        let Some(path) = issuer.value.path.strip_suffix("/v2.0") else {
            let said = UNUSABLE_URL.broken(format!("`{}` is no issuer of Entra ID", issuer.value));
            let help = "write `https://login.microsoftonline.com/TENANT/v2.0`";
            self.said.push(blame(said, &issuer.origin, "here").help(help));
            return None;
        };
        let value = Url { path: path.to_owned(), ..issuer.value.clone() };
        Some(Sourced { value, ..issuer.clone() })
    }

    /// The URL that is said, or the platform's.
    fn url(
        &mut self,
        of: &Provider<'a>,
        name: &str,
        default: Option<Sourced<Url>>,
    ) -> Option<Sourced<Url>> {
        if value::own(of.own, name).is_some() {
            return self.said_url(of, name);
        }
        if default.is_none() {
            let said = MISSING_STATEMENT.broken("the identity provider does not say its URL");
            let help = match of.kind.value {
                ProviderKind::Keycloak => "add `issuer \"https://HOST/realms/NAME\"`",
                ProviderKind::EntraId => {
                    "add `issuer \"https://login.microsoftonline.com/TENANT/v2.0\"`"
                }
                ProviderKind::Oidc => "add `issuer \"https://HOST\"`, as its tokens say it",
            };
            self.said.push(said.at(value::place(of.own), format!("has no `{name}`")).help(help));
        }
        default
    }

    /// A URL that the spec says; Keycloak's issuer has no slash at its end.
    fn said_url(&mut self, of: &Provider<'a>, name: &str) -> Option<Sourced<Url>> {
        let (text, place) = value::own(of.own, name)?;
        let ends_well = of.kind.value == ProviderKind::Oidc || !text.ends_with('/');
        let ends_well = ends_well.then_some(()).ok_or("ends in a slash: tokens say it without");
        match Url::read(text).and_then(|it| ends_well.map(|()| it)) {
            Ok(it) => Some(Sourced::new(it, Origin::Written(place))),
            Err(why) => {
                let said = UNUSABLE_URL.broken(format!("`{name}` {why}")).at(place, "here");
                let help = if text.starts_with("http://") {
                    "a client certificate needs TLS: write `https://` and the port that serves it"
                } else if text.ends_with('/') {
                    "leave the slash at its end out"
                } else if of.kind.value == ProviderKind::Keycloak {
                    "write it as the tokens say it: `https://HOST:PORT/auth/realms/NAME`"
                } else {
                    "write it as the provider's `/.well-known/openid-configuration` has it"
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
            let is_plain = |it: char| it.is_ascii_alphanumeric() || "-_.~".contains(it);
            if realm.is_empty() || !realm.chars().all(is_plain) {
                let said = UNUSABLE_URL.broken(format!("`{realm}` cannot be a realm"));
                let help = "the URL ends at the realm, `https://HOST/realms/NAME`, and that is of letters, digits, `-`, `_` and `.`";
                self.said.push(said.at(place(url), "behind `/realms/`").help(help));
                return None;
            }
            if let Some(other) = known.as_deref().filter(|it| *it != realm) {
                self.realm_differs([realm, other], place(url), at);
                return None;
            }
            (known, at) = (Some(realm.to_owned()), place(url));
        }
        let realm = Sourced::new(known?, Origin::Derived(vec![at]));
        let Some((text, said_at)) = value::own(own, "realm") else { return Some(realm) };
        if text != realm.value {
            self.realm_differs([text, &realm.value], said_at, at);
        }
        Some(Sourced::new(text.to_owned(), Origin::Written(said_at)))
    }

    fn realm_differs(&mut self, realms: [&str; 2], one: Span, other: Span) {
        let [here, there] = realms;
        let said = REALM_DIFFERS.broken(format!("the realm is `{here}` and `{there}`"));
        let said = said.at(one, format!("`{here}`")).at(other, format!("`{there}`"));
        let help = format!(
            "let all say one realm: without an `issuer` it is the platform's; `issuer \"https://HOST/realms/{here}\"` sets it"
        );
        self.said.push(said.help(help));
    }

    /// What tokens and browsers say on a platform.
    fn platform_issuer(&self, workload: &Workload) -> Option<Sourced<Url>> {
        self.realm_url(workload, workload.url?.to_owned())
    }

    /// What components call on a platform.
    fn platform_backend(&self, workload: &Workload) -> Option<Sourced<Url>> {
        let Workload { service, port, path, backend, .. } = workload;
        let base = match backend {
            Some(it) => (*it).to_owned(),
            None => format!("https://{}:{port}{}", (*service)?, path.unwrap_or_default()),
        };
        self.realm_url(workload, base)
    }

    fn realm_url(&self, workload: &Workload, base: String) -> Option<Sourced<Url>> {
        let text = self.released(&format!("{base}/realms/{}", workload.realm?));
        let url = Url::read(&text).expect("the catalog has URLs");
        Some(Sourced::new(url, Origin::Catalog { source: workload.source }))
    }

    /// The hosts of its URLs.
    pub(super) fn server_names(&mut self, urls: &Urls) -> Vec<Sourced<AlternativeName>> {
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
}

fn below(base: &Sourced<Url>, path: &str) -> Sourced<Url> {
    let value = Url { path: format!("{}{path}", base.value.path), ..base.value.clone() };
    Sourced { value, ..base.clone() }
}

/// A name that was read off a URL.
fn derived(url: &Origin) -> Origin {
    match url {
        Origin::Written(it) => Origin::Derived(vec![*it]),
        Origin::Default | Origin::Catalog { .. } | Origin::Derived(_) => url.clone(),
    }
}
