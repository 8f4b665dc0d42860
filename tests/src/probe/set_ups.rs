//! What can be wrong, one thing in each row.

use std::fs;
use std::path::Path;

use super::world::{World, put};
use super::{NEWER, OLDER};

/// One wrong set-up, and the causes that must be named.
pub(super) struct SetUp {
    pub(super) name: &'static str,
    pub(super) change: Change,
    pub(super) who: Who,
    causes: &'static [&'static str],
}

/// What is made wrong.
pub(super) enum Change {
    Nothing,
    /// Fields that are put over those of the component's client.
    Client(&'static str),
    /// Fields that are put over those of the realm.
    Realm(&'static str),
    /// Files of the component's folder.
    Files(fn(&World, &Path)),
    /// A part of the spec, and what stands there instead.
    Spec(&'static str, &'static str),
    /// A kind of `Answers.java`, or a place.
    Connect(&'static str),
    /// A kind of `Answers.java`, of which the spec says that it is no Keycloak.
    Provider(&'static str),
}

/// Who looks at clients.
#[derive(Clone, Copy)]
pub(super) enum Who {
    Nobody,
    Stranger,
    Administrator,
}

use Change::{Client, Connect, Files, Nothing, Provider, Realm, Spec};
use Who::{Administrator, Nobody, Stranger};

impl SetUp {
    /// The causes on this version.
    pub(super) fn causes(&self, version: &str) -> &'static [&'static str] {
        let is_of_root = matches!(self.change, Client(it) if it.contains("x509.casubjectdn"));
        if is_of_root && version == OLDER { &[] } else { self.causes }
    }

    /// Servers that are no Keycloak are asked once.
    pub(super) fn is_for(&self, version: &str) -> bool {
        version == NEWER || !matches!(self.change, Connect(_) | Provider(_))
    }

    /// Whether only the component itself is set up wrongly.
    pub(super) fn is_of_one(&self) -> bool {
        matches!(self.change, Nothing | Client(_) | Files(_))
    }
}

const fn row(
    name: &'static str,
    change: Change,
    who: Who,
    causes: &'static [&'static str],
) -> SetUp {
    SetUp { name, change, who, causes }
}

const CHAIN: (&str, &str) = ("chain.pem", "chain.pem");
const KEY: (&str, &str) = ("private-key.pem", "private-key.pem");

pub(super) const SET_UPS: &[SetUp] = &[
    row("all is well", Nothing, Administrator, &[]),
    // Files of the component.
    row("no chain", Files(|_, it| remove(it, CHAIN.0)), Nobody, &["reader-file-unusable"]),
    row("no key", Files(|_, it| remove(it, KEY.0)), Nobody, &["reader-file-unusable"]),
    row(
        "no bundle",
        Files(|_, it| remove(it, "truststore.pem")),
        Nobody,
        &["reader-file-unusable"],
    ),
    row(
        "a chain that is none",
        Files(|_, it| write(it, CHAIN.0, "x")),
        Nobody,
        &["reader-file-unusable"],
    ),
    row(
        "a key that is none",
        Files(|_, it| write(it, KEY.0, "x")),
        Nobody,
        &["reader-file-unusable"],
    ),
    row(
        "an empty bundle",
        Files(|_, it| write(it, "truststore.pem", "")),
        Nobody,
        &["reader-file-unusable"],
    ),
    row(
        "another's key",
        Files(|world, it| put(&world.deployment, "tasklist", &[KEY], it)),
        Nobody,
        &["key-of-another-certificate"],
    ),
    row(
        "ended",
        Files(|world, it| put(&world.ended, "operate", &[CHAIN, KEY], it)),
        Administrator,
        &["certificate-ended"],
    ),
    row(
        "not valid yet",
        Files(|world, it| put(&world.early, "operate", &[CHAIN, KEY], it)),
        Nobody,
        &["certificate-not-yet-valid"],
    ),
    row(
        "a server's certificate",
        Files(|world, it| put(&world.deployment, "keycloak", &[CHAIN, KEY], it)),
        Nobody,
        &["certificate-not-for-clients", "certificate-of-another"],
    ),
    row(
        "no intermediate",
        Files(|world, it| put(&world.deployment, "operate", &[("certificate.pem", CHAIN.1)], it)),
        Administrator,
        &["chain-incomplete"],
    ),
    row(
        "below a root of another name",
        Files(|world, it| put(&world.foreign, "operate", &[CHAIN, KEY], it)),
        Nobody,
        &["authority-not-accepted"],
    ),
    row(
        "below another root of the name",
        Files(|world, it| put(&world.twin, "operate", &[CHAIN, KEY], it)),
        Nobody,
        &["certificate-refused"],
    ),
    row(
        "another's certificate",
        Files(|world, it| put(&world.deployment, "tasklist", &[CHAIN, KEY], it)),
        Administrator,
        &["certificate-of-another"],
    ),
    row(
        "trusts another root",
        Files(|world, it| {
            put(&world.foreign, "operate", &[("truststore.pem", "truststore.pem")], it)
        }),
        Nobody,
        &["server-not-trusted"],
    ),
    // Its client in Keycloak.
    row(
        "another subject",
        Client(r#"{"attributes": {"x509.subjectdn": "CN=operate"}}"#),
        Administrator,
        &["subject-differs"],
    ),
    row(
        "the subject in another order",
        Client(
            r#"{"attributes": {"x509.subjectdn": "C=DE,ST=BE,L=Berlin,O=Camunda,OU=Operate,CN=operate"}}"#,
        ),
        Administrator,
        &["subject-differs"],
    ),
    row(
        "no subject",
        Client(r#"{"attributes": {"x509.subjectdn": ""}}"#),
        Administrator,
        &["subject-differs"],
    ),
    row(
        "another subject, unseen",
        Client(r#"{"attributes": {"x509.subjectdn": "CN=operate"}}"#),
        Nobody,
        &["client-refused"],
    ),
    row(
        "another subject, not to be seen",
        Client(r#"{"attributes": {"x509.subjectdn": "CN=operate"}}"#),
        Stranger,
        &["client-refused", "admin-refused"],
    ),
    row(
        "expressions not off",
        Client(r#"{"attributes": {"x509.allow.regex.pattern.comparison": ""}}"#),
        Administrator,
        &["regular-expression-on"],
    ),
    row(
        "expressions on",
        Client(r#"{"attributes": {"x509.allow.regex.pattern.comparison": "true"}}"#),
        Administrator,
        &["regular-expression-on"],
    ),
    row(
        "a subject of OpenSSL",
        Client(r#"{"attributes": {"x509.subjectdn": "/C=DE/CN=operate"}}"#),
        Administrator,
        &["subject-unreadable"],
    ),
    row(
        "a subject of OpenSSL, unseen",
        Client(r#"{"attributes": {"x509.subjectdn": "/C=DE/CN=operate"}}"#),
        Nobody,
        &["subject-unreadable"],
    ),
    row(
        "an expression that is none",
        Client(
            r#"{"attributes": {"x509.subjectdn": "CN=((", "x509.allow.regex.pattern.comparison": "true"}}"#,
        ),
        Administrator,
        &["subject-unreadable"],
    ),
    row(
        "another root",
        Client(r#"{"attributes": {"x509.casubjectdn": "CN=Another Root"}}"#),
        Administrator,
        &["root-differs"],
    ),
    row(
        "the intermediate for the root",
        Client(
            r#"{"attributes": {"x509.casubjectdn": "CN=Zeebe Intermediate CA 2026,OU=Zeebe,O=Camunda,L=Berlin,ST=BE,C=DE"}}"#,
        ),
        Administrator,
        &["root-differs"],
    ),
    row(
        "a root of OpenSSL",
        Client(r#"{"attributes": {"x509.casubjectdn": "/CN=Another Root"}}"#),
        Administrator,
        &["subject-unreadable"],
    ),
    row(
        "a secret",
        Client(r#"{"clientAuthenticatorType": "client-secret"}"#),
        Administrator,
        &["secret-still-on"],
    ),
    row(
        "a secret, unseen",
        Client(r#"{"clientAuthenticatorType": "client-secret"}"#),
        Nobody,
        &["secret-still-on"],
    ),
    row(
        "an assertion",
        Client(r#"{"clientAuthenticatorType": "client-jwt"}"#),
        Administrator,
        &["authenticator-differs"],
    ),
    row("off", Client(r#"{"enabled": false}"#), Administrator, &["client-disabled"]),
    row(
        "no service account",
        Client(r#"{"serviceAccountsEnabled": false}"#),
        Nobody,
        &["service-account-off"],
    ),
    row("public", Client(r#"{"publicClient": true}"#), Nobody, &["public-client"]),
    row(
        "no audiences",
        Client(r#"{"protocolMappers": []}"#),
        Nobody,
        &["audience-missing", "audience-missing", "audience-missing"],
    ),
    row(
        "unknown",
        Spec("component operate {", "component operate { client-id operate-eu;"),
        Administrator,
        &["client-unknown"],
    ),
    // The realm and the server.
    row("the realm is off", Realm(r#"{"enabled": false}"#), Nobody, &["realm-disabled"]),
    row("another realm", Spec("camunda-platform", "elsewhere"), Nobody, &["realm-unknown"]),
    row("another path", Spec("/auth/realms", "/realms"), Nobody, &["realm-unknown"]),
    row(
        "another name",
        Spec("https://keycloak:", "https://elsewhere:"),
        Nobody,
        &["server-name-differs"],
    ),
    row("nobody there", Connect("127.0.0.1:9"), Nobody, &["no-connection"]),
    row("no such host", Connect("elsewhere.invalid:18443"), Nobody, &["host-unknown"]),
    row("no TLS", Connect("plain"), Nobody, &["plain-http"]),
    row("no HTTP", Connect("greeting"), Nobody, &["handshake-failed"]),
    row("no HTTP in TLS", Connect("mail"), Nobody, &["no-oauth-answer"]),
    row("no word", Connect("silent"), Nobody, &["no-oauth-answer"]),
    row("a body that is cut", Connect("cut"), Nobody, &["no-oauth-answer"]),
    row("nothing there", Connect("missing"), Nobody, &["realm-unknown"]),
    row("another refusal", Connect("https-required"), Nobody, &["client-refused"]),
    row("a token that is no JWT", Connect("opaque"), Nobody, &[]),
    row(
        "an administrator's token of two lines",
        Connect("administrator"),
        Administrator,
        &["client-refused", "admin-refused"],
    ),
    // A server that is no Keycloak has no client that a command could mend.
    row("another provider has nothing there", Provider("missing"), Nobody, &["no-oauth-answer"]),
    row("another provider refuses", Provider("unreadable"), Administrator, &["client-refused"]),
    row("another provider's token", Provider("opaque"), Nobody, &[]),
    row("another provider asks nobody", Provider("unasked"), Nobody, &["no-certificate-asked"]),
    row("a page", Connect("html"), Nobody, &["no-oauth-answer"]),
    row("a redirect", Connect("redirect"), Nobody, &["no-oauth-answer"]),
    row("out of order", Connect("broken"), Nobody, &["no-oauth-answer"]),
    row("asks for no certificate", Connect("unasked"), Administrator, &["no-certificate-asked"]),
    row(
        "names other authorities",
        Connect("others"),
        Nobody,
        &["java-sends-none", "audience-missing", "audience-missing", "audience-missing"],
    ),
    row(
        "a server's certificate that has ended",
        Connect("ended"),
        Nobody,
        &["server-certificate-ended"],
    ),
];

fn remove(folder: &Path, file: &str) {
    fs::remove_file(folder.join(file)).expect("a file");
}

fn write(folder: &Path, file: &str, text: &str) {
    fs::write(folder.join(file), text).expect("a file");
}
