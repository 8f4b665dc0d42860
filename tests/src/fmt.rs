//! `certc fmt` on files.

use std::fs;

use crate::deployment::{Deployment, files};
use crate::tool::{Ran, run};

const TIDY: &str = "a { b; c }\n";
const UNTIDY: &str = "a{b;c}";
const BROKEN: &str = "a {";

/// Runs `certc fmt` where `tidy.kdl`, `untidy.kdl` and `broken.kdl` lie; checks how it ends, what it prints and what
/// becomes of `untidy.kdl`.
fn check(arguments: &[&str], input: &str, code: i32, out: &str, untidy: &str) -> Ran {
    let deployment = Deployment::with(TIDY);
    let at = |it: &str| deployment.root().join(it);
    for (name, text) in [("tidy.kdl", TIDY), ("untidy.kdl", UNTIDY), ("broken.kdl", BROKEN)] {
        fs::write(at(name), text).expect("a file");
    }
    let names: Vec<_> = files(deployment.root()).into_keys().collect();
    let arguments: Vec<_> = ["fmt"].iter().chain(arguments).copied().collect();
    let ran = run(&mut deployment.command(&arguments), input);
    assert_eq!((ran.code, ran.out.as_str()), (Some(code), out), "{arguments:?}: {ran:?}");
    for (name, text) in [("tidy.kdl", TIDY), ("untidy.kdl", untidy), ("broken.kdl", BROKEN)] {
        assert_eq!(fs::read_to_string(at(name)).expect("a file"), text, "{arguments:?}: {name}");
    }
    assert_eq!(files(deployment.root()).into_keys().collect::<Vec<_>>(), names, "{arguments:?}");
    ran
}

#[test]
fn each_file_is_formatted_and_a_broken_one_stays() {
    let ran = check(&["tidy.kdl", "untidy.kdl"], "", 0, "", TIDY);
    assert_eq!(ran.err, "formatted untidy.kdl\n");
    let ran = check(&["broken.kdl", "absent.kdl", "untidy.kdl"], "", 1, "", TIDY);
    assert!(ran.err.contains("broken.kdl:1:") && ran.err.contains("absent.kdl"), "{ran:?}");
}

#[test]
fn a_check_writes_nothing() {
    check(&["--check", "tidy.kdl"], "", 0, "", UNTIDY);
    check(&["--check", "tidy.kdl", "untidy.kdl"], "", 1, "untidy.kdl\n", UNTIDY);
    check(&["--check", "broken.kdl"], "", 1, "", UNTIDY);
    check(&["--check", "-"], UNTIDY, 1, "-\n", UNTIDY);
}

#[test]
fn a_dash_is_standard_input() {
    check(&["-"], UNTIDY, 0, TIDY, UNTIDY);
    check(&["-"], BROKEN, 1, "", UNTIDY);
}
