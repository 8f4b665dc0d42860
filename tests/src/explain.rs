//! Where a value comes from.

use std::fs;
use std::process::Command;

use crate::tool::{CERTC, Ran, run};

const SPEC: &str = r#"language 1
deployment camunda { camunda "8.7"; platform compose }
defaults { subject { country DE; title "of all" } }
authority root
identity-provider keycloak { version "26.3.3" }
component operate { subject { title "of its own" }; keystore { password env="SECRET" } }
output files
environment prod { component operate { subject { title "of prod" } } }
"#;

fn explain(arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.kdl"), SPEC).expect("a spec");
    let mut certc = Command::new(&*CERTC);
    run(certc.arg("explain").args(arguments).current_dir(folder.path()), "")
}

fn check(path: &str, expected: &str) {
    let said = explain(&["a.kdl", path, "--environment", "prod"]).ok();
    assert_eq!(said, expected, "{path}");
}

#[test]
fn a_value_says_what_supplied_it() {
    check(
        "component.operate.subject.title",
        "component.operate.subject.title = of prod
    a.kdl:8:50: environment prod { component operate { subject { title \"of prod\" } } }
    instead of a.kdl:6:31: component operate { subject { title \"of its own\" }; keystore { password env=\"SECRET\" } }
    instead of a.kdl:3:34: defaults { subject { country DE; title \"of all\" } }
",
    );
    check("component.operate.validity", "component.operate.validity.days = 90\n    built in\n");
    check(
        "authority.root.subject.common-name",
        "authority.root.subject.common-name = camunda prod root
    follows from a.kdl:4:11: authority root
",
    );
    check(
        "component.operate.keystore",
        "component.operate.keystore.password = env=SECRET
    a.kdl:6:64: component operate { subject { title \"of its own\" }; keystore { password env=\"SECRET\" } }
",
    );
    let said = explain(&["a.kdl", "deployment.java", "--environment", "prod"]).ok();
    assert!(said.starts_with("deployment.java = 17\n    catalog: "), "{said}");
}

#[test]
fn a_slip_is_answered() {
    let ran = explain(&["a.kdl", "component.operat", "--environment", "prod"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("did you mean `component.operate`?"), "{}", ran.err);
    let ran = explain(&["a.kdl", "--environment", "prod"]);
    assert!(ran.ok().lines().count() > 20, "without a path, all values");
    let ran = explain(&["equal-subject"]);
    assert!(ran.err.contains("did you mean `equal-subjects`?"), "{}", ran.err);
}
