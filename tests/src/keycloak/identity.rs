//! A realm as Camunda's Identity leaves it: camunda/camunda-docs, "Starting configuration for Identity", and the variables
//! of Identity in camunda/camunda-distributions docker-compose/versions/camunda-8.7/docker-compose.yaml.

use serde_json::{Value, json};

use super::admin::{Admin, REALM, text};

const SERVERS: [(&str, &[&str]); 5] = [
    ("camunda-identity-resource-server", &["read", "read:users", "write"]),
    ("operate-api", &["read:*", "write:*"]),
    ("tasklist-api", &["read:*", "write:*"]),
    ("optimize-api", &["write:*"]),
    ("zeebe-api", &["write:*"]),
];

/// Client, root, where browsers come back to.
const APPLICATIONS: [(&str, &str, &str); 6] = [
    ("camunda-identity", "http://localhost:8084", "/auth/login-callback"),
    ("operate", "http://localhost:8081", "/identity-callback"),
    ("tasklist", "http://localhost:8082", "/identity-callback"),
    ("optimize", "http://localhost:8083", "/api/authentication/callback"),
    ("connectors", "", ""),
    ("zeebe", "", ""),
];

const GRANTS: [(&str, &str, &str); 4] = [
    ("zeebe", "zeebe-api", "write:*"),
    ("zeebe", "operate-api", "read:*"),
    ("connectors", "operate-api", "read:*"),
    ("operate", "camunda-identity-resource-server", "read"),
];

/// Makes the realm, instead of one that is there.
pub(crate) fn prepare(admin: &Admin) {
    if admin.get("").as_array().expect("a list").iter().any(|it| it["realm"] == REALM[1..]) {
        admin.ask("DELETE", REALM, &Value::Null);
    }
    admin.ask("POST", "", &json!({ "realm": &REALM[1..], "enabled": true }));
    let made = text(&admin.ask("POST", &format!("{REALM}/client-scopes"), &scope()));
    let scope = format!("{REALM}/default-default-client-scopes/{made}");
    admin.ask("PUT", &scope, &Value::Null);
    SERVERS.iter().for_each(|(id, roles)| server(admin, id, roles));
    APPLICATIONS.iter().for_each(|it| application(admin, it));
    GRANTS.iter().for_each(|(who, at, role)| grant(admin, who, at, role));
}

/// Puts audiences and permissions into tokens by the roles that their holder has.
fn scope() -> Value {
    let mapper = |name, mapper, config| json!({ "name": name, "protocol": "openid-connect", "protocolMapper": mapper, "config": config });
    let permissions = json!({
        "claim.name": "permissions.${client_id}", "jsonType.label": "String",
        "access.token.claim": "true", "multivalued": "true",
    });
    json!({
        "name": "camunda-identity",
        "protocol": "openid-connect",
        "protocolMappers": [
            mapper("audience resolve", "oidc-audience-resolve-mapper", json!({})),
            mapper("permissions", "oidc-usermodel-client-role-mapper", permissions),
        ],
    })
}

/// Stands for an API and has its permissions.
pub(crate) fn server(admin: &Admin, id: &str, roles: &[&str]) {
    let client = json!({
        "clientId": id, "name": id, "secret": "canaryR2fXb",
        "standardFlowEnabled": false, "serviceAccountsEnabled": true,
    });
    let client = text(&admin.ask("POST", &format!("{REALM}/clients"), &client));
    for role in roles {
        admin.ask("POST", &format!("{REALM}/clients/{client}/roles"), &json!({ "name": role }));
    }
}

/// With all that must stay: a secret, redirects, a mapper of its own, authorization services.
fn application(admin: &Admin, (id, root, back): &(&str, &str, &str)) {
    let mapper = json!({
        "name": "own", "protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-claim-mapper",
        "config": { "claim.name": "own", "claim.value": "ü", "access.token.claim": "true" },
    });
    let redirects: Vec<_> = [back].into_iter().filter(|it| !it.is_empty()).collect();
    let client = json!({
        "clientId": id, "name": format!("{id} „ü“"), "secret": "canaryI6wLp", "rootUrl": root,
        "redirectUris": redirects,
        "webOrigins": ["+"], "standardFlowEnabled": !back.is_empty(), "serviceAccountsEnabled": true,
        "authorizationServicesEnabled": *id == "optimize",
        "attributes": { "post.logout.redirect.uris": "+" }, "protocolMappers": [mapper],
    });
    admin.ask("POST", &format!("{REALM}/clients"), &client);
}

fn grant(admin: &Admin, who: &str, at: &str, role: &str) {
    let (who, at) = (admin.client(who), admin.client(at));
    let account = admin.get(&format!("{REALM}/clients/{who}/service-account-user"));
    let role = admin.get(&format!("{REALM}/clients/{at}/roles/{role}"));
    let of = format!("{REALM}/users/{}/role-mappings/clients/{at}", text(&account["id"]));
    admin.ask("POST", &of, &json!([role]));
}
