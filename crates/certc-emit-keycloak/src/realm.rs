//! What Keycloak reads, in Keycloak's own names.

use std::collections::BTreeMap;

use serde::Serialize;

/// Keycloak's `RealmRepresentation`, as far as a fresh realm needs it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Realm<'a> {
    realm: &'a str,
    enabled: bool,
    ssl_required: &'static str,
    clients: &'a [Client],
}

/// Keycloak's `PartialImportRepresentation`: a client that is there keeps its internal id, and so its roles.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartialImport<'a> {
    if_resource_exists: &'static str,
    clients: &'a [Client],
}

/// What `keycloak-config-cli` reads: a `RealmRepresentation`; of what is not said it changes nothing.
#[derive(Serialize)]
pub(crate) struct ConfigCli<'a> {
    pub(crate) realm: &'a str,
    pub(crate) clients: &'a [Client],
}

/// What the operator reads.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RealmImport<'a> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: RealmImportSpec<'a>,
}

#[derive(Serialize)]
struct Metadata {
    name: String,
}

#[derive(Serialize)]
struct RealmImportSpec<'a> {
    #[serde(rename = "keycloakCRName")]
    keycloak: &'a str,
    realm: Realm<'a>,
}

/// Keycloak's `ClientRepresentation`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Client {
    pub(crate) client_id: String,
    pub(crate) name: String,
    /// By which the script knows what it may give roles to.
    pub(crate) description: &'static str,
    pub(crate) enabled: bool,
    pub(crate) protocol: &'static str,
    pub(crate) public_client: bool,
    pub(crate) service_accounts_enabled: bool,
    pub(crate) standard_flow_enabled: bool,
    pub(crate) implicit_flow_enabled: bool,
    pub(crate) direct_access_grants_enabled: bool,
    pub(crate) redirect_uris: Vec<String>,
    #[serde(flatten)]
    pub(crate) login: Login,
    pub(crate) protocol_mappers: Vec<Mapper>,
}

/// The part of a `ClientRepresentation` that says how a client proves who it is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Login {
    pub(crate) client_authenticator_type: &'static str,
    pub(crate) attributes: BTreeMap<&'static str, String>,
}

/// Keycloak's `ProtocolMapperRepresentation`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mapper {
    name: String,
    protocol: &'static str,
    protocol_mapper: &'static str,
    config: BTreeMap<&'static str, String>,
}

impl<'a> Realm<'a> {
    pub(crate) fn new(realm: &'a str, clients: &'a [Client]) -> Self {
        Self { realm, enabled: true, ssl_required: "external", clients }
    }
}

impl<'a> PartialImport<'a> {
    pub(crate) fn new(clients: &'a [Client]) -> Self {
        Self { if_resource_exists: "SKIP", clients }
    }
}

impl<'a> RealmImport<'a> {
    /// For the operator's `Keycloak` of this name.
    pub(crate) fn new(keycloak: &'a str, realm: Realm<'a>) -> Self {
        let name = format!("{}-realm", keycloak.replace('_', "-"));
        Self {
            api_version: "k8s.keycloak.org/v2alpha1",
            kind: "KeycloakRealmImport",
            metadata: Metadata { name },
            spec: RealmImportSpec { keycloak, realm },
        }
    }
}

impl Mapper {
    /// Puts an audience into the access tokens.
    pub(crate) fn audience(audience: &str) -> Self {
        let config = certc_graph::audience_configuration(audience);
        Self {
            name: format!("audience {audience}"),
            protocol: "openid-connect",
            protocol_mapper: "oidc-audience-mapper",
            config: config.map(|(name, value)| (name, value.to_owned())).into(),
        }
    }
}
