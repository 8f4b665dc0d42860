//! The rules for client metadata, written from the RFCs alone: one row, one rule.

use serde_json::{Value, json};

use super::rfc4514;

type Rule = (&'static str, fn(&Value) -> bool);

/// RFC 7591 is dynamic client registration, RFC 8705 mutual TLS, RFC 7517 and 7518 JSON Web Keys.
const RULES: &[Rule] = &[
    ("RFC 7591 §3.1: an object of members", Value::is_object),
    ("RFC 7591 §3.2.1: what the server gives is no metadata", |it| has(it, SERVERS) == 0),
    ("RFC 7591 §2, RFC 8705: each member is registered", |it| has(it, MEMBERS) == members(it)),
    ("RFC 7591 §2: `client_name` is text for people", |it| filled(&it["client_name"])),
    ("RFC 7591 §2: `redirect_uris` are absolute URIs", |it| {
        absent_or(&it["redirect_uris"], |it| list(it).iter().all(is_uri))
    }),
    ("RFC 7591 §2: who is redirected to registers where", |it| {
        !grants(it).contains(&"authorization_code") || !list(&it["redirect_uris"]).is_empty()
    }),
    ("RFC 7591 §2: `token_endpoint_auth_method` is registered", |it| {
        absent_or(&it["token_endpoint_auth_method"], |it| METHODS.contains(&text(it)))
    }),
    ("RFC 7591 §2: `grant_types` are known", |it| grants(it).iter().all(|it| GRANTS.contains(it))),
    ("RFC 7591 §2: `response_types` are known", |it| {
        responses(it).iter().all(|it| ["code", "token"].contains(it))
    }),
    ("RFC 7591 §2.1: grants and responses fit", |it| {
        let pairs = [("authorization_code", "code"), ("implicit", "token")];
        pairs
            .iter()
            .all(|(grant, response)| grants(it).contains(grant) == responses(it).contains(response))
    }),
    ("RFC 7591 §2: `jwks` and `jwks_uri` are not both there", |it| {
        has(it, &["jwks", "jwks_uri"]) < 2
    }),
    ("RFC 7591 §2: `scope` is text", |it| absent_or(&it["scope"], filled)),
    ("OpenID Connect Core §9: `private_key_jwt` needs a key", |it| {
        method(it) != "private_key_jwt" || has(it, &["jwks", "jwks_uri"]) == 1
    }),
    ("RFC 8705 §2.1.2: `tls_client_auth` has exactly one name", |it| {
        has(it, NAMES) == usize::from(method(it) == "tls_client_auth")
    }),
    ("RFC 8705 §2.1.2: the subject is a name of RFC 4514", |it| {
        absent_or(&it["tls_client_auth_subject_dn"], |it| rfc4514::read(text(it)).is_some())
    }),
    ("RFC 8705 §3.4: whether tokens are bound is a boolean", |it| {
        absent_or(&it["tls_client_certificate_bound_access_tokens"], Value::is_boolean)
    }),
    ("RFC 7517 §5: a set of keys", |it| {
        absent_or(&it["jwks"], |it| it["keys"].as_array().is_some_and(|it| !it.is_empty()))
    }),
    ("RFC 7518 §6: a key has what its kind needs", |it| keys(it).iter().all(is_key)),
    ("RFC 7517 §9.2: a key is public", |it| keys(it).iter().all(|it| has(it, PRIVATE) == 0)),
    ("RFC 7517 §4.2, §4.5: `use` and `kid` are text", |it| {
        keys(it).iter().all(|it| text(&it["use"]) == "sig" && filled(&it["kid"]))
    }),
    ("RFC 7517 §4.7: `x5c` is base64 of DER, padded", |it| {
        let is_certificate = |it: &Value| is_base64(text(it)) && text(it).starts_with("MI");
        keys(it).iter().all(|it| absent_or(&it["x5c"], |it| list(it).iter().all(is_certificate)))
    }),
];

const SERVERS: &[&str] = &[
    "client_id",
    "client_secret",
    "client_id_issued_at",
    "client_secret_expires_at",
    "registration_access_token",
    "registration_client_uri",
];
const NAMES: &[&str] = &[
    "tls_client_auth_subject_dn",
    "tls_client_auth_san_dns",
    "tls_client_auth_san_uri",
    "tls_client_auth_san_ip",
    "tls_client_auth_san_email",
];
/// The IANA registry of client metadata, without OpenID Connect's.
const MEMBERS: &[&str] = &[
    "redirect_uris",
    "token_endpoint_auth_method",
    "grant_types",
    "response_types",
    "client_name",
    "client_uri",
    "logo_uri",
    "scope",
    "contacts",
    "tos_uri",
    "policy_uri",
    "jwks_uri",
    "jwks",
    "software_id",
    "software_version",
    "tls_client_certificate_bound_access_tokens",
    "tls_client_auth_subject_dn",
    "tls_client_auth_san_dns",
    "tls_client_auth_san_uri",
    "tls_client_auth_san_ip",
    "tls_client_auth_san_email",
];
const METHODS: &[&str] = &[
    "none",
    "client_secret_post",
    "client_secret_basic",
    "client_secret_jwt",
    "private_key_jwt",
    "tls_client_auth",
    "self_signed_tls_client_auth",
];
const GRANTS: &[&str] = &[
    "authorization_code",
    "implicit",
    "password",
    "client_credentials",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:saml2-bearer",
];
/// RFC 7518 §6.2.2, §6.3.2, §6.4.
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The rules that a document breaks.
pub(super) fn broken(document: &Value) -> Vec<&'static str> {
    RULES.iter().filter(|(_, is_kept)| !is_kept(document)).map(|it| it.0).collect()
}

