//! `check --fix`: what it changes, and what it leaves alone.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::deployment::{Deployment, files};
use crate::tool::{CERTC, run};

/// As somebody writes it who knows YAML; the language is missing.
const WRONG: &str = "// my deployment
deployment: small { camunda 8.7; platform compose } // as in YAML
authority: 'root'

identity-provider keycloak {
    version: \"26.3.3\" // a comment
}
component operate   // blanks stay
output files
";

const RIGHT: &str = "// my deployment
language 1
deployment small { camunda \"8.7\"; platform compose } // as in YAML
authority \"root\"

identity-provider keycloak {
    version \"26.3.3\" // a comment
}
component operate   // blanks stay
output files
";

/// Runs `check` with these arguments on a spec; checks the spec then, how it ended, and the end of what it said.
fn check(before: &str, arguments: &[&str], after: &str, code: i32, end: &str) -> String {
    let deployment = Deployment::with(before);
    let all: Vec<_> = ["check", "spec.kdl"].iter().chain(arguments).copied().collect();
    let ran = run(&mut deployment.command(&all), "");
    assert_eq!(deployment.text(), after, "{ran:?}");
    assert_eq!(ran.code, Some(code), "{ran:?}");
    assert!(ran.err.ends_with(end), "{}", ran.err);
    assert_eq!(files(deployment.root()).len(), 1, "something is left");
    ran.out
}

#[test]
fn all_that_is_certain_is_fixed_and_the_rest_stays() {
    check(WRONG, &["--fix"], RIGHT, 0, "spec.kdl: 6 fixed\nspec.kdl: no errors\n");
    check(RIGHT, &["--fix"], RIGHT, 0, "spec.kdl: 0 fixed\nspec.kdl: no errors\n");
    let crlf = |it: &str| it.replace('\n', "\r\n");
    check(&crlf(WRONG), &["--fix"], &crlf(RIGHT), 0, "spec.kdl: no errors\n");
    let flag = |it: &str| RIGHT.replace("operate ", &format!("operate {{ validity days={it} }}"));
    let end = "1 has an unsafe fix: certc check --fix --unsafe spec.kdl\n";
    check(&flag("true"), &["--fix"], &flag("true"), 1, end);
}

#[test]
fn a_guess_is_made_where_it_is_asked_for() {
    let before = RIGHT.replace("component", "componet").replace("operate ", "operat ");
    let unsafe_ = ["--fix", "--unsafe"];
    let end = "2 have an unsafe fix: certc check --fix --unsafe spec.kdl\n";
    check(&before, &["--fix"], &before, 1, end);
    check(&before, &unsafe_, RIGHT, 0, "spec.kdl: 2 fixed\nspec.kdl: no errors\n");
    check(&before, &["--unsafe"], &before, 2, "'--help'.\n");
}

#[test]
fn what_one_environment_needs_stays() {
    let allow = "version \"21.1.1\"; managed-by you; allow vulnerable-keycloak reason=\"x\"";
    let new = "{ identity-provider keycloak { version \"26.3.3\" } }";
    let before = RIGHT.replace("version \"26.3.3\"", allow);
    let before = format!("{before}environment dev {new}\nenvironment prod\n");
    check(&before, &["--fix", "--unsafe"], &before, 0, "0 fixed\nspec.kdl: no errors\n");
    let before = before.replace("\nenvironment prod", " ");
    let after = before.replace("; allow vulnerable-keycloak reason=\"x\"", "; ");
    check(&before, &["--fix"], &after, 0, "1 fixed\nspec.kdl: no errors\n");
}

#[test]
fn a_diff_writes_nothing() {
    let out = check(WRONG, &["--diff"], WRONG, 1, "spec.kdl: 6 would be fixed\n");
    assert!(
        out.starts_with("--- spec.kdl\n+++ spec.kdl\n@@ -1,9 +1,10 @@\n // my deployment\n"),
        "{out}"
    );
    assert!(out.contains("\n+language 1\n"), "{out}");
    assert!(out.contains("\n-    version: \"26.3.3\" // a comment\n+    version \"26"), "{out}");
    assert_eq!(check(WRONG, &["--fix", "--diff"], WRONG, 1, " fixed\n"), out);
    assert!(check(RIGHT, &["--diff"], RIGHT, 0, "spec.kdl: 0 would be fixed\n").is_empty());
    let secret = RIGHT
        .replace("component operate", "component: operate { keystore { password \"hunter2\" } }");
    let out = check(&secret, &["--diff"], &secret, 1, "spec.kdl: 1 error would be left\n");
    assert!(out.contains("password *********") && !out.contains("hunter2"), "{out}");
}

/// Mode and link stay, and an included file is fixed where it lies.
#[test]
fn a_file_stays_what_it_is() {
    let deployment = Deployment::with("include \"b/link.kdl\"\n");
    let (root, b) = (deployment.root(), deployment.root().join("b"));
    fs::create_dir(&b).unwrap();
    fs::write(root.join("real.kdl"), WRONG).unwrap();
    fs::set_permissions(root.join("real.kdl"), fs::Permissions::from_mode(0o604)).unwrap();
    symlink("../real.kdl", b.join("link.kdl")).unwrap();
    run(&mut deployment.command(&["check", "--fix", "spec.kdl"]), "").ok();
    let after = files(root);
    assert_eq!(deployment.text(), "language 1\ninclude \"b/link.kdl\"\n");
    assert_eq!(after["real.kdl"].bytes, RIGHT.replace("language 1\n", "").as_bytes());
    assert_eq!(after["real.kdl"].mode, 0o604);
    assert_eq!(after["b/link.kdl"].bytes, b"../real.kdl");
}

/// Root may write everywhere, so nobody tries, with a program that is within reach.
#[test]
fn what_is_not_ours_to_write_stays() {
    let deployment = Deployment::with(WRONG);
    let program = deployment.root().join("certc");
    fs::copy(&*CERTC, &program).unwrap();
    let mode = |path: &Path, it| {
        fs::set_permissions(path, fs::Permissions::from_mode(it)).unwrap();
    };
    let check = |file, folder, said: &str| {
        let mut command = Command::new(&program);
        command.args(["check", "--fix", "spec.kdl"]).current_dir(deployment.root());
        if fs::metadata(deployment.root()).unwrap().uid() == 0 {
            command.uid(65534).gid(65534);
        }
        mode(deployment.spec(), file);
        mode(deployment.root(), folder);
        let ran = run(&mut command, "");
        mode(deployment.root(), 0o755);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert_eq!(ran.said(), format!("certc: spec.kdl: {said}permission denied\n"));
        assert_eq!(deployment.text(), WRONG);
    };
    check(0o444, 0o777, "");
    check(0o666, 0o555, "its folder cannot be written to: ");
}
