//! A look at a client through Keycloak's admin REST API. Nothing is changed.

use std::sync::Arc;

use certc_diagnostic::Diagnostic;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::Admin;
use crate::component::Component;
use crate::connection::{self, Broken};
use crate::exchange::{Asked, Said};
use crate::rules::ADMIN_REFUSED;
use crate::watch::Watch;

/// The component's client as Keycloak has it (`ClientRepresentation`); `None` where it has none of this id.
pub(crate) async fn client(
    of: &Component<'_>,
    watch: &Arc<Watch>,
    admin: &Admin<'_>,
) -> Result<Option<Value>, Diagnostic> {
    let token = admin.login.get_or_init(|| token(of, watch, admin)).await.as_ref();
    let token = token.map_err(Diagnostic::clone)?;
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("clientId", of.client_id())
        .finish();
    let path = format!("{}/admin/realms/{}/clients?{query}", base(of), of.realm());
    let said = connection::ask(of, watch, Asked::Get(path, token)).await;
    let said = said.map_err(|it| refused(of, admin, it))?;
    let Some(Value::Array(clients)) = said.json().filter(|_| said.status == 200) else {
        return Err(no(of, admin, &said));
    };
    Ok(clients.into_iter().find(|it| it["clientId"] == of.client_id()))
}

/// A token of the administrator, by the client that Keycloak has for its own command line.
async fn token(
    of: &Component<'_>,
    watch: &Arc<Watch>,
    admin: &Admin<'_>,
) -> Result<Zeroizing<String>, Diagnostic> {
    let fields = [
        ("grant_type", "password"),
        ("client_id", "admin-cli"),
        ("username", admin.username),
        ("password", admin.password),
    ];
    let realm = segment(admin.realm);
    let path = format!("{}/realms/{realm}/protocol/openid-connect/token", base(of));
    let said = connection::ask(of, watch, Asked::Form(path, &fields)).await;
    let said = said.map_err(|it| refused(of, admin, it))?;
    let token = Zeroizing::new(said.text("access_token"));
    if said.status == 200 && !token.is_empty() { Ok(token) } else { Err(no(of, admin, &said)) }
}

/// A text as one segment of a path (RFC 3986 section 3.3); a form differs from that in its blanks alone.
fn segment(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

fn base<'a>(of: &Component<'a>) -> &'a str {
    of.ask.url.value.path.split_once("/realms/").map_or("", |it| it.0)
}

fn refused(of: &Component<'_>, admin: &Admin<'_>, why: Broken) -> Diagnostic {
    match why {
        Broken::Known(it) => *it,
        Broken::Ended(_) => finding(of, admin, "the connection ended"),
        Broken::NoHttp(why) => finding(of, admin, &format!("the server {why}")),
    }
}

fn no(of: &Component<'_>, admin: &Admin<'_>, said: &Said) -> Diagnostic {
    let error = said.error();
    let why = if error.is_empty() { said.words() } else { error };
    finding(of, admin, &why)
}

fn finding(of: &Component<'_>, admin: &Admin<'_>, why: &str) -> Diagnostic {
    let Admin { realm, username, .. } = admin;
    let said = ADMIN_REFUSED
        .broken(format!("`{username}` of the realm `{realm}` may not look at clients: {why}"));
    let help = "set `KEYCLOAK_ADMIN_USERNAME`, `KEYCLOAK_ADMIN_PASSWORD` and `KEYCLOAK_ADMIN_REALM` of a user who may view clients";
    of.at_server(said.help(help))
}

#[test]
fn a_realm_is_one_segment() {
    for (realm, path) in
        [("master", "master"), ("my-realm/x y", "my-realm%2Fx%20y"), ("a+b?", "a%2Bb%3F")]
    {
        assert_eq!(segment(realm), path);
    }
}
