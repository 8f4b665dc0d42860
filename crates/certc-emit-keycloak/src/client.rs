//! A process as the OAuth client that Keycloak knows by its certificate.

use std::collections::BTreeMap;

use certc_catalog::{Authentication, Flow};
use certc_diagnostic::Diagnostic;
use certc_diagnostic::rules::NOT_BUILT_YET;
use certc_emit::{Fact, Piece, placeholder};
use certc_graph::{CertificateId, Graph, LeafId, Process, blame};

use crate::realm::{Client, Login, Mapper};

/// The OAuth client of a process: its certificate, by its exact subject, is its only proof.
pub(crate) fn client(
    graph: &Graph,
    name: &str,
    process: &Process,
) -> Result<Client, Box<Diagnostic>> {
    let uses = |it| process.flows.contains(&it);
    let redirect = process.redirect.iter().filter(|_| uses(Flow::AuthorizationCode));
    Ok(Client {
        client_id: process.client_id.value.clone(),
        name: name.to_owned(),
        description: "made by certc",
        enabled: true,
        protocol: "openid-connect",
        public_client: false,
        service_accounts_enabled: uses(Flow::ClientCredentials),
        standard_flow_enabled: uses(Flow::AuthorizationCode),
        implicit_flow_enabled: false,
        direct_access_grants_enabled: false,
        redirect_uris: redirect.map(|it| it.value.clone()).collect(),
        login: Login {
            client_authenticator_type: authenticator(process)?,
            attributes: attributes(graph, name, process),
        },
        protocol_mappers: process.audiences.iter().map(|it| Mapper::audience(&it.value)).collect(),
    })
}

fn authenticator(process: &Process) -> Result<&'static str, Box<Diagnostic>> {
    match process.authenticate.value {
        Authentication::TlsClientAuth => Ok("client-x509"),
        Authentication::PrivateKeyJwt => Ok("client-jwt"),
        Authentication::ClientSecret => {
            let said = NOT_BUILT_YET.broken("certc cannot write a client with a secret yet");
            Err(Box::new(blame(said, &process.authenticate.origin, "here")))
        }
    }
}

/// By what the client is known: its certificate's subject, or the certificate that JWTs are checked with.
fn attributes(graph: &Graph, name: &str, process: &Process) -> BTreeMap<&'static str, String> {
    if !graph.readers.contains_key(name) {
        return BTreeMap::new();
    }
    if process.signs() {
        let number = graph.processes.get_index_of(name).expect("a process of the graph");
        return [("jwt.credential.certificate", placeholder(number))].into();
    }
    graph.certificate_attributes(name).into_iter().collect()
}

/// The certificate of each process, in their order: what the placeholders of clients stand for.
pub(crate) fn certificates(graph: &Graph) -> Vec<Piece> {
    let leaf = |name: &String| LeafId(name.as_str().into());
    let of = graph.processes.keys().map(|it| CertificateId::Leaf(leaf(it)));
    of.map(|it| Piece::Fact(Fact::DerBase64, it)).collect()
}
