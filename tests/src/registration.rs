//! What others register is what the certificates hold: asked of Java and OpenSSL, and of the RFCs rule by rule.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::deployment::Deployment;
use crate::java::program;
use crate::tool::{jdks, run, tool};

mod rfc4514;
mod rfc7591;

/// Subjects that spellings quote, escape or write as numbers.
const HOSTILE: &str = r##"
application mueller { client-id "müller \"& co\", #1"; subject { organization " Müller, \"Söhne\" + Co. <#1>; a=b  c " } }
application mailer { subject { email "mailer@example.com"; country #null; user-id "#1"; domain-component example } }
application numbered { subject { oid "2.5.4.97" "VATDE-ä,1"; title "Dr."; serial-number "1/2"; street "#1" } }
"##;

/// Somebody else's provider.
const PROVIDER: &str = r#"
language 1
deployment camunda { camunda "8.7"; platform compose }
authority root
identity-provider corporate {
    kind oidc
    issuer "https://login.example.com"
    token-url "https://login.example.com/token"
    jwks-url "https://login.example.com/keys"
    supports { private-key-jwt }
}
output files
output registration
"#;

fn deployment() -> Deployment {
    let deployment =
        Deployment::example("small-8.7", |it| format!("{it}{HOSTILE}output registration\n"));
    deployment.compile();
    deployment
}

/// The documents of a folder, by the name of the client.
fn documents(folder: &Path) -> BTreeMap<String, Value> {
    let entries = fs::read_dir(folder).expect("documents").map(|it| it.expect("an entry").path());
    let documents = entries.filter(|it| it.extension().is_some_and(|it| it == "json"));
    let document = |path: std::path::PathBuf| {
        let name = path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned();
        (name, serde_json::from_slice(&fs::read(&path).expect("a file")).expect("JSON"))
    };
    documents.map(document).collect()
}

#[test]
fn a_registered_subject_is_that_of_the_certificate() {
    let deployment = deployment();
    let documents = documents(&deployment.current("registration"));
    assert_eq!(
        documents.len() + 1,
        deployment.leaves().len(),
        "everyone but the server is registered"
    );
    let subject =
        |it: &Value| it["tls_client_auth_subject_dn"].as_str().expect("a name").to_owned();
    let certificate = |name: &String| deployment.current("pki").join(name).join("certificate.pem");
    let claims = documents.iter().map(|(name, document)| {
        assert_eq!(rfc7591::broken(document), [""; 0], "{document}");
        format!("dn\t{}\t{}\n", certificate(name).display(), subject(document))
    });
    java_agrees(&claims.collect::<String>());
    if tool("openssl").is_some() {
        for (name, document) in &documents {
            let expected = rfc4514::read(&openssl(&certificate(name)));
            assert_eq!(rfc4514::read(&subject(document)), expected, "{name}");
        }
    }
}

/// As OpenSSL derives it, each type as a number.
fn openssl(certificate: &Path) -> String {
    let mut openssl = Command::new("openssl");
    openssl.args(["x509", "-noout", "-subject", "-nameopt", "RFC2253,oid", "-in"]).arg(certificate);
    let printed = run(&mut openssl, "").ok();
    printed.trim_end_matches('\n').strip_prefix("subject=").expect("a subject").to_owned()
}

fn java_agrees(claims: &str) {
    for jdk in jdks() {
        let answers = run(&mut program(&jdk, "Registration"), claims).ok();
        let both = claims.lines().zip(answers.lines());
        for (claim, answer) in both {
            assert_eq!(answer, "same", "Java {}: {claim}", jdk.version);
        }
        assert_eq!(answers.lines().count(), claims.lines().count());
    }
}

/// The page has the fingerprints of what lies in the bundle beside it, and of nothing else.
#[test]
fn the_page_names_who_is_to_be_trusted() {
    if tool("openssl").is_none() {
        return;
    }
    let deployment = deployment();
    let page = deployment.read("registration/README.md");
    let mut openssl = Command::new("openssl");
    openssl.args(["x509", "-noout", "-fingerprint", "-sha256", "-in"]);
    let printed = run(openssl.arg(deployment.current("registration/trust.pem")), "").ok();
    let fingerprint = printed.trim().rsplit('=').next().expect("a fingerprint").replace(':', "");
    let lines = page.lines().filter_map(|it| it.strip_prefix("    SHA-256 "));
    let lines: Vec<_> = lines.map(str::to_uppercase).collect();
    assert_eq!(lines, [fingerprint.as_str(); 2], "who signs clients, and who signed the server");
    assert!(page.contains("\n    müller \"& co\", #1\n"), "{page}");
}

/// Keys of the kinds that Camunda's clients sign with, in the place where the provider looks for them.
#[test]
fn a_registered_key_is_that_of_the_certificate() {
    let keys = ["rsa 2048", "rsa 3072", "rsa 4096"];
    let signer = |(at, key)| {
        format!("application signer-{at} {{ authenticate private-key-jwt; key {key} }}\n")
    };
    let signers: String = keys.iter().enumerate().map(signer).collect();
    let deployment = Deployment::with(&format!("{PROVIDER}{signers}"));
    deployment.compile();
    let documents = documents(&deployment.current("registration"));
    let claims = documents.iter().map(|(name, document)| {
        assert_eq!(rfc7591::broken(document), [""; 0], "{document}");
        let certificate = deployment.current("pki").join(name).join("certificate.pem");
        let key = &document["jwks"]["keys"][0];
        let members = [&key["kid"], &key["x5c"][0], &key["kty"], &key["n"], &key["e"]];
        let members = members.map(|it| it.as_str().expect("a text"));
        format!("jwk\t{}\t{}\n", certificate.display(), members.join("\t"))
    });
    assert_eq!(documents.len(), keys.len());
    java_agrees(&claims.collect::<String>());
}
