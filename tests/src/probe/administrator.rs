//! Whoever changes a client of a test's server, by the admin REST API and curl.

use std::process::Command;

use serde_json::Value;

use super::{ADMIN, Deployment};
use crate::tool::run;

const BASE: &str = "https://localhost:18443/auth";
const REALM: &str = "admin/realms/camunda-platform";

/// An administrator, and the clients as the realm file made them.
pub(super) struct Administrator<'a> {
    deployment: &'a Deployment,
    clients: Vec<Value>,
}

impl<'a> Administrator<'a> {
    pub(super) fn of(deployment: &'a Deployment) -> Self {
        let mut administrator = Self { deployment, clients: Vec::new() };
        let clients = administrator.ask("GET", &format!("{REALM}/clients"), "");
        administrator.clients = serde_json::from_str(&clients).expect("a list of clients");
        administrator
    }

    /// Puts these fields over those of a client.
    pub(super) fn change_client(&self, id: &str, json: &str) {
        let client = self.clients.iter().find(|it| it["clientId"] == id).expect("a client");
        let path = format!("{REALM}/clients/{}", client["id"].as_str().expect("an id"));
        self.ask("PUT", &path, json);
    }

    /// Makes a client again what it was; attributes that are not said would stay.
    pub(super) fn restore_client(&self, id: &str) {
        let client = self.clients.iter().find(|it| it["clientId"] == id).expect("a client");
        let mut client = client.clone();
        let root = &mut client["attributes"]["x509.casubjectdn"];
        if root.is_null() {
            *root = "".into();
        }
        self.change_client(id, &client.to_string());
    }

    /// Puts these fields over those of the realm.
    pub(super) fn change_realm(&self, json: &str) {
        self.ask("PUT", REALM, json);
    }

    fn ask(&self, method: &str, path: &str, json: &str) -> String {
        let authorization = format!("Authorization: Bearer {}", self.token());
        let mut curl = self.curl();
        curl.args(["-X", method, "-H", &authorization, "-H", "Content-Type: application/json"]);
        if !json.is_empty() {
            curl.args(["-d", json]);
        }
        run(curl.arg(format!("{BASE}/{path}")), "").ok()
    }

    /// One for each request: it lives for a minute.
    fn token(&self) -> String {
        let (username, password) =
            (format!("username={}", ADMIN.0), format!("password={}", ADMIN.1));
        let mut curl = self.curl();
        curl.args(["-d", "grant_type=password", "-d", "client_id=admin-cli"]);
        curl.args(["-d", &username, "-d", &password]);
        curl.arg(format!("{BASE}/realms/master/protocol/openid-connect/token"));
        let answer: Value = serde_json::from_str(&run(&mut curl, "").ok()).expect("JSON");
        answer["access_token"].as_str().expect("a token").to_owned()
    }

    fn curl(&self) -> Command {
        let mut curl = Command::new("curl");
        let trust = self.deployment.current("pki/operate/truststore.pem");
        curl.args(["-sS", "--fail", "--noproxy", "*", "--cacert"]).arg(trust);
        curl
    }
}
