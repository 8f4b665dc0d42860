//! What an administrator types to mend a client.

use certc_diagnostic::Diagnostic;
use certc_emit::Quoting;

use crate::Finding;
use crate::component::Component;

/// A finding that a command mends.
pub(crate) fn mended(said: Diagnostic, command: String) -> Finding {
    let said =
        said.help("the command below mends it; `kcadm.sh config credentials` comes before it");
    Finding { said, command: Some(command) }
}

/// An attribute of a client as a field to set: its name has dots.
pub(crate) fn attribute(name: &str) -> String {
    format!("attributes.\"{name}\"")
}

/// A command that sets these fields of the component's client.
pub(crate) fn update(of: &Component<'_>, fields: &[(&str, &str)]) -> String {
    let (realm, client) = (shell(of.realm()), client(of));
    let fields =
        fields.iter().map(|(name, value)| format!(" -s {}", shell(&format!("{name}={value}"))));
    format!("kcadm.sh update clients/{client} -r {realm}{}", fields.collect::<String>())
}

/// A command that puts an audience into the tokens of the component's client.
pub(crate) fn add_audience(of: &Component<'_>, audience: &str) -> String {
    let (realm, client) = (shell(of.realm()), client(of));
    let fields = [
        format!("name=audience {audience}"),
        "protocol=openid-connect".to_owned(),
        "protocolMapper=oidc-audience-mapper".to_owned(),
        format!("config.\"included.custom.audience\"={audience}"),
        "config.\"access.token.claim\"=true".to_owned(),
    ];
    let fields = fields.iter().map(|it| format!(" -s {}", shell(it)));
    let to = format!("clients/{client}/protocol-mappers/models -r {realm}");
    format!("kcadm.sh create {to}{}", fields.collect::<String>())
}

/// A command that switches the realm on.
pub(crate) fn enable_realm(of: &Component<'_>) -> String {
    format!("kcadm.sh update realms/{} -s enabled=true", shell(of.realm()))
}

/// The client's internal id, as a command finds it.
fn client(of: &Component<'_>) -> String {
    let query = shell(&format!("clientId={}", of.client_id()));
    let realm = shell(of.realm());
    format!("$(kcadm.sh get clients -r {realm} -q {query} --fields id --format csv --noquotes)")
}

/// A value that a shell cannot carry is shown as it is: nobody can type it either.
fn shell(value: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./=".contains(it);
    if !value.is_empty() && value.chars().all(is_plain) {
        return value.to_owned();
    }
    certc_emit::quote(Quoting::Shell, value).unwrap_or_else(|_| value.to_owned())
}
