//! KDL's own suite, as the `kdl` crate brings it: certc accepts what it accepts, and refuses what it refuses.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use certc_diagnostic::{Source, SourceId};
use serde_json::Value;

use crate::tool::run;

/// What KDL allows and a spec does not: characters that a terminal obeys.
const STRICTER: [&str; 0] = [];
/// The rules that refuse what is KDL, but not what its author means.
const OF_THE_LANGUAGE: [&str; 2] = ["type-annotation", "unusual-syntax"];

#[test]
fn the_verdict_is_that_of_kdl_itself() {
    let folder = suite();
    let inputs =
        fs::read_dir(folder.join("input")).expect("the suite").map(|it| it.expect("an entry"));
    let inputs: Vec<_> = inputs.map(|it| it.file_name().into_string().expect("UTF-8")).collect();
    assert!(inputs.len() >= 300, "{} files", inputs.len());
    let differs = |name: &&String| {
        let is_valid = folder.join("expected_kdl").join(name).is_file();
        is_accepted(&folder.join("input").join(name)) != is_valid
    };
    let different: Vec<_> = inputs.iter().filter(differs).collect();
    assert_eq!(different, Vec::from(STRICTER.map(str::to_owned)).iter().collect::<Vec<_>>());
}

fn is_accepted(path: &Path) -> bool {
    let Ok(text) = fs::read_to_string(path) else { return false };
    let source = Source { id: SourceId(0), path: "suite.kdl".into(), text };
    let (_, said) = certc_parse::parse(&source);
    said.iter().all(|it| OF_THE_LANGUAGE.contains(&&*it.rule))
}

/// Cargo knows where it keeps the crate.
fn suite() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    let metadata = run(cargo.args(["metadata", "--format-version", "1", "--locked"]), "").ok();
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let kdl = packages.iter().find(|it| it["name"] == "kdl").expect("the kdl crate");
    let manifest = Path::new(kdl["manifest_path"].as_str().expect("a path"));
    manifest.with_file_name("tests").join("test_cases")
}
