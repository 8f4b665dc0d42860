//! What a spec is in an environment.

use certc_diagnostic::Diagnostic;
use certc_graph::{LeafId, Origin};

use super::{PLAIN, graph, resolve};

/// Checks what is said of the plain spec with these lines: rule and message.
fn check(lines: &str, expected: &[&str]) {
    let (_, said) = resolve(&format!("{PLAIN}{lines}"));
    let shown = |it: &Diagnostic| format!("{}: {}", it.rule, it.message);
    assert_eq!(said.iter().map(shown).collect::<Vec<_>>(), expected, "{lines}");
}

#[test]
fn an_environment_changes_what_it_names() {
    let lines =
        "component operate { subject { organizational-unit A; title T }; san { dns \"a\" } }
        environment dev {
            defaults { leaf { validity days=30 }; subject { organization X } }
            component operate { subject { organizational-unit #null }; san { dns \"b\" } }
            adds { component tasklist }
        }";
    let graph = graph(lines);
    assert_eq!(graph.deployment.as_ref().unwrap().environment.as_deref(), Some("dev"));
    assert!(graph.processes.contains_key("tasklist"));
    let leaf = graph.leaf(&LeafId("operate".into()));
    assert!(leaf.subject.java.0.ends_with("CN=operate, T=T, O=X"), "{}", leaf.subject.java.0);
    let names: Vec<_> = leaf.names.iter().map(|it| format!("{:?}", it.value)).collect();
    assert!(
        names.iter().any(|it| it.contains("\"a\"")) && names.iter().any(|it| it.contains("\"b\""))
    );
    assert_eq!(leaf.days.value, 30);
}

#[test]
fn what_an_environment_took_the_place_of_is_known() {
    let lines = "component operate { subject { title A } }
        environment dev { component operate { subject { title B } } }";
    let (graph, text) = (graph(lines), format!("{PLAIN}{lines}"));
    let leaf = graph.leaf(&LeafId("operate".into()));
    let title = leaf.subject.attributes.iter().find(|it| it.value.value() == "B").unwrap();
    let Origin::Written(before) = &title.overrode[0] else { panic!("{title:?}") };
    assert_eq!(&text[before.start..before.end], "title A");
}

#[test]
fn a_slip_in_an_environment_is_no_new_thing() {
    check(
        "component operate\nenvironment dev { component operat { kind operate } }",
        &[
            "unknown-change: environment `dev` changes component `operat`, which the spec does not have",
        ],
    );
    check(
        "component operate\nenvironment dev { adds { component operate } }",
        &["duplicate-name: `operate` is the name of two things"],
    );
    check(
        "component operate { key rsa 4096 }\nenvironment dev { component operate { key rsa 4096 } }",
        &["useless-change: environment `dev` says what is so without it"],
    );
    check(
        "component operate\nenvironment Dev { }",
        &[
            "unusable-name: `Dev` cannot be a name: it has other characters than lower-case letters, digits, `-`, `_` and `.`",
        ],
    );
    check(
        "component operate\nenvironment dev\nenvironment dev",
        &["duplicate-name: `dev` is the name of two environments"],
    );
}

#[test]
fn a_platform_is_replaced_whole() {
    let lines = "component operate\nenvironment prod {
        deployment camunda { platform kubernetes { namespace a; release b } } }";
    let kubernetes = graph(lines).deployment.unwrap().kubernetes.unwrap();
    assert_eq!(kubernetes.namespace.value, "a");
}

/// The Java spelling of a subject in the environment of these lines.
fn subject(lines: &str, of: &str) -> String {
    graph(lines).leaf(&LeafId(of.into())).subject.java.0.clone()
}

#[test]
fn a_change_reaches_what_it_names_and_nothing_else() {
    let own = "component operate { subject { organizational-unit A; organizational-unit B } }";
    let dev = |it: &str| format!("{own}\nenvironment dev {{ component operate {{ {it} }} }}");
    let ou = |it: &str| subject(&dev(&format!("subject {{ {it} }}")), "operate");
    assert_eq!(ou("organizational-unit A"), "CN=operate, OU=A");
    assert_eq!(ou("organizational-unit B; organizational-unit A"), "CN=operate, OU=A, OU=B");
    assert_eq!(ou("title T"), "CN=operate, T=T, OU=B, OU=A");
    assert_eq!(subject(&dev("subject { }"), "operate"), "CN=operate, OU=B, OU=A");
    let oids = "component operate { subject { oid \"1.2.3.4\" X; oid \"2.5.4.97\" Y } }
        environment dev { component operate { subject { oid \"2.5.4.97\" Z } } }";
    assert_eq!(subject(oids, "operate"), "CN=operate, OID.2.5.4.97=Z, OID.1.2.3.4=X");
    let names = "component operate { san { dns \"a\" } }
        environment dev { component operate { san { } } }";
    let graph = graph(names);
    let names = &graph.leaf(&LeafId("operate".into())).names;
    assert!(names.iter().any(|it| format!("{:?}", it.value).contains("\"a\"")), "{names:?}");
}

#[test]
fn what_is_served_adds_up_to_what_the_environment_says() {
    let lines = "component zeebe { serves { rest } }
        environment dev { component zeebe { serves { rest; grpc } } }";
    check(lines, &["useless-change: environment `dev` says what is so without it"]);
    let lines = lines.replace("{ rest; grpc }", "{ grpc }");
    assert_eq!(graph(&lines).processes["zeebe"].serves.len(), 2);
}

#[test]
fn the_order_of_an_environment_never_matters() {
    for lines in [
        "environment dev { component tasklist { key rsa 4096 }\nadds { component tasklist } }",
        "environment dev { adds { component tasklist }\ncomponent tasklist { key rsa 4096 } }",
    ] {
        let graph = graph(&format!("component operate\n{lines}"));
        assert_eq!(graph.leaf(&LeafId("tasklist".into())).key.value.words(), "rsa 4096");
    }
}

#[test]
fn an_environment_is_a_folder_beside_nothing_of_certc() {
    check(
        "component operate\nenvironment generations",
        &["unusable-name: `generations` cannot be a name: certc's own folder has it"],
    );
}
