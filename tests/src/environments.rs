//! One spec, two environments: each has a folder of its own, and `check` looks at both.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::deployment::files;
use crate::tool::{CERTC, Ran, run};

/// Runs certc on the example beside the folder that it writes to.
fn certc(folder: &Path, arguments: &[&str]) -> Ran {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/environments.kdl");
    let (command, rest) = arguments.split_first().expect("a command");
    let mut certc = Command::new(&*CERTC);
    certc.arg(command).arg(spec).args(rest).env("OPERATE_PASSWORD", "a good password");
    run(certc.current_dir(folder), "")
}

#[test]
fn each_environment_is_a_deployment_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    for environment in ["dev", "prod"] {
        certc(folder, &["compile", "--environment", environment]).ok();
        let own = folder.join("out/camunda").join(environment);
        let manifest = fs::read_to_string(own.join("current/manifest.json")).expect("a manifest");
        assert!(manifest.contains(&format!("\"environment\": \"{environment}\"")), "{manifest}");
        assert!(own.join("authorities/root/private-key.pem").is_file());
        let is_there = own.join("current/pki/optimize").is_dir();
        assert_eq!(is_there, environment == "prod", "{environment}: what only prod adds");
    }
    let subject = |environment: &str| {
        let dn = certc(folder, &["dn", "--environment", environment]).ok();
        let operate =
            dn.split("operate\n").nth(1).expect("operate").lines().next().map(str::to_owned);
        operate.expect("a subject")
    };
    assert!(!subject("dev").contains("OU="), "{}", subject("dev"));
    assert!(subject("prod").contains("OU=Operations"), "{}", subject("prod"));
    let before = files(&folder.join("out"));
    certc(folder, &["compile", "--environment", "dev"]).ok();
    assert_eq!(files(&folder.join("out")), before, "a second run writes nothing");
}

#[test]
fn only_check_needs_no_environment() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(certc(folder.path(), &["check"]).code, Some(0));
    for command in ["compile", "plan", "dn", "graph"] {
        let ran = certc(folder.path(), &[command]);
        assert_eq!(ran.code, Some(1), "{command}: {}", ran.said());
        for it in ["environment-missing", "`--environment dev`"] {
            assert!(ran.err.contains(it), "{command}: {}", ran.err);
        }
        let ran = certc(folder.path(), &[command, "--environment", "prd"]);
        assert!(ran.err.contains("`--environment prod`"), "{command}: {}", ran.err);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
