//! Keycloak's admin API, asked by curl, and all that it says of a realm's clients.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use super::server::ADMIN;
use crate::deployment::Deployment;
use crate::tool::run;

const SERVER: &str = "https://keycloak:18443/auth";
pub(crate) const REALM: &str = "/camunda-platform";

/// Who may change everything, for as long as a token lasts: a minute.
pub(crate) struct Admin {
    trust: PathBuf,
    token: String,
}

impl Admin {
    pub(crate) fn of(deployment: &Deployment) -> Self {
        let trust = deployment.current("keycloak/trust.pem");
        let mut admin = Self { trust, token: String::new() };
        let form = format!(
            "grant_type=password&client_id=admin-cli&username={}&password={}",
            ADMIN.0, ADMIN.1
        );
        let mut curl = admin.curl();
        curl.arg(format!("{SERVER}/realms/master/protocol/openid-connect/token"));
        let answer: Value =
            serde_json::from_str(&run(curl.args(["-d", "@-"]), &form).ok()).expect("JSON");
        admin.token = answer["access_token"].as_str().expect("a token").to_owned();
        admin
    }

    fn curl(&self) -> Command {
        let mut curl = Command::new("curl");
        curl.args(["-sS", "--fail-with-body", "--noproxy", "*"]);
        curl.args(["--resolve", "keycloak:18443:127.0.0.1", "--cacert"]).arg(&self.trust);
        curl
    }

    /// The answer, or the name of what was made.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let mut curl = self.curl();
        curl.args(["-X", method, "-w", "\n%header{location}"]);
        curl.args(["-H", &format!("Authorization: Bearer {}", self.token)]);
        curl.args(["-H", "Content-Type: application/json"]);
        if !body.is_null() {
            curl.args(["-d", "@-"]);
        }
        let answer = run(curl.arg(format!("{SERVER}/admin/realms{path}")), &body.to_string()).ok();
        let (said, location) = answer.rsplit_once('\n').expect("two parts");
        let made = location.rsplit('/').next().unwrap_or_default();
        serde_json::from_str(said).unwrap_or_else(|_| json!(made))
    }

    pub(crate) fn get(&self, path: &str) -> Value {
        self.ask("GET", path, &Value::Null)
    }

    /// The internal id of a client.
    pub(crate) fn client(&self, client_id: &str) -> String {
        let found = self.get(&format!("{REALM}/clients?clientId={client_id}"));
        text(&found[0]["id"])
    }

    /// All of a realm's clients with their roles and what their service accounts may do; its roles and its scopes.
    pub(crate) fn everything(&self) -> BTreeMap<String, Value> {
        let clients = self.get(&format!("{REALM}/clients"));
        let clients = clients.as_array().expect("a list").iter();
        let mut all: BTreeMap<_, _> =
            clients.map(|it| (text(&it["clientId"]), self.whole(it))).collect();
        for what in ["roles", "client-scopes"] {
            all.insert(format!("all {what}"), sorted(self.get(&format!("{REALM}/{what}"))));
        }
        all
    }

    fn whole(&self, client: &Value) -> Value {
        let path = format!("{REALM}/clients/{}", text(&client["id"]));
        let mut whole = json!({ "client": sorted(client.clone()) });
        whole["roles"] = sorted(self.get(&format!("{path}/roles")));
        if client["serviceAccountsEnabled"] == true {
            let account = self.get(&format!("{path}/service-account-user"));
            let of = format!("{REALM}/users/{}/role-mappings", text(&account["id"]));
            whole["account"] = account;
            whole["grants"] = sorted(self.get(&of));
        }
        whole
    }
}

/// The order of Keycloak's lists means nothing and changes.
fn sorted(mut value: Value) -> Value {
    match &mut value {
        Value::Array(all) => {
            all.iter_mut().for_each(|it| *it = sorted(it.take()));
            all.sort_by_key(Value::to_string);
        }
        Value::Object(all) => all.values_mut().for_each(|it| *it = sorted(it.take())),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    value
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}
