//! kustomize builds the Secrets: their values are the files, and no reader sees another's.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::deployment::Deployment;
use crate::lines::{LINES, compiled};
use crate::tool::{run, tool};
use crate::yaml::documents;

#[test]
fn each_secret_holds_the_files_that_its_reader_reads() {
    let Some(kustomize) = tool("kustomize") else { return };
    for line in LINES {
        let deployment = compiled(line, "kubernetes", |it| it);
        let built = run(Command::new(&kustomize).arg("build").arg(deployment.current("")), "").ok();
        let secrets = documents(&built);
        assert!(
            secrets
                .iter()
                .all(|it| it["kind"] == "Secret" && it["metadata"]["namespace"] == "camunda")
        );
        let asked = asked(&deployment);
        assert_eq!(secrets.len(), asked.len(), "{line}");
        let mut values = 0;
        for secret in secrets {
            let name = secret["metadata"]["name"].as_str().expect("a name");
            values += holds(&deployment, line, &secret, &asked[name]);
        }
        assert!(values > 20, "{line}: {values} values");
    }
}

/// Every value of a Secret is its file, byte for byte; what its folder has and it does not hold, it does not need.
fn holds(
    deployment: &Deployment,
    line: &str,
    secret: &Value,
    asked: &BTreeMap<String, String>,
) -> usize {
    let data = secret["data"].as_object().expect("values");
    let keys: Vec<_> = data.keys().collect();
    assert_eq!(keys, asked.keys().collect::<Vec<_>>(), "{line} {}", secret["metadata"]["name"]);
    for (key, file) in asked {
        let encoded: String = data[key].as_str().expect("text").split_whitespace().collect();
        let bytes = &deployment.files()[file].bytes;
        assert!(decoded(&encoded) == *bytes, "{line} {file}");
    }
    data.len()
}

/// The keys and files of each Secret, as the kustomization names them.
fn asked(deployment: &Deployment) -> BTreeMap<String, BTreeMap<String, String>> {
    let file = crate::yaml::document(&deployment.read("kustomization.yaml"));
    let generators = file["secretGenerator"].as_array().expect("a list");
    let pair = |it: &Value| {
        let (key, file) = it.as_str()?.split_once('=')?;
        Some((key.to_owned(), file.to_owned()))
    };
    let secret = |it: &Value| {
        let files = it["files"].as_array().expect("files").iter().filter_map(pair).collect();
        (it["name"].as_str().expect("a name").to_owned(), files)
    };
    generators.iter().map(secret).collect()
}

/// RFC 4648.
fn decoded(text: &str) -> Vec<u8> {
    let value = |it: u8| match it {
        b'A'..=b'Z' => it - b'A',
        b'a'..=b'z' => it - b'a' + 26,
        b'0'..=b'9' => it - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = four.iter().fold(0_u32, |bits, it| bits << 6 | u32::from(value(*it)));
        let bits = bits << (6 * (4 - four.len()));
        bytes.extend(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}

/// A Secret holds what the values read of it, and nothing else: as files, as variables, or by name and key.
#[test]
fn a_secret_holds_what_its_reader_reads() {
    for line in LINES {
        let deployment = compiled(line, "kubernetes", |it| it);
        let values = crate::yaml::document(&deployment.read("helm/values-certc.yaml"));
        let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        named(&values, &mut read);
        for (secret, files) in asked(&deployment) {
            // A Keycloak of the user's and workers are told by env files, not by values.
            let Some(read) = read.get(&secret) else { continue };
            assert_eq!(&files.into_keys().collect::<BTreeSet<_>>(), read, "{line} {secret}");
        }
        assert!(read.len() >= 5, "{line}: {read:?}");
    }
}

/// The Secrets that values name, with the keys that they read.
fn named(values: &Value, read: &mut BTreeMap<String, BTreeSet<String>>) {
    let text = |of: &Value, key: &str| of[key].as_str().map(str::to_owned);
    let mut add = |secret: Option<String>, keys: Vec<String>| {
        if let Some(it) = secret {
            read.entry(it).or_default().extend(keys);
        }
    };
    let items = values["items"].as_array().into_iter().flatten().filter_map(|it| text(it, "key"));
    add(text(values, "secretName"), items.collect());
    add(
        text(&values["secretKeyRef"], "name"),
        text(&values["secretKeyRef"], "key").into_iter().collect(),
    );
    let is_pem = values["usePem"] == true;
    let pem = is_pem.then(|| ["tls.crt", "tls.key"].map(str::to_owned)).into_iter().flatten();
    add(
        text(values, "existingSecret"),
        text(values, "existingSecretKey").into_iter().chain(pem).collect(),
    );
    for it in values.as_object().into_iter().flat_map(|it| it.values()) {
        named(it, read);
    }
    for it in values.as_array().into_iter().flatten() {
        named(it, read);
    }
}

/// A private key, or a store that has one, is in its holder's Secret and in no other; the authority's is in none.
#[test]
fn no_secret_holds_the_key_of_another() {
    for line in LINES {
        let deployment = compiled(line, "kubernetes", |it| it);
        for (secret, files) in asked(&deployment) {
            for file in
                files.values().filter(|it| it.contains("private-key") || it.contains("keystore"))
            {
                let holder = secret.strip_prefix("certc-").expect("a reader's");
                assert!(file.starts_with(&format!("pki/{holder}/")), "{line} {secret}: {file}");
            }
        }
    }
}
