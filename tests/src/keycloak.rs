//! A real Keycloak, started with what certc made and unchanged: who logs in, and who does not.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::deployment::{CAMUNDA, Deployment};
use crate::java::{at_loopback, program, sourced};
use crate::tool::{Jdk, Ran, jdks, run, skipped, tool};

pub(crate) mod admin;
mod identity;
mod script;
pub(crate) mod server;
mod ways;

use script::Place;
use server::{Home, Server};

const REALM: &str = "https://keycloak:18443/auth/realms/camunda-platform";
const ISSUER: &str = "https://localhost:18443/auth/realms/camunda-platform";

/// Who logs in as which OAuth client, and whom its token must be good for.
const LOGINS: [(&str, &str, &[&str]); 7] = [
    ("identity", "camunda-identity", &["camunda-identity-resource-server"]),
    ("zeebe", "zeebe", &[]),
    ("operate", "operate", &["camunda-identity-resource-server", "operate-api", "zeebe-api"]),
    ("tasklist", "tasklist", &["camunda-identity-resource-server", "tasklist-api", "zeebe-api"]),
    ("optimize", "optimize", &["camunda-identity-resource-server", "optimize-api"]),
    ("connectors", "connectors", &["operate-api", "zeebe-api"]),
    ("payments-worker", "payments-worker", &["zeebe-api"]),
];

/// By a fresh realm, and on the same server by the script, in a realm that Identity made.
#[test]
fn each_client_logs_in_with_its_own_certificate() {
    let Some(home) = Home::unpack("26.3.5") else { return };
    let jdks = jdks();
    let Some(jdk) = before_25(&jdks) else { return };
    if tool("curl").is_none() {
        return;
    }
    let server = Server::start(&CAMUNDA, &home, jdk);
    judge(&CAMUNDA, &server, &jdks, "payments-worker");
    let place = Place { deployment: &CAMUNDA, home: &home, jdk };
    place.updates();
    logs_in_each(&CAMUNDA, &server);
    place.stops_at_the_first_error();
    place.refuses();
    drop(server);
    let signer = "\napplication signer { authenticate private-key-jwt }\n";
    let quickstart = Deployment::example("small-8.7", |it| it + signer);
    quickstart.compile();
    judge(&quickstart, &Server::start(&quickstart, &home, jdk), &jdks, "operate");
}

/// The newest compares the root's name, too; and no name is ASCII.
#[test]
fn the_script_is_right_for_the_newest() {
    let Some(home) = Home::unpack("26.7.3") else { return };
    let jdks = jdks();
    let Some(jdk) = before_25(&jdks) else { return };
    if tool("curl").is_none() {
        return;
    }
    let deployment = Deployment::example("camunda-8.7", |it| {
        let named = it.replace("organization Camunda", "organization \"Camunda Größe 😀\"");
        named.replace("26.3.3", "26.7.3").replace("key rsa 4096", "key ec p256")
    });
    deployment.compile();
    let server = Server::start(&deployment, &home, jdk);
    Place { deployment: &deployment, home: &home, jdk }.updates();
    logs_in_each(&deployment, &server);
}

pub(crate) fn before_25(jdks: &[Jdk]) -> Option<&Jdk> {
    let found = jdks.iter().find(|it| it.version < 25);
    if found.is_none() {
        skipped("java", "no JDK from 17 to 24");
    }
    found
}

/// With its own certificate, with that of another, with none.
fn logs_in_each(deployment: &Deployment, server: &Server) {
    let leaves = deployment.leaves();
    let here = LOGINS.iter().filter(|login| leaves.iter().any(|it| it.0 == login.0));
    let here: Vec<_> = here.collect();
    let signs = leaves.iter().any(|it| it.0 == "signer");
    let others = 1 + usize::from(signs);
    assert_eq!(here.len() + others, leaves.len(), "the server and who signs show nothing");
    for (at, (name, client, audiences)) in here.iter().enumerate() {
        let own = Shown::of(deployment, name);
        let token = server.says(logs_in(deployment, Some(&own), client), "200");
        judge_token(&token, audiences);
        let other = here[(at + 1) % here.len()].0;
        let other = Shown::of(deployment, other);
        server.says(logs_in(deployment, Some(&other), client), "401");
        server.says(logs_in(deployment, None, client), "401");
    }
}

