//! Client metadata: what a server that takes registrations reads.

use certc_catalog::{Authentication, Flow};
use certc_emit::{Fact, Piece, json_with_pieces, placeholder};
use certc_graph::{CertificateId, Graph, Process};
use serde::Serialize;

/// Client metadata of RFC 7591 section 2 and RFC 8705.
///
/// A client id is the server's to give and no metadata (section 3.2.1); Keycloak (26.7.3) refuses a document that has one. The
/// wanted id stands where people see it, in `client_name`; `software_id` would say that two clients are one program.
#[derive(Serialize)]
struct Metadata<'a> {
    client_name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    redirect_uris: Vec<&'a str>,
    grant_types: Vec<&'static str>,
    /// Said even where it is empty: a server reads its absence as `code`.
    response_types: Vec<&'static str>,
    token_endpoint_auth_method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_client_auth_subject_dn: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tls_client_certificate_bound_access_tokens: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jwks: Option<Keys>,
}

/// A JWK Set (RFC 7517 section 5).
#[derive(Serialize)]
struct Keys {
    keys: [String; 1],
}

pub(crate) fn write(graph: &Graph, name: &str, process: &Process) -> Vec<Piece> {
    let leaf = &graph.readers[name].leaf;
    let is = |it| process.authenticate.value == it;
    let by_certificate = is(Authentication::TlsClientAuth);
    let metadata = Metadata {
        client_name: &process.client_id.value,
        redirect_uris: redirect_uris(process).collect(),
        grant_types: process.flows.iter().map(|it| grant(*it)).collect(),
        response_types: if asks_users(process) { vec!["code"] } else { Vec::new() },
        token_endpoint_auth_method: method(process.authenticate.value),
        tls_client_auth_subject_dn: by_certificate
            .then(|| graph.leaf(leaf).subject.rfc4514.0.as_str()),
        tls_client_certificate_bound_access_tokens: by_certificate.then_some(false),
        jwks: is(Authentication::PrivateKeyJwt).then(|| Keys { keys: [placeholder(0)] }),
    };
    let text = serde_json::to_string_pretty(&metadata).expect("text and flags are JSON");
    let key = Piece::Fact(Fact::Jwk, CertificateId::Leaf(leaf.clone()));
    json_with_pieces(&format!("{text}\n"), &[key])
}

/// Where browsers come back to, where they are sent at all.
pub(crate) fn redirect_uris(process: &Process) -> impl Iterator<Item = &str> {
    process.redirect.iter().filter(|_| asks_users(process)).map(|it| it.value.as_str())
}

pub(crate) fn asks_users(process: &Process) -> bool {
    process.flows.contains(&Flow::AuthorizationCode)
}

pub(crate) fn grant(flow: Flow) -> &'static str {
    match flow {
        Flow::AuthorizationCode => "authorization_code",
        Flow::ClientCredentials => "client_credentials",
    }
}

/// RFC 8705 section 2.1.1, OpenID Connect Core section 9.
pub(crate) fn method(authentication: Authentication) -> &'static str {
    match authentication {
        Authentication::TlsClientAuth => "tls_client_auth",
        Authentication::PrivateKeyJwt => "private_key_jwt",
        Authentication::ClientSecret => "client_secret_basic",
    }
}
