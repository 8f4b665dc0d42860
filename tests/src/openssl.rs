//! OpenSSL, strict: each chain for its purpose, each key, each store, the profile of `facts` that every judge accepts.

use std::path::Path;
use std::process::Command;

use crate::deployment::{CAMUNDA, Deployment, OWN_AUTHORITY, PASSWORDS, SMALL};
use crate::tool::{run, tool};

#[test]
fn one_of_each_kind_passes() {
    judge(&SMALL);
}

#[test]
fn the_original_deployment_passes() {
    judge(&CAMUNDA);
}

#[test]
fn what_an_own_authority_signs_passes() {
    judge(&OWN_AUTHORITY);
}

/// The forms in which a company keeps its key; the first is the one of the example.
#[test]
fn an_own_authority_brings_its_key_in_any_form() {
    if tool("openssl").is_none() {
        return;
    }
    let ec = "pkey -in company-ca.key -passin env:COMPANY_CA_PASSWORD -out given.key";
    let rsa = "req -x509 -config /dev/null -nodes -newkey rsa:3072 -keyout rsa.key -out company-ca.crt -days 3650 \
        -subj /CN=rsa -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign";
    let forms = [
        (&[ec][..], "BEGIN PRIVATE KEY"),
        (&[ec, "ec -in given.key -out given.key"], "BEGIN EC PRIVATE KEY"),
        (&[rsa, "rsa -in rsa.key -traditional -out given.key"], "BEGIN RSA PRIVATE KEY"),
        (
            &[
                rsa,
                "pkcs8 -topk8 -v2 des3 -passout env:COMPANY_CA_PASSWORD -in rsa.key -out given.key",
            ],
            "BEGIN ENCRYPTED PRIVATE KEY",
        ),
    ];
    for (commands, begins) in forms {
        let deployment = Deployment::example("own-authority", |it| {
            let given = it.replace("ca/company-ca.key", "ca/given.key");
            let password = " { password env=\"COMPANY_CA_PASSWORD\" }";
            if begins.contains("ENCRYPTED") { given } else { given.replace(password, "") }
        });
        let folder = deployment.root().join("ca");
        for it in commands {
            openssl(&folder, it);
        }
        assert!(read(&folder, "given.key").contains(begins));
        deployment.compile();
        judge(&deployment);
    }
}

fn judge(deployment: &Deployment) {
    if tool("openssl").is_none() {
        return;
    }
    let leaves = deployment.leaves();
    for (name, kind) in &leaves {
        let folder = deployment.current("pki").join(name);
        if kind == "client" {
            verify(&folder, "sslclient", &deployment.current("pki/keycloak"));
        } else {
            let clients = leaves.iter().filter(|it| it.1 == "client");
            clients.for_each(|it| {
                verify(&folder, "sslserver", &deployment.current("pki").join(&it.0))
            });
        }
        key(&folder);
        store(&folder);
        chain(&folder);
        profile(&folder, kind);
    }
}

/// The reader's chain, judged with what the verifier trusts.
fn verify(reader: &Path, purpose: &str, verifier: &Path) {
    let verifier = verifier.join("truststore.pem");
    let trust =
        ["verify", "-x509_strict", "-purpose", purpose, "-no-CApath", "-no-CAstore", "-CAfile"];
    let mut command = Command::new("openssl");
    command.args(trust).arg(&verifier).arg("-untrusted").arg(reader.join("chain.pem"));
    if purpose == "sslserver" {
        command.args(["-verify_hostname", "keycloak"]);
    }
    run(command.arg(reader.join("certificate.pem")), "").ok();
}

fn key(folder: &Path) {
    let of_key = openssl(folder, "pkey -in private-key.pem -pubout");
    assert_eq!(of_key, openssl(folder, "x509 -in certificate.pem -noout -pubkey"));
    let stored =
        openssl(folder, "pkcs12 -in keystore.p12 -passin file:keystore.password -nocerts -nodes");
    assert_eq!(of_key, run(Command::new("openssl").args(["pkey", "-pubout"]), &stored).ok());
}

/// The chain up to its root in the key store, each trusted certificate in the trust store.
fn store(folder: &Path) {
    let stored =
        openssl(folder, "pkcs12 -info -in keystore.p12 -passin file:keystore.password -nokeys");
    let chain = certificates(&read(folder, "chain.pem"));
    assert_eq!(certificates(&stored)[..chain.len()], chain);
    let stored =
        openssl(folder, "pkcs12 -info -in truststore.p12 -passin file:truststore.password -nokeys");
    let mut trusted = [certificates(&stored), certificates(&read(folder, "truststore.pem"))];
    trusted.iter_mut().for_each(|it| it.sort());
    assert_eq!(trusted[0], trusted[1]);
}

/// The leaf first, and no root.
fn chain(folder: &Path) {
    let chain = certificates(&read(folder, "chain.pem"));
    assert_eq!(chain.first(), certificates(&read(folder, "certificate.pem")).first());
    for it in chain {
        let names =
            run(Command::new("openssl").args(["x509", "-noout", "-subject", "-issuer"]), &it).ok();
        let names: Vec<_> = names.lines().filter_map(|it| Some(it.split_once('=')?.1)).collect();
        assert_ne!(names[0], names[1], "{}: a root in the chain", folder.display());
    }
}

fn profile(folder: &Path, kind: &str) {
    let text = openssl(folder, "x509 -in certificate.pem -noout -text");
    let always = [
        "Version: 3 (0x2)",
        "X509v3 Subject Key Identifier",
        "X509v3 Authority Key Identifier",
        "X509v3 Basic Constraints: critical\n                CA:FALSE",
        "X509v3 Key Usage: critical\n                Digital Signature",
    ];
    always.iter().for_each(|it| assert!(text.contains(it), "{}: {it}\n{text}", folder.display()));
    let email =
        text.lines().find_map(|it| it.split_once("Subject: emailAddress = ")?.1.split(',').next());
    let names = email.map(|it| format!("email:{it}")).into_iter();
    let server = ["DNS:localhost", "DNS:keycloak"].map(str::to_owned);
    let names = names.chain(server.into_iter().filter(|_| kind != "client"));
    names.for_each(|it| assert!(text.contains(&it), "{}: {it}\n{text}", folder.display()));
    for (purpose, role) in [("Server", "server"), ("Client", "client")] {
        let has = text.contains(&format!("TLS Web {purpose} Authentication"));
        assert_eq!(has, kind == role || kind == "both", "{}\n{text}", folder.display());
    }
}

fn openssl(folder: &Path, command: &str) -> String {
    let mut openssl = Command::new("openssl");
    run(openssl.args(command.split_whitespace()).envs(PASSWORDS).current_dir(folder), "").ok()
}

fn read(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).expect("a file of text")
}

/// The certificates of a text, as PEM.
fn certificates(text: &str) -> Vec<String> {
    let end = "-----END CERTIFICATE-----";
    let certificate = |it: &str| Some(format!("-----BEGIN{}{end}", it.split_once("-----BEGIN")?.1));
    text.split(end).filter_map(certificate).collect()
}
