//! What Keycloak would compare, asked of a JVM with Keycloak's own statements: each client takes its certificate and no
//! other one of the deployment, whatever the subjects are.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use crate::deployment::Deployment;
use crate::java::program;
use crate::tool::{jdks, run};

const DEPLOYMENTS: usize = 40;
const COMPONENTS: [&str; 6] =
    ["connectors", "identity", "operate", "optimize", "tasklist", "zeebe"];
/// Who logs in as the client `zeebe` by a pattern.
const USERS: [&str; 4] = ["connectors", "operate", "tasklist", "zeebe"];

#[test]
fn each_client_takes_its_own_certificate_alone() {
    let jdks = jdks();
    let Some(jdk) = jdks.first() else { return };
    let mut runner = TestRunner::deterministic();
    let (mut lines, mut expected, mut patterns) = (String::new(), Vec::new(), 0);
    let mut kept = Vec::new();
    for _ in 0..DEPLOYMENTS {
        let subjects = vec(subject(), 9).new_tree(&mut runner).expect("subjects").current();
        let it = Deployment::with(&spec("own-client", &subjects));
        let ran = it.certc("compile", &[]);
        if ran.code != Some(0) {
            assert!(ran.err.contains("equal-subjects\n"), "{}", ran.err);
            continue;
        }
        ask(&it, &mut lines, &mut expected);
        it.write(&spec("pattern", &subjects));
        let ran = it.certc("compile", &[]);
        if ran.code == Some(0) {
            patterns += 1;
            ask(&it, &mut lines, &mut expected);
        } else {
            assert!(ran.err.contains("zeebe-login-pattern\n"), "{}", ran.err);
        }
        kept.push(it);
    }
    assert!(patterns > DEPLOYMENTS / 4 && patterns < DEPLOYMENTS, "{patterns} with a pattern");
    let said = run(&mut program(jdk, "Compare"), &lines).ok();
    let said: Vec<_> = said.lines().collect();
    assert_eq!(said.len(), expected.len());
    for ((line, is_taken), said) in lines.lines().zip(&expected).zip(said) {
        assert_eq!(said, is_taken.to_string(), "{line}");
    }
}

/// A question for each client and each leaf, and the answer that the spec means.
fn ask(of: &Deployment, lines: &mut String, expected: &mut Vec<bool>) {
    let realm = of.read("keycloak/camunda-platform-realm.json");
    let realm: Value = serde_json::from_str(&realm).expect("JSON");
    let leaves: Vec<_> = of.leaves().into_iter().filter(|it| it.0 != "keycloak").collect();
    for client in realm["clients"].as_array().expect("clients") {
        let text = |it: &Value| it.as_str().expect("a text").to_owned();
        let name = text(&client["name"]);
        let held = &client["attributes"];
        let is_pattern = text(&held["x509.allow.regex.pattern.comparison"]) == "true";
        for (leaf, _) in &leaves {
            let file = of.current(&format!("pki/{leaf}/certificate.pem"));
            let subject = text(&held["x509.subjectdn"]);
            *lines += &format!("{is_pattern}\t{subject}\t{}\n", file.display());
            let is_user = is_pattern && USERS.contains(&leaf.as_str());
            expected.push(*leaf == name || is_user);
        }
    }
}

/// A deployment of all components and three applications; the subjects are theirs in turn.
fn spec(login: &str, subjects: &[String]) -> String {
    let mut text = format!(
        "language 1\ndeployment compared {{ camunda \"8.7\"; platform compose }}\nauthority root\n\
         identity-provider keycloak {{ version \"26.3.3\"; zeebe-login {login} }}\n\
         output files\noutput keycloak {{ fresh-realm }}\n"
    );
    let components = COMPONENTS.iter().map(|it| format!("component {it}"));
    let applications = (0..3).map(|it| format!("application worker-{it}"));
    for (named, subject) in components.chain(applications).zip(subjects) {
        text += &format!("{named} {{ subject {{ {subject} }} }}\n");
    }
    text
}

const NAMES: [&str; 8] =
    ["operate", "operate.", "operatex", "oper.te", "operxte", "zeebe|operate", ".*", "Operate"];

/// Few values, so that subjects come near each other, and some that a careless pattern takes for many.
fn subject() -> impl Strategy<Value = String> {
    let plain = ["Camunda", "Camunda GmbH", "Cam.nda", "C*", "(.*?)", "a|b", "$ x", "Größe", "^a"];
    let quoted = ["Evil, O=Camunda", "\\\"Camunda\\\"", " Camunda", "a=b", "x, OU=Operate", "C#"];
    let value = prop_oneof![12 => select(plain.to_vec()), 1 => select(quoted.to_vec())];
    let word = select(vec!["organization", "organizational-unit", "locality", "user-id"]);
    let attribute = (word, value).prop_map(|(word, value)| format!("{word} \"{value}\""));
    let name = select(NAMES.to_vec());
    let name = name.prop_map(|it| format!("common-name \"{it}\""));
    (vec(attribute, 0..3), name).prop_map(|(attributes, name)| {
        attributes.into_iter().chain([name]).collect::<Vec<_>>().join("; ")
    })
}
