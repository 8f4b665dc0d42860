//! The chart takes the values: every one lands, nothing of the chart's own is lost, no name stands twice.
//!
//! The chart is in no registry. Where `CERTC_CHARTS` names a folder with `8.5` to `8.10`, each a chart with its
//! dependencies, and `base/8.5.yaml` and so on beside them, it is rendered; without one the keys are compared with those
//! that each line knows.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::deployment::Deployment;
use crate::lines::{LINES, compiled};
use crate::tool::{forbidden, run, said, tool};
use crate::yaml::{document, documents, leaves};

const VALUES: &str = "helm/values-certc.yaml";

/// Keys of the Keycloak chart below `identityKeycloak`, which each line takes as it is (charts/keycloak-24/values.yaml).
const OF_SUB_CHART: [&str; 4] = [
    "identityKeycloak.podAnnotations",
    "identityKeycloak.tls.enabled",
    "identityKeycloak.tls.existingSecret",
    "identityKeycloak.tls.usePem",
];

fn case(name: &str) -> Value {
    let path = format!("{}/cases/charts/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(&path).expect(&path)).expect("JSON")
}

#[test]
fn every_key_is_one_of_the_line() {
    for line in LINES {
        let deployment = compiled(line, "kubernetes", |it| it);
        let values = document(&deployment.read(VALUES));
        let keys = case(&format!("keys-{line}.json"));
        let unknown: Vec<_> = unknown(&values, &keys["keys"]);
        assert!(unknown.is_empty(), "{line}: {unknown:?}");
        let mut misspelt = values.clone();
        misspelt["conectors"] = misspelt["connectors"].take();
        assert!(
            !self::unknown(&misspelt, &keys["keys"]).is_empty(),
            "{line}: a misspelt key is seen"
        );
        own_names(line, &values);
    }
}

/// Paths that the line does not know, or knows as something else.
fn unknown(values: &Value, keys: &Value) -> Vec<String> {
    let is_known = |(path, value): &(&String, &Value)| {
        // A map without keys of its own, or a value that is not set, takes what it is given.
        let parent = path.rsplit_once('.').map(|it| it.0).unwrap_or_default();
        let is_open = matches!(keys[parent].as_str(), Some("map" | "null"))
            && !keys
                .as_object()
                .expect("keys")
                .keys()
                .any(|it| it.starts_with(&format!("{parent}.")));
        match keys[path.as_str()].as_str() {
            Some("string") => value.is_string(),
            Some("bool") => value.is_boolean(),
            Some("list") => value.is_array(),
            Some(_) => true,
            None => is_open || OF_SUB_CHART.contains(&path.as_str()),
        }
    };
    let leaves = leaves(values);
    let annotations = |it: &String| it.split_once(".podAnnotations").map(|it| it.0.to_owned());
    let unknown = leaves.iter().filter(|it| annotations(it.0).is_none()).filter(|it| !is_known(it));
    unknown.map(|it| it.0.clone()).collect()
}

/// No variable or volume has a name that the chart writes itself: Helm 4 refuses a name that stands twice.
fn own_names(line: &str, values: &Value) {
    let written = case("written.json");
    for (component, of) in values.as_object().expect("values") {
        let names = |key: &str| -> Vec<String> {
            let all = of[key].as_array().cloned().unwrap_or_default();
            all.iter().map(|it| it["name"].as_str().expect("a name").to_owned()).collect()
        };
        let taken = |what: &str| -> Vec<String> {
            let all = written[line][component][what].as_array().cloned().unwrap_or_default();
            all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let env: Vec<_> = names("env").into_iter().chain(names("extraEnvVars")).collect();
        let unique: BTreeSet<_> = env.iter().collect();
        assert_eq!(unique.len(), env.len(), "{line} {component}: a variable twice");
        for it in env {
            assert!(
                !taken("env").contains(&it),
                "{line} {component}: the chart writes {it} itself"
            );
        }
        let volumes = names("extraVolumes");
        let ours: Vec<_> = volumes.iter().filter(|it| *it == "certc").collect();
        assert!(volumes.is_empty() || ours.len() == 1, "{line} {component}: {volumes:?}");
        assert!(!taken("volumes").contains(&"certc".to_owned()), "{line} {component}");
    }
}

/// The folder of charts, where there is one, and the Helms that are at hand.
fn charts() -> Option<(PathBuf, Vec<PathBuf>)> {
    let Some(charts) = env::var_os("CERTC_CHARTS") else {
        forbidden(
            "charts",
            "CERTC_CHARTS names none: no registry has them; their keys are compared instead",
        );
        return None;
    };
    let helms = ["helm", "helm3"].into_iter().filter_map(tool).collect();
    Some((charts.into(), helms))
}

/// What a Helm makes of values.
fn rendered(
    helm: &Path,
    charts: &Path,
    line: &str,
    values: &[&Path],
) -> Result<Vec<Value>, String> {
    let mut command = Command::new(helm);
    command.args(["template", "camunda"]).arg(charts.join(line)).args(["-n", "camunda", "-f"]);
    command.arg(charts.join(format!("base/{line}.yaml")));
    for it in values {
        command.arg("-f").arg(it);
    }
    let ran = run(&mut command, "");
    if ran.code == Some(0) { Ok(documents(&ran.out)) } else { Err(ran.err) }
}

/// A Keycloak that the chart does not start.
const OF_OTHERS: &str = r#"identity-provider keycloak {
    version "26.7.3"
    managed-by you
    issuer "https://sso.example.com/login/realms/company"
"#;

fn with_provider(text: String, provider: &str) -> String {
    let Some((before, after)) = text.split_once("identity-provider keycloak {") else {
        return text;
    };
    let (_, after) = after.split_once("\n}").expect("the end of the block");
    if provider.is_empty() { text } else { format!("{before}{provider}}}{after}") }
}

/// The pods of a manifest, by the name of their workload.
fn pods(of: &[Value]) -> BTreeMap<String, Value> {
    let is_workload =
        |it: &&Value| matches!(it["kind"].as_str(), Some("Deployment" | "StatefulSet"));
    let pod = |it: &Value| {
        let name = it["metadata"]["name"].as_str().expect("a name").to_owned();
        (name, it["spec"]["template"].clone())
    };
    of.iter().filter(is_workload).map(pod).collect()
}

#[test]
fn every_value_lands_and_nothing_of_the_chart_is_lost() {
    let Some((charts, helms)) = charts() else { return };
    // The chart of 8.10 brings no Keycloak: there it is another's at any rate.
    let others = LINES.into_iter().filter(|it| *it != "8.10").map(|it| (it, OF_OTHERS));
    for (line, provider) in LINES.map(|it| (it, "")).into_iter().chain(others) {
        let deployment = compiled(line, "kubernetes", |it| with_provider(it, provider));
        let values = deployment.current(VALUES);
        let off = deployment.root().join("off.yaml");
        fs::write(&off, ELSEWHERE).expect("a file");
        let without: &[&Path] = if provider.is_empty() { &[] } else { &[&off] };
        for helm in &helms {
            let plain = match rendered(helm, &charts, line, without) {
                Ok(it) => it,
                Err(why) if why.contains("requires Helm") => continue,
                Err(why) => panic!("{line}: {why}"),
            };
            let ours = rendered(helm, &charts, line, &[&values])
                .unwrap_or_else(|it| panic!("{line}: {it}"));
            let landed = lands(line, &document(&deployment.read(VALUES)), &ours);
            nothing_lost(line, &plain, &ours);
            let new: Vec<_> = warnings(&ours).difference(&warnings(&plain)).cloned().collect();
            assert!(new.iter().all(|it| it.contains(OF_DATABASE)), "{line}: {new:?}");
            said(&format!("{line} by {}: {landed} values landed", helm.display()));
        }
        has_effect(&helms, &charts, line, &deployment);
    }
}

/// The user's own values where Keycloak is another's; without its address the charts up to 8.7 do not render.
const ELSEWHERE: &str = r#"
identityKeycloak: {enabled: false}
global: {identity: {keycloak: {url: {protocol: https, host: sso.example.com, port: "443"}}}}
"#;

/// The chart's word on a database without TLS, which is the user's.
const OF_DATABASE: &str = "global.elasticsearch.url.protocol is plaintext";

/// The lines in which the chart warns of values.
fn warnings(of: &[Value]) -> BTreeSet<String> {
    let is_it =
        |it: &&Value| it["metadata"]["name"].as_str().is_some_and(|it| it.ends_with("-warnings"));
    let text = of.iter().find(is_it).and_then(|it| it["data"]["warnings"].as_str());
    let lines = text.into_iter().flat_map(str::lines).map(str::trim);
    lines.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Every variable, volume, mount and annotation stands in its container or pod, unchanged and once. How many.
fn lands(line: &str, values: &Value, rendered: &[Value]) -> usize {
    let pods = pods(rendered);
    let mut landed = 0;
    let components = values.as_object().expect("values").iter();
    for (component, of) in components.filter(|it| *it.0 != "global" && it.1["enabled"] != false) {
        let written = &case("written.json")[line][component];
        let workload = written["workload"].as_str().expect("a workload");
        let pod = &pods[workload.split_once('/').expect("a kind").1];
        let containers = pod["spec"]["containers"].as_array().expect("containers");
        let container = containers.iter().find(|it| it["name"] == written["container"]);
        let container = container.unwrap_or_else(|| panic!("{line} {component}: no container"));
        for (list, into) in [
            ("env", &container["env"]),
            ("extraEnvVars", &container["env"]),
            ("extraVolumes", &pod["spec"]["volumes"]),
            ("extraVolumeMounts", &container["volumeMounts"]),
        ] {
            for it in of[list].as_array().into_iter().flatten() {
                let is_template = it["value"].as_str().is_some_and(|it| it.contains("{{"));
                let same =
                    |other: &&Value| *other == it || is_template && other["name"] == it["name"];
                let count = into.as_array().into_iter().flatten().filter(same).count();
                assert_eq!(count, 1, "{line} {component} {list}: {it}");
                landed += 1;
            }
        }
        for (name, value) in of["podAnnotations"].as_object().into_iter().flatten() {
            assert_eq!(pod["metadata"]["annotations"][name], *value, "{line} {component} {name}");
            landed += 1;
        }
    }
    landed
}

/// Every name of a container is there once, and those that were there without us still are.
fn nothing_lost(line: &str, plain: &[Value], ours: &[Value]) {
    let after = pods(ours);
    let names = |of: &Value, key: &str, what: &str| -> Vec<String> {
        let all = of[key].as_array().cloned().unwrap_or_default();
        all.iter().map(|it| it[what].as_str().unwrap_or_default().to_owned()).collect()
    };
    for (name, pod) in pods(plain) {
        let now = after.get(&name).unwrap_or_else(|| panic!("{line}: {name} is lost"));
        for list in ["containers", "initContainers"] {
            for container in pod["spec"][list].as_array().into_iter().flatten() {
                let all = now["spec"][list].as_array().expect("containers");
                let same = all.iter().find(|it| it["name"] == container["name"]).expect("the same");
                for (key, what) in [("env", "name"), ("volumeMounts", "mountPath")] {
                    let now = names(same, key, what);
                    let unique: BTreeSet<_> = now.iter().collect();
                    assert_eq!(unique.len(), now.len(), "{line} {name} {key}: a name twice");
                    for it in names(container, key, what) {
                        assert!(now.contains(&it), "{line} {name} {key}: lost {it}");
                    }
                }
            }
        }
        let now = names(&now["spec"], "volumes", "name");
        for it in names(&pod["spec"], "volumes", "name") {
            assert!(now.contains(&it), "{line} {name}: lost volume {it}");
        }
    }
}

/// Each value reaches the manifest: another value makes another one, or none.
fn has_effect(helms: &[PathBuf], charts: &Path, line: &str, deployment: &Deployment) {
    let Some(helm) = helms.first() else { return };
    let values = document(&deployment.read(VALUES));
    let whole =
        rendered(helm, charts, line, &[&deployment.current(VALUES)]).expect("it was rendered");
    let is_single =
        |(path, value): &(&String, &Value)| !path.contains("podAnnotations") && !value.is_array();
    for (path, value) in leaves(&values).iter().filter(is_single) {
        let mut other = values.clone();
        let place = other.pointer_mut(&format!("/{}", path.replace('.', "/"))).expect("a value");
        *place = match value.as_bool() {
            Some(it) => Value::Bool(!it),
            None => Value::String(format!("{}x", value.as_str().unwrap_or_default())),
        };
        let file = deployment.root().join("other.yaml");
        fs::write(&file, other.to_string()).expect("a file");
        let is_same = rendered(helm, charts, line, &[&file]).is_ok_and(|it| it == whole);
        assert!(!is_same, "{line}: {path} has no effect");
    }
}
