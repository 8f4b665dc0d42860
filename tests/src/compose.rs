//! The loader of Docker Compose merges the overlay with a file of the shape of Camunda's own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::deployment::Deployment;
use crate::lines::{LINES, spec};
use crate::tool::{Ran, run, skipped, tool};
use crate::yaml::document;

/// The judge, where Go can build it.
static JUDGE: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let go = tool("go")?;
    let folder = format!("{}/go", env!("CARGO_MANIFEST_DIR"));
    let program = std::env::current_exe().expect("a program");
    let judge = program.parent().expect("a folder").join("certc-tests-compose");
    let built =
        run(Command::new(go).args(["build", "-o"]).arg(&judge).arg(".").current_dir(folder), "");
    if built.code != Some(0) {
        skipped("compose-go", built.err.trim());
        return None;
    }
    Some(judge)
});

/// Quotes, a variable, a comment, blanks: a password that any env file would spoil where it is quoted wrongly.
const HOSTILE: &str = "a'b\"c $HOME ${X} $(id) #d  e\\f";
/// A client id that YAML, Compose and Helm could each take for something else.
const ID: &str = "on: $x {y} #z";

/// A line's own file in a folder, and the overlay of a deployment laid over it.
fn merged(deployment: &Deployment, line: &str, variables: &[(&str, &str)]) -> Option<Ran> {
    let judge = JUDGE.as_ref()?;
    let cases = format!("{}/cases/compose", env!("CARGO_MANIFEST_DIR"));
    let folder = deployment.root().join("camunda");
    fs::create_dir_all(&folder).expect("a folder");
    for (from, to) in [
        (format!("{line}.yaml"), "docker-compose.yaml"),
        (format!("{line}.env"), ".env"),
        ("connector-secrets.txt".to_owned(), "connector-secrets.txt"),
    ] {
        fs::copy(format!("{cases}/{from}"), folder.join(to)).expect("a file of the case");
    }
    let mut judge = Command::new(judge);
    judge.arg("docker-compose.yaml").arg(deployment.current("compose/overlay.yaml"));
    judge.current_dir(folder).env_clear().envs(variables.iter().copied());
    Some(run(&mut judge, ""))
}

fn hostile(line: &str) -> Deployment {
    let text = spec(line, "compose");
    let stores = "leaf { validity days=90; keystore { password env=\"HOSTILE\" }; truststore { password env=\"HOSTILE\" } }";
    let text = text.replace("leaf { validity days=90 }", stores);
    let text =
        text.replace("component optimize", &format!("component optimize {{ client-id {ID:?} }}"));
    let mut deployment = Deployment::with(&text);
    deployment.set("HOSTILE", HOSTILE);
    deployment.compile();
    deployment
}

#[test]
fn every_value_arrives_and_none_of_camundas_is_lost() {
    for line in LINES {
        let deployment = hostile(line);
        let current = deployment.folder().join("current");
        let current = [("CERTC_DIR", current.to_str().expect("UTF-8"))];
        let Some(ran) = merged(&deployment, line, &current) else { return };
        let merged: Value = serde_json::from_str(&ran.ok()).expect("JSON");
        let overlay = document(&deployment.read("compose/overlay.yaml"));
        let mut told = 0;
        for (name, service) in overlay["services"].as_object().expect("services") {
            told += arrives(line, name, service, &merged["services"][name]);
        }
        assert!(told > 30, "{line}: {told} values");
        let keycloak = &merged["services"]["keycloak"]["environment"];
        assert_eq!(keycloak["KC_HTTPS_TRUST_STORE_PASSWORD"], HOSTILE, "{line}");
        kept(line, &merged);
    }
}

/// What the overlay says of a service is so after the merge; how many variables that are.
fn arrives(line: &str, name: &str, said: &Value, merged: &Value) -> usize {
    let environment = said["environment"].as_object();
    for (variable, value) in environment.into_iter().flatten() {
        let value = value.as_str().expect("text").replace("$$", "$");
        assert_eq!(merged["environment"][variable], value, "{line} {name} {variable}");
    }
    let mounts = |of: &Value| -> Vec<(String, String)> {
        let all = of["volumes"].as_array().cloned().unwrap_or_default();
        let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
        all.iter().map(|it| (text(it, "type"), text(it, "target"))).collect()
    };
    for mount in mounts(said) {
        assert!(mounts(merged).contains(&mount), "{line} {name} {mount:?}");
    }
    if name != "certc-files" {
        let waits = &merged["depends_on"]["certc-files"]["condition"];
        assert_eq!(waits, "service_completed_successfully", "{line} {name}");
    }
    environment.map_or(0, serde_json::Map::len)
}

/// Variables, ports and volumes of the line's own file are still there.
fn kept(line: &str, merged: &Value) {
    let cases = format!("{}/cases/compose/{line}.yaml", env!("CARGO_MANIFEST_DIR"));
    let own = document(&fs::read_to_string(cases).expect("a file of the case"));
    for (name, service) in own["services"].as_object().expect("services") {
        let after = &merged["services"][name];
        let environment = &service["environment"];
        let list = environment.as_array().into_iter().flatten().filter_map(Value::as_str);
        let list = list.filter_map(|it| it.split('=').next());
        let map = environment.as_object().into_iter().flat_map(|it| it.keys().map(String::as_str));
        for it in list.chain(map) {
            assert!(after["environment"].get(it).is_some(), "{line} {name} lost {it}");
        }
        for key in ["ports", "volumes", "networks"] {
            let count = |of: &Value| {
                let list = of[key].as_array().map(Vec::len);
                list.or_else(|| of[key].as_object().map(serde_json::Map::len)).unwrap_or_default()
            };
            assert!(count(after) >= count(service), "{line} {name} lost {key}");
        }
    }
}

#[test]
fn a_forgotten_folder_and_a_changed_file_are_said() {
    let deployment = hostile("8.8");
    let Some(ran) = merged(&deployment, "8.8", &[]) else { return };
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("CERTC_DIR"), "{}", ran.err);
    assert!(ran.err.contains("must be the folder that certc made"), "{}", ran.err);
    let file = deployment.root().join("camunda/docker-compose.yaml");
    let text =
        fs::read_to_string(&file).expect("a file").replace("  connectors:", "  my-connectors:");
    fs::write(&file, text).expect("a file");
    let mut judge = Command::new(JUDGE.as_ref().expect("it was just run"));
    judge.arg("docker-compose.yaml").arg(deployment.current("compose/overlay.yaml"));
    let current = deployment.folder().join("current");
    judge.current_dir(file.parent().expect("a folder")).env_clear().env("CERTC_DIR", current);
    let ran = run(&mut judge, "");
    assert!(ran.code == Some(1) && ran.err.contains("connectors"), "{}", ran.err);
}
