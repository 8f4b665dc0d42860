//! What an administrator types to mend a client.

use std::fmt;

use certc_diagnostic::Diagnostic;
use certc_emit::shell;
use certc_graph::audience_configuration;

use crate::Finding;
use crate::component::Component;

/// What a client authenticates by, and what that must be.
pub(crate) const AUTHENTICATOR: &str = "clientAuthenticatorType";
pub(crate) const BY_CERTIFICATE: &str = "client-x509";

/// A finding that a command mends; nobody can type what a shell cannot carry.
pub(crate) fn mended(said: Diagnostic, command: Option<String>) -> Finding {
    let help = match command {
        Some(_) => "the command below mends it; `kcadm.sh config credentials` comes before it",
        None => "set it in Keycloak's console: a shell cannot carry its name",
    };
    Finding { said: said.help(help), command }
}

/// A command that sets these fields of the component's client.
pub(crate) fn update(of: &Component<'_>, fields: &[(&str, &str)]) -> Option<String> {
    let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned()));
    set(of, "update clients", "", fields)
}

/// A command that sets these fields, and everything by which the client knows the component's certificate.
pub(crate) fn restore(of: &Component<'_>, fields: &[(&str, &str)]) -> Option<String> {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let by = (AUTHENTICATOR.to_owned(), BY_CERTIFICATE.to_owned());
    let attributes = of.attributes().into_iter();
    let attributes = attributes.map(|(name, value)| (format!("attributes.\"{name}\""), value));
    set(of, "update clients", "", fields.chain([by]).chain(attributes))
}

/// A command that puts an audience into the tokens of the component's client.
pub(crate) fn add_audience(of: &Component<'_>, audience: &str) -> Option<String> {
    let fields = [
        ("name".to_owned(), format!("audience {audience}")),
        ("protocol".to_owned(), "openid-connect".to_owned()),
        ("protocolMapper".to_owned(), "oidc-audience-mapper".to_owned()),
    ];
    let configuration = audience_configuration(audience).into_iter();
    let configuration =
        configuration.map(|(name, value)| (format!("config.\"{name}\""), value.to_owned()));
    set(of, "create clients", "/protocol-mappers/models", fields.into_iter().chain(configuration))
}

/// A command that switches the realm on.
pub(crate) fn enable_realm(of: &Component<'_>) -> Option<String> {
    Some(format!("kcadm.sh update realms/{} -s enabled=true", shell(of.realm())?))
}

/// A command that sets fields of something of the component's client.
fn set(
    of: &Component<'_>,
    what: &str,
    part: &str,
    fields: impl Iterator<Item = (impl fmt::Display, String)>,
) -> Option<String> {
    let fields =
        fields.map(|(name, value)| Some(format!(" -s {}", shell(&format!("{name}={value}"))?)));
    let fields: String = fields.collect::<Option<_>>()?;
    let (realm, client) = (shell(of.realm())?, client(of)?);
    Some(format!("kcadm.sh {what}/{client}{part} -r {realm}{fields}"))
}

/// The client's internal id, as a command finds it.
fn client(of: &Component<'_>) -> Option<String> {
    let query = shell(&format!("clientId={}", of.client_id()))?;
    let realm = shell(of.realm())?;
    Some(format!(
        "$(kcadm.sh get clients -r {realm} -q {query} --fields id --format csv --noquotes)"
    ))
}
