//! What the token endpoint answers (RFC 6749 section 5), in Keycloak's words.

use std::sync::Arc;

use base64ct::{Base64UrlUnpadded, Encoding};
use certc_diagnostic::Diagnostic;
use certc_graph::blame;
use serde_json::Value;

use crate::component::Component;
use crate::exchange::Said;
use crate::own::Own;
use crate::rules::{
    AUDIENCE_MISSING, NO_CERTIFICATE_ASKED, NO_OAUTH_ANSWER, PUBLIC_CLIENT, REALM_DISABLED,
    REALM_UNKNOWN, SERVICE_ACCOUNT_OFF,
};
use crate::watch::Watch;
use crate::{Token, client, keycloak};

/// The token, or why there is none; or why peers will refuse it.
pub(crate) async fn judge(
    of: &Component<'_>,
    own: &Own,
    watch: &Arc<Watch>,
    said: &Said,
) -> (Option<Token>, Vec<Diagnostic>) {
    if let Some(token) = issued(said) {
        let lacking = lacking(of, &token);
        return (Some(token), lacking);
    }
    let causes = match plain_cause(of, watch, said) {
        Some(it) => vec![it],
        None => client::causes(of, own, watch, said).await,
    };
    (None, causes)
}

fn issued(said: &Said) -> Option<Token> {
    let answer = said.json().filter(|_| said.status == 200)?;
    let claims = claims(answer.get("access_token")?.as_str()?).unwrap_or_default();
    let audiences = match &claims["aud"] {
        Value::String(it) => vec![it.clone()],
        Value::Array(all) => all.iter().filter_map(|it| Some(it.as_str()?.to_owned())).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    };
    Some(Token { seconds: answer["expires_in"].as_u64().unwrap_or_default(), audiences })
}

/// What a JWT says (RFC 7519 section 7.2); whoever takes the token verifies it.
fn claims(token: &str) -> Option<Value> {
    let claims = Base64UrlUnpadded::decode_vec(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&claims).ok()
}

fn lacking(of: &Component<'_>, token: &Token) -> Vec<Diagnostic> {
    let wanted = of.process.audiences.iter().filter(|it| !token.audiences.contains(&it.value));
    let said = |it: &certc_graph::Sourced<String>| {
        let message = format!("the token of `{}` lacks the audience `{}`", of.name, it.value);
        let said = AUDIENCE_MISSING.broken(message).help(keycloak::add_audience(of, &it.value));
        if it.origin.spans().is_empty() {
            of.at(said)
        } else {
            blame(said, &it.origin, "demanded here")
        }
    };
    wanted.map(said).collect()
}

/// The causes that the answer itself tells.
fn plain_cause(of: &Component<'_>, watch: &Watch, said: &Said) -> Option<Diagnostic> {
    let (error, description) = (said.text("error"), said.text("error_description"));
    let (client, url) = (of.client_id(), &of.ask.url.value);
    Some(match (said.status, error.as_str()) {
        (404, _) if said.json().is_some() => {
            let known = if error.is_empty() { String::new() } else { format!(": `{error}`") };
            let help = "compare the path with the server's `KC_HTTP_RELATIVE_PATH` and its realms, and import the realm file";
            of.at_server(
                REALM_UNKNOWN
                    .broken(format!("the server has nothing at `{}`{known}", url.path))
                    .help(help),
            )
        }
        (403, "access_denied") => {
            let said = REALM_DISABLED
                .broken(format!("the realm `{}` is off: `{description}`", of.realm()));
            of.at_server(said.help(keycloak::enable_realm(of)))
        }
        (401, "unauthorized_client") if description.starts_with("Public client") => {
            let said = PUBLIC_CLIENT.broken(format!("the client `{client}` is a public one"));
            let fields = [
                ("publicClient", "false"),
                ("serviceAccountsEnabled", "true"),
                ("clientAuthenticatorType", "client-x509"),
            ];
            of.at_client(said.help(keycloak::update(of, &fields)))
        }
        (401, "unauthorized_client") if description.contains("service account") => {
            let said =
                SERVICE_ACCOUNT_OFF.broken(format!("the client `{client}` has no service account"));
            of.at_client(said.help(keycloak::update(of, &[("serviceAccountsEnabled", "true")])))
        }
        (400 | 401, "invalid_client" | "unauthorized_client") if watch.seen().is_asked() => {
            return None;
        }
        (400 | 401, "invalid_client" | "unauthorized_client") => {
            let help = "set `KC_HTTPS_CLIENT_AUTH=request` on Keycloak (a prebuilt image must be built again); let a proxy in front pass TLS through";
            let said = NO_CERTIFICATE_ASKED.broken("the server asks for no client certificate");
            of.at_server(said.help(help))
        }
        _ => {
            let error = [error, description].join(" ");
            let error = if error == " " { String::new() } else { format!(": `{}`", error.trim()) };
            let message = format!("`{url}` answers a token request with {}{error}", said.words());
            of.at_server(
                NO_OAUTH_ANSWER.broken(message).help(
                    "name the identity provider itself: no proxy is asked, no redirect followed",
                ),
            )
        }
    })
}
