//! Real JVMs, the oldest and the newest at hand: keytool lists the stores, and mutual TLS is done with them.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::deployment::{CAMUNDA, Deployment, OWN_AUTHORITY, SMALL};
use crate::tool::{Jdk, jdks, run};

#[test]
fn keytool_sees_keys_and_trusted_certificates() {
    for jdk in jdks() {
        for (deployment, reader, chain) in
            [(&SMALL, "operate", 2), (&CAMUNDA, "zeebe", 3), (&CAMUNDA, "keycloak", 2)]
        {
            let listed = keytool(&jdk, deployment, reader, "keystore.p12");
            assert!(
                listed.contains("contains 1 entry") && listed.contains("PrivateKeyEntry"),
                "{listed}"
            );
            assert!(listed.contains(&format!("Certificate chain length: {chain}")), "{listed}");
            for store in ["truststore.p12", "truststore.jks"] {
                let listed = keytool(&jdk, deployment, reader, store);
                assert!(listed.contains("trustedCertEntry"), "{store}: {listed}");
            }
        }
    }
}

fn keytool(jdk: &Jdk, deployment: &Deployment, reader: &str, store: &str) -> String {
    let folder = deployment.current("pki").join(reader);
    let password = format!("{}.password", store.split('.').next().expect("a name"));
    let mut keytool = jdk.command("keytool");
    keytool.args([
        "-J-Duser.language=en",
        "-list",
        "-v",
        "-keystore",
        store,
        "-storepass:file",
        &password,
    ]);
    run(keytool.current_dir(folder), "").ok()
}

#[test]
fn a_jks_is_a_real_one() {
    for deployment in [&*SMALL, &*CAMUNDA, &*OWN_AUTHORITY] {
        for (name, _) in deployment.leaves() {
            let store = deployment.current("pki").join(name).join("truststore.jks");
            assert_eq!(fs::read(store).expect("a store")[..4], [0xFE, 0xED, 0xFE, 0xED]);
        }
    }
}

/// One handshake: whose keys, which trust store, which name of the server; what the answer starts with and holds.
struct Shake {
    client: PathBuf,
    trust: PathBuf,
    host: &'static str,
    ends: (&'static str, &'static str),
}

#[test]
fn every_client_shakes_hands() {
    let foreign = Deployment::example("small-8.7", |it| it);
    foreign.compile();
    let foreign = foreign.current("pki/operate");
    for jdk in jdks() {
        for deployment in [&*SMALL, &*CAMUNDA, &*OWN_AUTHORITY] {
            let server = deployment.current("pki/keycloak");
            let shakes = shakes(deployment, &foreign);
            let line = |it: &Shake| {
                let (server, client, trust) =
                    (server.display(), it.client.display(), it.trust.display());
                format!("{server}\t{client}\t{trust}\t{}\n", it.host)
            };
            let lines: String = shakes.iter().map(line).collect();
            let answers = run(&mut program(&jdk, "Handshake"), &lines).ok();
            assert_eq!(answers.lines().count(), shakes.len(), "{answers}");
            for (it, answer) in shakes.iter().zip(answers.lines()) {
                let is_so = answer.starts_with(it.ends.0) && answer.contains(it.ends.1);
                assert!(is_so, "Java {}: {}\n{answer}", jdk.version, line(it));
            }
        }
    }
}

