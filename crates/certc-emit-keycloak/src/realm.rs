//! The parts of Keycloak's realm file, in Keycloak's own names.

use std::collections::BTreeMap;

use serde::Serialize;

/// Keycloak's `RealmRepresentation`, as far as a fresh realm needs it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Realm<'a> {
    realm: &'a str,
    enabled: bool,
    ssl_required: &'static str,
    clients: Vec<Client>,
}

/// Keycloak's `ClientRepresentation`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Client {
    pub(crate) client_id: String,
    pub(crate) name: String,
    pub(crate) enabled: bool,
    pub(crate) protocol: &'static str,
    pub(crate) public_client: bool,
    pub(crate) client_authenticator_type: &'static str,
    pub(crate) service_accounts_enabled: bool,
    pub(crate) standard_flow_enabled: bool,
    pub(crate) implicit_flow_enabled: bool,
    pub(crate) direct_access_grants_enabled: bool,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) attributes: BTreeMap<&'static str, String>,
    pub(crate) protocol_mappers: Vec<Mapper>,
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
    pub(crate) fn new(realm: &'a str, clients: Vec<Client>) -> Self {
        Self { realm, enabled: true, ssl_required: "external", clients }
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut text = json(self);
        text.push('\n');
        text.into_bytes()
    }
}

impl Client {
    pub(crate) fn write(&self) -> String {
        json(self)
    }
}

impl Mapper {
    /// Puts an audience into the access tokens.
    pub(crate) fn audience(audience: &str) -> Self {
        let config = [
            ("included.custom.audience", audience),
            ("access.token.claim", "true"),
            ("id.token.claim", "false"),
        ];
        Self {
            name: format!("audience {audience}"),
            protocol: "openid-connect",
            protocol_mapper: "oidc-audience-mapper",
            config: config.map(|(name, value)| (name, value.to_owned())).into(),
        }
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("text and flags are JSON")
}