fn has(it: &Value, names: &[&str]) -> usize {
    names.iter().filter(|name| !it[**name].is_null()).count()
}

fn members(it: &Value) -> usize {
    it.as_object().map_or(0, |it| it.len())
}

fn absent_or(it: &Value, is_kept: impl Fn(&Value) -> bool) -> bool {
    it.is_null() || is_kept(it)
}

fn text(it: &Value) -> &str {
    it.as_str().unwrap_or_default()
}

fn filled(it: &Value) -> bool {
    !text(it).is_empty()
}

fn list(it: &Value) -> &[Value] {
    it.as_array().map_or(&[], Vec::as_slice)
}

/// What stands there, or what its absence means.
fn texts<'a>(it: &'a Value, absent: &'a str) -> Vec<&'a str> {
    if it.is_null() { vec![absent] } else { list(it).iter().map(text).collect() }
}

fn grants(it: &Value) -> Vec<&str> {
    texts(&it["grant_types"], "authorization_code")
}

fn responses(it: &Value) -> Vec<&str> {
    texts(&it["response_types"], "code")
}

fn method(it: &Value) -> &str {
    it["token_endpoint_auth_method"].as_str().unwrap_or("client_secret_basic")
}

fn keys(it: &Value) -> &[Value] {
    list(&it["jwks"]["keys"])
}

/// RFC 6749 §3.1.2: absolute, without a fragment.
fn is_uri(it: &Value) -> bool {
    let is_absolute =
        text(it).split_once("://").is_some_and(|it| !it.0.is_empty() && !it.1.is_empty());
    is_absolute && !text(it).contains(['#', ' '])
}

fn is_key(it: &Value) -> bool {
    let (curve, numbers): (&[&str], &[&str]) = match text(&it["kty"]) {
        "RSA" => (&[""], &["n", "e"]),
        "EC" => (&["P-256", "P-384", "P-521"], &["x", "y"]),
        "OKP" => (&["Ed25519"], &["x"]),
        _ => return false,
    };
    let is_number = |name: &&str| filled(&it[*name]) && is_base64url(text(&it[*name]));
    curve.contains(&text(&it["crv"])) && numbers.iter().all(is_number)
}

fn is_base64url(it: &str) -> bool {
    it.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
}

