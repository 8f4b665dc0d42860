//! KDL's own suite, as the `kdl` crate brings it: certc accepts what it accepts, refuses what it refuses, and formats it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use certc_diagnostic::{Source, SourceId};
use kdl::KdlDocument;
use serde_json::Value;

use crate::tool::run;

/// Newlines that a terminal obeys: KDL has them, a spec has not.
const STRICTER: [&str; 2] = ["only_cr.kdl", "vertical_tab_whitespace.kdl"];
/// The rules that refuse what is KDL, but has no meaning in a spec.
const OF_THE_LANGUAGE: [&str; 3] = ["said-twice", "type-annotation", "unusual-syntax"];

#[test]
fn the_verdict_is_that_of_kdl_itself() {
    let differs = |it: &(PathBuf, String)| is_accepted(&it.1) != is_valid(&it.0, &it.1);
    let different: Vec<_> = texts().into_iter().filter(differs).collect();
    assert!(different.is_empty(), "{different:#?}");
}

/// Its files that are text, and what stands in them.
fn texts() -> Vec<(PathBuf, String)> {
    let files = fs::read_dir(suite()).expect("the suite").map(|it| it.expect("an entry").path());
    let texts = files.filter_map(|it| Some((it.clone(), fs::read_to_string(it).ok()?)));
    let texts: Vec<_> =
        texts.filter(|it| !STRICTER.iter().any(|name| it.0.ends_with(name))).collect();
    assert!(texts.len() >= 300, "{} files", texts.len());
    texts
}

/// What is wrong has a name that says so; some of it `kdl` takes all the same.
fn is_valid(path: &Path, text: &str) -> bool {
    let is_wrong = path.to_string_lossy().ends_with("_fail.kdl");
    !is_wrong && KdlDocument::parse_v2(text).is_ok()
}

fn is_accepted(text: &str) -> bool {
    let (_, said) = certc_parse::parse(&source(text));
    said.iter().all(|it| OF_THE_LANGUAGE.contains(&&*it.rule))
}

fn source(text: &str) -> Source {
    Source { id: SourceId(0), path: "suite.kdl".into(), text: text.to_owned() }
}

#[test]
fn a_formatted_file_says_what_it_said() {
    let formatted = texts().into_iter();
    let formatted =
        formatted.filter_map(|it| Some((certc_parse::format(&source(&it.1)).ok()?, it.1)));
    let formatted: Vec<_> = formatted.collect();
    assert!(formatted.len() >= 220, "{} files", formatted.len());
    for (formatted, text) in formatted {
        assert_eq!(said(&formatted), said(&text), "{text}");
        assert_eq!(letters(&formatted), letters(&text), "{text}");
        assert_eq!(certc_parse::format(&source(&formatted)), Ok(formatted), "{text}");
    }
}

/// What a text says to `kdl`.
fn said(text: &str) -> String {
    let mut document = KdlDocument::parse_v2(text).expect("KDL");
    document.clear_format_recursive();
    document.to_string()
}

/// Everything but white space and what stands for it.
fn letters(text: &str) -> String {
    let is_space = |it: char| it.is_whitespace() || matches!(it, ';' | '\\' | '\u{feff}');
    text.replace(is_space, "")
}

/// Cargo knows where it keeps the crate.
fn suite() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    let metadata = run(cargo.args(["metadata", "--format-version", "1", "--locked"]), "").ok();
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let kdl = packages.iter().find(|it| it["name"] == "kdl").expect("the kdl crate");
    let manifest = Path::new(kdl["manifest_path"].as_str().expect("a path"));
    manifest.with_file_name("tests").join("test_cases").join("input")
}
