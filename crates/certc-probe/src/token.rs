//! What the token endpoint answers (RFC 6749 section 5), in Keycloak's words.

use std::sync::Arc;

use base64ct::{Base64UrlUnpadded, Encoding};
use certc_graph::Sourced;
use serde_json::Value;

use crate::component::Component;
use crate::exchange::Said;
use crate::keycloak::mended;
use crate::own::Own;
use crate::rules::{
    AUDIENCE_MISSING, NO_CERTIFICATE_ASKED, NO_OAUTH_ANSWER, REALM_DISABLED, REALM_UNKNOWN,
    SERVICE_ACCOUNT_OFF,
};
use crate::watch::{Seen, Watch};
use crate::{Finding, Token, client, keycloak};

/// The token, or why there is none; or why peers will refuse it.
pub(crate) async fn judge(
    of: &Component<'_>,
    own: &Own,
    watch: &Arc<Watch>,
    said: &Said,
) -> (Option<Token>, Vec<Finding>) {
    if let Some(token) = issued(said) {
        let lacking = lacking(of, &token);
        return (Some(token), lacking);
    }
    let causes = match plain_cause(of, &watch.seen(), said) {
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

fn lacking(of: &Component<'_>, token: &Token) -> Vec<Finding> {
    let wanted = of.process.audiences.iter().filter(|it| !token.audiences.contains(&it.value));
    let finding = |it: &Sourced<String>| {
        let message = format!("the token of `{}` lacks the audience `{}`", of.name, it.value);
        let said = of.at_client(AUDIENCE_MISSING.broken(message));
        mended(said, keycloak::add_audience(of, &it.value))
    };
    wanted.map(finding).collect()
}

/// The cause, as far as the answer itself tells it. A server that asks for no certificate cannot know its clients.
fn plain_cause(of: &Component<'_>, seen: &Seen, said: &Said) -> Option<Finding> {
    let description = said.text("error_description");
    match (said.status, said.text("error").as_str()) {
        (404, _) => Some(no_realm(of, said)),
        (403, "access_denied") => Some(realm_off(of, &description)),
        (401, "unauthorized_client") if description.starts_with("Public client") => {
            Some(client::public(of))
        }
        (401, "unauthorized_client") if description.contains("service account") => {
            Some(no_service_account(of))
        }
        (400 | 401, "invalid_client" | "unauthorized_client") => {
            (!seen.is_asked()).then(|| not_asked(of))
        }
        _ => Some(stranger(of, said)),
    }
}

fn no_realm(of: &Component<'_>, said: &Said) -> Finding {
    let (path, error) = (&of.ask.url.value.path, said.text("error"));
    let error = if error.is_empty() { error } else { format!(": `{error}`") };
    let said = REALM_UNKNOWN.broken(format!("the server has nothing at `{path}`{error}"));
    let help = "compare the path with the server's realms and its `KC_HTTP_RELATIVE_PATH`; Camunda's Identity makes the realm at its first start, or a fresh server imports it";
    of.at_server(said.help(help)).into()
}

fn realm_off(of: &Component<'_>, description: &str) -> Finding {
    let said =
        format!("the server issues no tokens in the realm `{}`: `{description}`", of.realm());
    mended(of.at_server(REALM_DISABLED.broken(said)), keycloak::enable_realm(of))
}

fn no_service_account(of: &Component<'_>) -> Finding {
    let said = format!("the client `{}` may not get tokens of its own", of.client_id());
    let command = keycloak::update(of, &[("serviceAccountsEnabled", "true")]);
    mended(of.at_client(SERVICE_ACCOUNT_OFF.broken(said)), command)
}

fn not_asked(of: &Component<'_>) -> Finding {
    let said = NO_CERTIFICATE_ASKED.broken("the server asks for no client certificate");
    let help = "set `KC_HTTPS_CLIENT_AUTH=request` on Keycloak, and build a prebuilt image again; let a proxy in front pass TLS through";
    of.at_server(said.help(help)).into()
}

fn stranger(of: &Component<'_>, said: &Said) -> Finding {
    let (url, words) = (&of.ask.url.value, said.words());
    let error = [said.text("error"), said.text("error_description")].join(" ");
    let error = if error == " " { String::new() } else { format!(": `{}`", error.trim()) };
    let message = format!("`{url}` answers a token request with {words}{error}");
    let help = "name the identity provider itself: no proxy is asked, no redirect followed";
    of.at_server(NO_OAUTH_ANSWER.broken(message).help(help)).into()
}
