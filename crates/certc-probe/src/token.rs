//! What the token endpoint answers (RFC 6749 section 5), in Keycloak's words or in those of another server.

use std::sync::Arc;

use base64ct::{Base64UrlUnpadded, Encoding};
use certc_graph::Sourced;
use serde_json::Value;

use crate::component::Component;
use crate::exchange::Said;
use crate::keycloak::mended;
use crate::own::Own;
use crate::rules::{
    AUDIENCE_MISSING, CLIENT_REFUSED, NO_CERTIFICATE_ASKED, NO_OAUTH_ANSWER, REALM_DISABLED,
    REALM_UNKNOWN, SERVICE_ACCOUNT_OFF,
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
    if !of.is_keycloak() {
        return (None, vec![of_other(of, &watch.seen(), said)]);
    }
    let causes = match plain_cause(of, &watch.seen(), said) {
        Some(it) => vec![it],
        None => client::causes(of, own, watch, said).await,
    };
    (None, causes)
}

fn issued(said: &Said) -> Option<Token> {
    let answer = said.json().filter(|_| said.status == 200)?;
    let claims = claims(answer.get("access_token")?.as_str()?);
    let seconds = answer["expires_in"].as_u64().unwrap_or_default();
    Some(Token { seconds, audiences: claims.map(|it| audiences(&it["aud"])) })
}

/// One or several (RFC 7519 section 4.1.3).
fn audiences(of: &Value) -> Vec<String> {
    match of {
        Value::String(it) => vec![it.clone()],
        Value::Array(all) => all.iter().filter_map(|it| Some(it.as_str()?.to_owned())).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Vec::new(),
    }
}

/// What a JWT says (RFC 7519 section 7.2); whoever takes the token verifies it.
fn claims(token: &str) -> Option<Value> {
    let claims = Base64UrlUnpadded::decode_vec(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&claims).ok()
}

fn lacking(of: &Component<'_>, token: &Token) -> Vec<Finding> {
    let Some(has) = &token.audiences else { return Vec::new() };
    let wanted = of.process.audiences.iter().filter(|it| !has.contains(&it.value));
    let finding = |it: &Sourced<String>| {
        let message = format!("the token of `{}` lacks the audience `{}`", of.name, it.value);
        let said = of.at_client(AUDIENCE_MISSING.broken(message));
        if of.is_keycloak() {
            mended(said, keycloak::add_audience(of, &it.value))
        } else {
            said.help("ask its keeper for what `registration/` says of audiences").into()
        }
    };
    wanted.map(finding).collect()
}

/// Why a server that is no Keycloak issues no token.
fn of_other(of: &Component<'_>, seen: &Seen, said: &Said) -> Finding {
    match said.text("error").as_str() {
        _ if !said.is_refusal() => stranger(of, said),
        "invalid_client" if !seen.is_asked() => not_asked(of),
        _ => refusal(of, said),
    }
}

/// What an OAuth2 server says of a request that it does not grant (RFC 6749 section 5.2).
fn refusal(of: &Component<'_>, said: &Said) -> Finding {
    let message = format!("the server refuses the client `{}`: {}", of.client_id(), said.error());
    let help = if of.is_keycloak() {
        "Keycloak's log tells more"
    } else {
        "ask its keeper to compare the client with `registration/`: the server's log says more"
    };
    of.at_client(CLIENT_REFUSED.broken(message).help(help)).into()
}

/// The cause, as far as Keycloak's answer itself tells it. A server that asks for no certificate cannot know its clients.
fn plain_cause(of: &Component<'_>, seen: &Seen, said: &Said) -> Option<Finding> {
    let description = said.text("error_description");
    match (said.status, said.text("error").as_str()) {
        (404, _) => Some(no_realm(of, said)),
        (403, "access_denied") if description.starts_with("Realm") => {
            Some(realm_off(of, &description))
        }
        (401, "unauthorized_client") if description.starts_with("Public client") => {
            Some(client::public(of))
        }
        (401, "unauthorized_client") if description.contains("service account") => {
            Some(no_service_account(of))
        }
        (400 | 401, "invalid_client" | "unauthorized_client") => {
            (!seen.is_asked()).then(|| not_asked(of))
        }
        _ if said.is_refusal() => Some(refusal(of, said)),
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
    let help = if of.is_keycloak() {
        "set `KC_HTTPS_CLIENT_AUTH=request` on Keycloak, and build a prebuilt image again; let a proxy in front pass TLS through"
    } else {
        "ask its keeper for the token URL that asks for certificates (RFC 8705 section 5); let a proxy in front pass TLS through"
    };
    of.at_server(said.help(help)).into()
}

fn stranger(of: &Component<'_>, said: &Said) -> Finding {
    let (url, words) = (&of.ask.url.value, said.words());
    let error = said.error();
    let error = if error.is_empty() { error } else { format!(": {error}") };
    let message = format!("`{url}` answers a token request with {words}{error}");
    let help = "name the identity provider itself: no proxy is asked, no redirect followed";
    of.at_server(NO_OAUTH_ANSWER.broken(message).help(help)).into()
}
