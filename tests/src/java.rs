//! Real JVMs, the oldest and the newest at hand: keytool lists the stores, and mutual TLS is done with them.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use crate::deployment::{CAMUNDA, Deployment, OWN_AUTHORITY, QUICKSTART};
use crate::tool::{Jdk, jdks, run};

#[test]
fn keytool_sees_keys_and_trusted_certificates() {
    for jdk in jdks() {
        for (deployment, reader, chain) in
            [(&QUICKSTART, "operate", 2), (&CAMUNDA, "zeebe", 3), (&CAMUNDA, "keycloak", 2)]
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
    for deployment in [&*QUICKSTART, &*CAMUNDA, &*OWN_AUTHORITY] {
        for (name, _) in deployment.leaves() {
            let store = deployment.current("pki").join(name).join("truststore.jks");
            assert_eq!(fs::read(store).expect("a store")[..4], [0xFE, 0xED, 0xFE, 0xED]);
        }
    }
}

#[test]
fn every_client_shakes_hands() {
    let foreign = Deployment::example("quickstart", |it| it);
    foreign.compile();
    let foreign = foreign.current("pki/operate");
    for jdk in jdks() {
        for deployment in [&*QUICKSTART, &*CAMUNDA, &*OWN_AUTHORITY] {
            let (shakes, expected) = shakes(deployment, &foreign);
            let answers = run(&mut program(&jdk, "Handshake"), &shakes.join("\n")).ok();
            let answers: Vec<_> = answers.lines().collect();
            assert_eq!(answers.len(), expected.len(), "{answers:#?}");
            for ((shake, expected), answer) in shakes.iter().zip(expected).zip(answers) {
                assert!(
                    answer.starts_with(expected.0) && answer.contains(expected.1),
                    "Java {}: {shake}\n{answer}",
                    jdk.version
                );
            }
        }
    }
}

/// What to try, and how it must end: each client with both stores by both names of the server; a name that it does not
/// have; a client of a foreign root, once with what it trusts and once with a server that it does trust.
fn shakes(
    deployment: &Deployment,
    foreign: &std::path::Path,
) -> (Vec<String>, Vec<(&'static str, &'static str)>) {
    let (mut shakes, mut expected) = (Vec::new(), Vec::new());
    let server = deployment.current("pki/keycloak");
    let mut shake = |client: &std::path::Path, store, host, ends| {
        shakes.push(format!("{}\t{}\t{store}\t{host}", server.display(), client.display()));
        expected.push(ends);
    };
    for (name, _) in deployment.leaves().iter().filter(|it| it.1 == "client") {
        let client = deployment.current("pki").join(name);
        shake(&client, "truststore.p12", "keycloak", ("accepted", ""));
        shake(&client, "truststore.jks", "localhost", ("accepted", ""));
    }
    let client = deployment.current("pki/operate");
    shake(
        &client,
        "truststore.p12",
        "elsewhere",
        ("refused by the client", "No subject alternative DNS name"),
    );
    shake(foreign, "truststore.p12", "keycloak", ("refused by the client", "PKIX path"));
    (shakes, expected)
}

#[test]
fn the_options_file_is_all_that_a_jvm_needs() {
    for jdk in jdks() {
        for (deployment, readers) in [
            (&CAMUNDA, &["identity", "connectors", "payments-worker"][..]),
            (&QUICKSTART, &["operate"]),
        ] {
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

/// A program in the environment that an emitted file gives, as a shell reads it.
pub(crate) fn sourced(deployment: &Deployment, reader: &str, program: &Command) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", r#"set -a; . "$0"; exec "$@""#]);
    command.arg(deployment.current("env").join(format!("{reader}.env")));
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
        let sources = ["Handshake", "Login", "Names"];
        let sources = sources.map(|it| format!("{}/java/{it}.java", env!("CARGO_MANIFEST_DIR")));
        let mut javac = jdks().first().expect("a JDK").command("javac");
        run(javac.arg("-d").arg(&folder).args(sources), "").ok();
        folder
    });
    let mut java = jdk.command("java");
    java.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"]).arg(&*CLASSES).arg(class);
    java
}