fn is_base64(it: &str) -> bool {
    let digits = it.trim_end_matches('=');
    let is_digit = |it: u8| it.is_ascii_alphanumeric() || b"+/".contains(&it);
    it.len().is_multiple_of(4) && it.len() - digits.len() < 3 && digits.bytes().all(is_digit)
}

fn by_certificate() -> Value {
    json!({
        "client_name": "operate",
        "redirect_uris": ["https://operate.example.com/callback"],
        "grant_types": ["authorization_code", "client_credentials"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "tls_client_auth",
        "tls_client_auth_subject_dn": "CN=operate,O=a\\, b",
        "tls_client_certificate_bound_access_tokens": false,
    })
}

fn by_key() -> Value {
    let key = json!({ "kty": "EC", "crv": "P-256", "x": "YQ", "y": "Yg", "use": "sig", "kid": "a", "x5c": ["MIIB"] });
    json!({
        "client_name": "zeebe",
        "grant_types": ["client_credentials"],
        "response_types": [],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": { "keys": [key] },
    })
}

/// A document, a member of it, what is put there, the rule that it breaks.
type Broken = (fn() -> Value, &'static str, Value, &'static str);

/// Each rule sees its mistake.
#[test]
fn every_rule_can_be_broken() {
    assert_eq!((broken(&by_certificate()), broken(&by_key())), (vec![], vec![]));
    let rows: &[Broken] = &[
        (by_certificate, "/client_id", json!("operate"), "RFC 7591 §3.2.1"),
        (by_certificate, "/client_names", json!("operate"), "each member is registered"),
        (by_certificate, "/client_name", json!(""), "`client_name`"),
        (by_certificate, "/redirect_uris", json!(["/callback"]), "absolute URIs"),
        (by_certificate, "/redirect_uris", json!(["https://a/#b"]), "absolute URIs"),
        (by_certificate, "/redirect_uris", json!([]), "registers where"),
        (by_certificate, "/grant_types", json!(["authorization-code"]), "`grant_types`"),
        (by_certificate, "/response_types", json!(["id"]), "`response_types`"),
        (by_certificate, "/response_types", json!([]), "RFC 7591 §2.1"),
        (by_key, "/response_types", Value::Null, "RFC 7591 §2.1"),
        (by_key, "/jwks_uri", json!("https://a/keys"), "not both"),
        (by_key, "/scope", json!(["a"]), "`scope`"),
        (by_key, "/token_endpoint_auth_method", json!("jwt"), "`token_endpoint_auth_method`"),
        (by_key, "/jwks", Value::Null, "needs a key"),
        (by_key, "/jwks/keys", json!([]), "a set of keys"),
        (by_key, "/tls_client_auth_subject_dn", json!("CN=a"), "exactly one name"),
        (by_certificate, "/tls_client_auth_san_dns", json!("a"), "exactly one name"),
        (by_certificate, "/tls_client_auth_subject_dn", Value::Null, "exactly one name"),
        (by_certificate, "/tls_client_auth_subject_dn", json!("CN=a, O=b"), "RFC 4514"),
        (by_certificate, "/tls_client_auth_subject_dn", json!("EMAILADDRESS=a"), "RFC 4514"),
        (by_certificate, "/tls_client_certificate_bound_access_tokens", json!("no"), "§3.4"),
        (by_key, "/jwks/keys/0/crv", json!("P256"), "what its kind needs"),
        (by_key, "/jwks/keys/0/y", json!("Yg=="), "what its kind needs"),
        (by_key, "/jwks/keys/0/d", json!("YQ"), "is public"),
        (by_key, "/jwks/keys/0/kid", Value::Null, "`kid`"),
        (by_key, "/jwks/keys/0/x5c", json!(["MII-"]), "`x5c`"),
    ];
    for (document, place, value, rule) in rows {
        let mut document = document();
        let (parent, name) = place.rsplit_once('/').expect("a pointer");
        document.pointer_mut(parent).expect("a parent")[name] = value.clone();
        let broken = broken(&document);
        assert!(broken.iter().any(|it| it.contains(rule)), "{place} {value}: {broken:?}");
    }
}