fn judge(deployment: &Deployment, server: &Server, jdks: &[Jdk], java_client: &str) {
    logs_in_each(deployment, server);
    let foreign = twin(deployment);
    let refused = logs_in(deployment, Some(&Shown::of(&foreign, "operate")), "operate");
    assert!(is_refused_in_handshake(&refused), "{refused:?}\n{}", server.log());
    let signs = deployment.leaves().iter().any(|it| it.0 == "signer");
    for jdk in jdks {
        let status = deployment.mounted(java_client, || from_java(deployment, jdk, java_client));
        assert_eq!(status.trim(), "200", "Java {}\n{}", jdk.version, server.log());
        if signs {
            let status = deployment.mounted("signer", || from_java(deployment, jdk, "signer"));
            assert_eq!(status.trim(), "200", "Java {} signs\n{}", jdk.version, server.log());
        }
    }
}

/// What curl ends with where the server closes a TLS connection: in TLS 1.3 the client may be writing or reading by then
/// (`SSL_CONNECT_ERROR`, `SEND_ERROR`, `RECV_ERROR`, `HTTP2`).
fn is_refused_in_handshake(ran: &Ran) -> bool {
    matches!(ran.code, Some(16 | 35 | 55 | 56))
}

/// The same names below another root of the same name.
fn twin(of: &Deployment) -> Deployment {
    let name = of.spec().file_stem().and_then(|it| it.to_str()).expect("a name");
    let twin = Deployment::example(name, |it| it.replace("key rsa 4096", "key rsa 2048"));
    twin.compile();
    let root = |it: &Deployment| it.certificates()[0].clone();
    assert_eq!(root(&twin)["subject"], root(of)["subject"]);
    assert_ne!(root(&twin)["sha256"], root(of)["sha256"]);
    twin
}

/// What a client shows in the handshake.
struct Shown {
    chain: PathBuf,
    private_key: PathBuf,
}

impl Shown {
    /// The certificate of a reader.
    fn of(deployment: &Deployment, name: &str) -> Self {
        let folder = deployment.current("pki").join(name);
        Self { chain: folder.join("chain.pem"), private_key: folder.join("private-key.pem") }
    }
}

/// Asks at `backend` for a token.
fn logs_in(server: &Deployment, shown: Option<&Shown>, client: &str) -> Ran {
    let mut curl = curl(&server.current("pki/operate/truststore.pem"));
    if let Some(it) = shown {
        curl.arg("--cert").arg(&it.chain).arg("--key").arg(&it.private_key);
    }
    let client = format!("client_id={client}");
    curl.args(["-d", "grant_type=client_credentials", "-d", &client]);
    run(curl.arg(format!("{REALM}/protocol/openid-connect/token")), "")
}

/// Prints the body of an answer, then its status in a line of its own.
fn curl(trust: &Path) -> Command {
    let mut curl = Command::new("curl");
    curl.args(["-sS", "--noproxy", "*", "--resolve", "keycloak:18443:127.0.0.1"]);
    curl.args(["-w", "\n%{http_code}", "--cacert"]).arg(trust);
    curl
}

fn judge_token(answer: &str, audiences: &[&str]) {
    let answer: Value = serde_json::from_str(answer).expect("JSON");
    let token = answer["access_token"].as_str().expect("a token");
    let claims: Value =
        serde_json::from_slice(&decoded(token.split('.').nth(1).expect("claims"))).expect("JSON");
    assert_eq!(claims["iss"], ISSUER);
    let holds = |it: &&str| {
        claims["aud"] == **it
            || claims["aud"].as_array().is_some_and(|all| all.iter().any(|one| one == *it))
    };
    audiences.iter().for_each(|it| assert!(holds(it), "{it} is not in {claims:#}"));
}

/// Base64 with the alphabet of URLs (RFC 4648 §5), without padding.
fn decoded(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digit = |it: u8| ALPHABET.iter().position(|other| *other == it).expect("base64");
    let bits: Vec<_> =
        text.bytes().flat_map(|it| (0..6).rev().map(move |bit| (digit(it) >> bit) & 1)).collect();
    bits.chunks_exact(8)
        .map(|it| it.iter().fold(0, |byte, bit| byte << 1 | u8::try_from(*bit).expect("a bit")))
        .collect()
}

/// A login of a JVM in the emitted environment: address, client and stores come from there alone.
fn from_java(deployment: &Deployment, jdk: &Jdk, reader: &str) -> String {
    let java = at_loopback(deployment, &program(jdk, "Login"), &[]);
    run(&mut sourced(deployment, reader, &java), "").ok()
}
