//! What a JVM with the emitted trust reaches, and what not.

use std::fs;
use std::path::Path;

use super::changed;
use crate::deployment::Deployment;
use crate::java::{program, sourced};
use crate::tool::{Jdk, jdks, run};

const SPEC: &str = r#"language 1
deployment trust { camunda "8.7"; platform compose }
defaults {
    subject { country DE; organization "Example AG" }
    leaf {
        keystore { password env="KEYSTORE_PASSWORD" }
        truststore { password env="TRUSTSTORE_PASSWORD" }
    }
}
authority root
identity-provider keycloak { version "26.7.3" }
component zeebe
application worker { truststore { also file="second.pem" } }
application narrow
output files
output env { mount-path MOUNT }
"#;

/// A deployment below a root of its own, whose worker trusts a second root, too.
fn deployment(second: Option<&Deployment>) -> Deployment {
    let deployment = Deployment::with("");
    let mount = format!("{:?}", deployment.root().join("conf"));
    let spec = SPEC.replace("MOUNT", &mount);
    if let Some(it) = second {
        let root = it.current("pki/narrow/truststore.pem");
        fs::copy(root, deployment.root().join("second.pem")).expect("a file");
        deployment.write(&spec);
    } else {
        deployment.write(&spec.replace("truststore { also file=\"second.pem\" }", ""));
    }
    deployment.compile();
    deployment
}

#[test]
fn a_second_root_is_trusted_by_whom_the_spec_says() {
    let (second, third) = (deployment(None), deployment(None));
    let own = deployment(Some(&second));
    let server = |of: &Deployment| {
        let trust = own.current("pki/keycloak/truststore.p12");
        changed(of, "keycloak", &trust)
    };
    for jdk in jdks() {
        for (reader, server, parts) in [
            ("worker", own.current("pki/keycloak"), &["accepted CN=worker"][..]),
            ("worker", server(&second), &["accepted CN=worker"]),
            ("worker", server(&third), &["refused by the client: ", "PKIX path"]),
            ("narrow", own.current("pki/keycloak"), &["accepted CN=narrow"]),
            ("narrow", server(&second), &["refused by the client: ", "PKIX path"]),
        ] {
            let answer = asks(&jdk, &own, reader, &server);
            let is_so = parts.iter().all(|it| answer.contains(it));
            assert!(is_so, "Java {}: {reader}: {answer}", jdk.version);
        }
    }
}

/// A handshake of a JVM with a reader's environment; a server's trust in its client is no question here.
fn asks(jdk: &Jdk, deployment: &Deployment, reader: &str, server: &Path) -> String {
    let java = program(jdk, "Handshake");
    let shake = format!("{}\toptions\t\tkeycloak", server.display());
    let start = || run(&mut sourced(deployment, reader, &java), &shake).ok();
    deployment.mounted(reader, start)
}
