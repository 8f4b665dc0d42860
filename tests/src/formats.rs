//! What `check` prints: for people, for editors, for other programs.

use std::env;
use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::deployment::Deployment;
use crate::tool::{Ran, forbidden, run, tool};

/// A spec with mistakes of several kinds, one of them in a file that it includes.
fn wrong() -> Deployment {
    let main = "language 1
include \"more.kdl\"
deployment small { camunda \"8.7\"; platform compose }
authority root { subject { organization \"😀\"; locality: here } }
identity-provider keycloak { version \"26.3.3\" }
component operate { keystore { password \"hunter2\" } }
output files
";
    let deployment = Deployment::with(&main.replace('\n', "\r\n"));
    fs::write(deployment.root().join("more.kdl"), "component tasklist { issued-by rot }\n")
        .unwrap();
    deployment
}

const RIGHT: &str = "language 1
deployment small { camunda \"8.7\"; platform compose }
authority root
identity-provider keycloak { version \"26.3.3\" }
component operate
output files
";

/// Runs `check` where the spec is; no form of it may show the password.
fn check(of: &Deployment, arguments: &[&str]) -> Ran {
    let all: Vec<_> = ["check", "spec.kdl"].iter().chain(arguments).copied().collect();
    let ran = run(&mut of.command(&all), "");
    assert!(!ran.said().contains("hunter2"), "{arguments:?}: {ran:?}");
    ran
}

/// What is asked for goes to standard output, and what people read to standard error.
#[test]
fn each_form_goes_where_it_belongs() {
    let (wrong, right) = (wrong(), Deployment::with(RIGHT));
    for (format, shown, nothing) in [
        (
            "short",
            "spec.kdl:4:46: error[unusual-syntax]: a name has no colon behind it; remove the `:`\n",
            "",
        ),
        ("json", "\"path\": \"more.kdl\"", "\"findings\": []"),
        ("sarif", "\"uri\": \"more.kdl\"", "\"results\": []"),
        (
            "github",
            "::error file=more.kdl,line=1,endLine=1,col=32,endColumn=35,title=unknown-reference::",
            "",
        ),
    ] {
        let ran = check(&wrong, &["--format", format]);
        assert!(ran.code == Some(1) && ran.err.is_empty(), "{format}: {ran:?}");
        assert!(ran.out.contains(shown), "{format}: {}", ran.out);
        let ran = right.certc("check", &["--format", format]);
        assert!(ran.code == Some(0) && ran.err.is_empty(), "{format}: {ran:?}");
        assert!(ran.out.contains(nothing), "{format}: {}", ran.out);
        assert!(!nothing.is_empty() || ran.out.is_empty(), "{format}: {}", ran.out);
    }
    let ran = check(&wrong, &[]);
    assert!(ran.code == Some(1) && ran.out.is_empty(), "{ran:?}");
    let end = "spec.kdl: 3 errors; 1 has a safe fix: certc check --fix spec.kdl\n";
    assert!(ran.err.ends_with(end), "{}", ran.err);
    let ran = right.certc("check", &[]);
    let said = format!("{}: no errors\n", right.spec().display());
    assert_eq!((ran.code, ran.out, ran.err), (Some(0), String::new(), said));
}

/// A terminal of sixty columns, without colours, that knows no letters but ASCII's.
#[test]
fn a_plain_terminal_shows_all() {
    let of = wrong();
    fs::write(of.root().join("plain.kdl"), "language 1\ninclude \"more.kdl\"\nauthority: root\n")
        .unwrap();
    let plain = |name: &str, value: &str| {
        let mut command = of.command(&["check", "plain.kdl"]);
        command.env("COLUMNS", "60").env_remove("LC_ALL").env("LC_CTYPE", "").env(name, value);
        run(&mut command, "").err
    };
    let said = plain("LANG", "C");
    assert!(said.is_ascii() && !said.contains('\u{1b}'), "{said}");
    assert!(said.lines().all(|it| it.len() <= 60), "{said}");
    let expected = "unusual-syntax

  x a name has no colon behind it
   ,-[plain.kdl:3:1]
 2 | include \"more.kdl\"
 3 | authority: root
   : ^^^^^|^^^^
   :      `-- as in YAML
   `----
  fix: remove the `:`
       - authority: root
       + authority root
";
    assert!(said.contains(expected), "{said}");
    let end = "; 1 has a safe fix:\n  certc check --fix plain.kdl\n";
    assert!(said.ends_with(end), "{said}");
    assert!(plain("LANG", "de_DE.UTF-8").contains('╰'));
    assert!(!plain("LC_ALL", "POSIX").contains('╰'));
}

/// Two specs that include one file are one document, and what is in that file is said once.
#[test]
fn many_specs_are_one_document() {
    let of = wrong();
    fs::write(of.root().join("more.kdl"), "component: tasklist\n").unwrap();
    fs::write(of.root().join("other.kdl"), "language 1\ninclude \"more.kdl\"\n").unwrap();
    let ran = check(&of, &["other.kdl", "--format", "json"]);
    let said = check(&of, &["other.kdl"]).err;
    assert!(said.ends_with("\n2 of 2 specs have errors\n"), "{said}");
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let findings = document["findings"].as_array().unwrap();
    assert_eq!(document["errors"].as_u64(), u64::try_from(findings.len()).ok(), "{}", ran.out);
    let colons = findings.iter().filter(|it| it["rule"] == "unusual-syntax");
    let paths: Vec<_> = colons.map(|it| &it["labels"][0]["path"]).collect();
    assert_eq!(paths, ["spec.kdl", "more.kdl"], "{}", ran.out);
}

/// What GitHub and others need of SARIF; then the schema of OASIS judges, where somebody has it.
#[test]
fn sarif_is_sarif() {
    let out = check(&wrong(), &["--format", "sarif"]).out;
    let log: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run_of_it = &log["runs"][0];
    assert_eq!(run_of_it["columnKind"], "unicodeCodePoints");
    let rules = run_of_it["tool"]["driver"]["rules"].as_array().unwrap();
    for it in run_of_it["results"].as_array().unwrap() {
        let index = usize::try_from(it["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], it["ruleId"]);
        assert!(rules[index]["help"]["markdown"].is_string(), "{it}");
        assert!(it["partialFingerprints"]["certc/v1"].is_string(), "{it}");
        let place = &it["locations"][0]["physicalLocation"];
        assert!(!place["artifactLocation"]["uri"].as_str().unwrap().starts_with('/'), "{it}");
        assert!(place["region"]["startLine"].as_u64() > Some(0), "{it}");
    }
    let Some(schema) = env::var_os("CERTC_SARIF_SCHEMA") else {
        return forbidden("sarif schema", "CERTC_SARIF_SCHEMA names no file");
    };
    let Some(judge) = tool("check-jsonschema") else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("certc.sarif");
    fs::write(&path, out).unwrap();
    let mut command = Command::new(judge);
    command.arg("--schemafile").arg(schema).arg(path);
    run(&mut command, "").ok();
}