/// Each client with both stores by both names of the server; a name that it does not have; a server that is not trusted; a
/// client of a foreign root that trusts the right one.
fn shakes(deployment: &Deployment, foreign: &Path) -> Vec<Shake> {
    let unnamed = ("refused by the client", "No subject alternative DNS name");
    let unknown = ("refused", "server: ");
    let leaves = deployment.leaves();
    let clients = leaves.iter().filter(|it| it.1 == "client");
    let both = |(name, _): &(String, String)| {
        let client = deployment.current("pki").join(name);
        let shake = |store, host| {
            let (client, trust) = (client.clone(), client.join(store));
            Shake { client, trust, host, ends: ("accepted ", "CN=") }
        };
        [shake("truststore.p12", "keycloak"), shake("truststore.jks", "localhost")]
    };
    let mut shakes: Vec<_> = clients.flat_map(both).collect();
    let (client, store) = (deployment.current("pki/operate"), "truststore.p12");
    let mut refused = |client: &Path, trust: &Path, host, ends| {
        shakes.push(Shake { client: client.into(), trust: trust.join(store), host, ends });
    };
    refused(&client, &client, "elsewhere", unnamed);
    refused(&client, foreign, "keycloak", ("refused by the client", "PKIX path"));
    refused(foreign, &client, "keycloak", unknown);
    shakes
}

#[test]
fn the_options_file_is_all_that_a_jvm_needs() {
    for jdk in jdks() {
        for (deployment, readers) in
            [(&CAMUNDA, &["identity", "connectors", "payments-worker"][..]), (&SMALL, &["operate"])]
        {
            for reader in readers {
                let answer = deployment.mounted(reader, || with_options(&jdk, deployment, reader));
                assert!(
                    answer.starts_with(&format!("accepted CN={reader}")),
                    "Java {}: {answer}",
                    jdk.version
                );
            }
        }
    }
}

/// A handshake of a JVM that was started in the emitted environment.
pub(crate) fn with_options(jdk: &Jdk, deployment: &Deployment, reader: &str) -> String {
    let java = program(jdk, "Handshake");
    let server = deployment.current("pki/keycloak");
    let shake = format!("{}\toptions\t\tkeycloak", server.display());
    let ran = run(&mut sourced(deployment, reader, &java), &shake);
    assert!(!ran.err.contains("Password"), "{}", ran.err);
    ran.ok()
}

/// A program in the environment that is emitted for a reader.
pub(crate) fn sourced(deployment: &Deployment, reader: &str, program: &Command) -> Command {
    in_environment(&deployment.current("env").join(format!("{reader}.env")), program)
}

/// A program in the environment that a file gives, as a shell reads it.
pub(crate) fn in_environment(file: &Path, program: &Command) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", r#"set -a; . "$0"; exec "$@""#]).arg(file);
    command.arg(program.get_program()).args(program.get_args());
    let path = env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path);
    for (name, value) in program.get_envs() {
        command.env(name, value.unwrap_or(OsStr::new("")));
    }
    command
}

/// A Java program of these tests; compiled once, by the oldest JDK.
pub(crate) fn program(jdk: &Jdk, class: &str) -> Command {
    static CLASSES: LazyLock<PathBuf> = LazyLock::new(|| {
        let program = env::current_exe().expect("a program");
        let folder = program.parent().expect("a folder").join("certc-tests/classes");
        let sources = ["Answers", "Compare", "Handshake", "Login", "Names", "Page", "Registration"];
        let sources = sources.map(|it| format!("{}/java/{it}.java", env!("CARGO_MANIFEST_DIR")));
        let mut javac = jdks().first().expect("a JDK").command("javac");
        run(javac.arg("-d").arg(&folder).args(sources), "").ok();
        folder
    });
    let mut java = java(jdk, &*CLASSES);
    java.arg(class);
    java
}

/// A JVM that is there for a moment.
pub(crate) fn java(jdk: &Jdk, class_path: impl AsRef<OsStr>) -> Command {
    let mut java = jdk.command("java");
    java.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"]).arg(class_path);
    java
}

/// The same JVM with more options, and where it finds the servers of tests by the names that they have among containers.
pub(crate) fn at_loopback(deployment: &Deployment, java: &Command, options: &[&str]) -> Command {
    let hosts = deployment.root().join("hosts");
    fs::write(&hosts, "127.0.0.1 keycloak localhost orchestration zeebe\n").expect("a file");
    let mut named = Command::new(java.get_program());
    named.arg(format!("-Djdk.net.hosts.file={}", hosts.display()));
    named.args(options).args(java.get_args());
    named
}
