//! A process as the OAuth client that Keycloak knows by its certificate.

use std::collections::BTreeMap;

use certc_catalog::{Authentication, Flow};
use certc_diagnostic::Diagnostic;
use certc_diagnostic::rules::NOT_BUILT_YET;
use certc_graph::name::Subject;
use certc_graph::{AuthorityId, Graph, IdentityProvider, Process, ZeebeLogin, blame};

use crate::realm::{Client, Mapper};

/// The OAuth client of a process: its certificate, by its exact subject, is its only proof.
pub(crate) fn client(
    graph: &Graph,
    provider: &IdentityProvider,
    name: &str,
    process: &Process,
) -> Result<Client, Box<Diagnostic>> {
    let uses = |it| process.flows.contains(&it);
    let redirect = process.redirect.iter().filter(|_| uses(Flow::AuthorizationCode));
    Ok(Client {
        client_id: process.client_id.value.clone(),
        name: name.to_owned(),
        enabled: true,
        protocol: "openid-connect",
        public_client: false,
        client_authenticator_type: authenticator(process)?,
        service_accounts_enabled: uses(Flow::ClientCredentials),
        standard_flow_enabled: uses(Flow::AuthorizationCode),
        implicit_flow_enabled: false,
        direct_access_grants_enabled: false,
        redirect_uris: redirect.map(|it| it.value.clone()).collect(),
        attributes: attributes(graph, provider, name),
        protocol_mappers: process.audiences.iter().map(|it| Mapper::audience(&it.value)).collect(),
    })
}

fn authenticator(process: &Process) -> Result<&'static str, Box<Diagnostic>> {
    match process.authenticate.value {
        Authentication::TlsClientAuth => Ok("client-x509"),
        Authentication::PrivateKeyJwt | Authentication::ClientSecret => {
            let said =
                NOT_BUILT_YET.broken("certc cannot write a client without `tls-client-auth` yet");
            Err(Box::new(blame(said, &process.authenticate.origin, "here")))
        }
    }
}

/// The subject in the spelling that is compared. Without the second one, Keycloak takes it for a regular expression.
fn attributes(
    graph: &Graph,
    provider: &IdentityProvider,
    name: &str,
) -> BTreeMap<&'static str, String> {
    let Some(reader) = graph.readers.get(name) else { return BTreeMap::new() };
    let leaf = graph.leaf(&reader.leaf);
    let is_zeebe = graph.processes.get(name).and_then(|it| it.kind.as_ref());
    let is_zeebe = is_zeebe.is_some_and(|it| it.value == "zeebe");
    let (compared, is_pattern) = match &provider.zeebe_login.value {
        ZeebeLogin::Intermediary(it) if is_zeebe => {
            (graph.authority(it).subject.rfc2253.0.clone(), false)
        }
        ZeebeLogin::Pattern(it) if is_zeebe => (it.clone(), true),
        ZeebeLogin::OwnClient | ZeebeLogin::Intermediary(_) | ZeebeLogin::Pattern(_) => {
            (leaf.subject.rfc2253.0.clone(), false)
        }
    };
    let mut attributes = BTreeMap::from([
        ("x509.subjectdn", compared),
        ("x509.allow.regex.pattern.comparison", is_pattern.to_string()),
        ("tls.client.certificate.bound.access.tokens", false.to_string()),
    ]);
    if provider.pins_authority.value {
        let root = root(graph, &leaf.issued_by.value);
        attributes.insert("x509.casubjectdn", root.rfc2253.0.clone());
    }
    attributes
}

/// Who stands at the top, which is whom Keycloak compares.
fn root<'a>(graph: &'a Graph, id: &AuthorityId) -> &'a Subject {
    let authority = graph.authority(id);
    match authority.kind.value.issuer() {
        Some(issuer) => root(graph, issuer),
        None => authority.anchor.as_ref().unwrap_or(&authority.subject),
    }
}
