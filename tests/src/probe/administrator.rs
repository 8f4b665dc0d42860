//! Whoever changes a client of a test's server, and makes it again what it was.

use serde_json::{Value, json};

use super::Deployment;
use crate::keycloak::admin::{Admin, REALM};

/// An administrator, and the clients as the realm file made them.
pub(super) struct Administrator<'a> {
    deployment: &'a Deployment,
    clients: Value,
}

impl<'a> Administrator<'a> {
    pub(super) fn of(deployment: &'a Deployment) -> Self {
        let clients = Admin::of(deployment).get(&format!("{REALM}/clients"));
        Self { deployment, clients }
    }

    /// Puts these fields over those of a client.
    pub(super) fn change_client(&self, id: &str, fields: &str) {
        self.put(id, &serde_json::from_str(fields).expect("JSON"));
    }

    /// Makes a client again what it was; attributes that are not said would stay.
    pub(super) fn restore_client(&self, id: &str) {
        let mut client = self.client(id).clone();
        let root = &mut client["attributes"]["x509.casubjectdn"];
        if root.is_null() {
            *root = json!("");
        }
        self.put(id, &client);
    }

    /// Puts these fields over those of the realm.
    pub(super) fn change_realm(&self, fields: &str) {
        let fields = serde_json::from_str(fields).expect("JSON");
        Admin::of(self.deployment).ask("PUT", REALM, &fields);
    }

    fn put(&self, id: &str, fields: &Value) {
        let path = format!("{REALM}/clients/{}", self.client(id)["id"].as_str().expect("an id"));
        Admin::of(self.deployment).ask("PUT", &path, fields);
    }

    fn client(&self, id: &str) -> &Value {
        let clients = self.clients.as_array().expect("a list");
        clients.iter().find(|it| it["clientId"] == id).expect("a client")
    }
}
