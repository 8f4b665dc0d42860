//! What `parse` and `lower` say of whole files.

use certc_diagnostic::rules::NOT_BUILT_YET;
use certc_diagnostic::{Diagnostic, Rule, Source, SourceId};
use certc_schema::{Node, Type};

use crate::rules::{RULES, TOO_MANY_WARNINGS};
use crate::{Document, Spec, lower, parse};

mod format;
mod hostile;
mod messages;
mod mutants;

static DIRECTORY: &[&Node] = &[&node("directory", &[Type::Text], &[])];
static MOUNT_PATH: &[&Node] = &[&node("mount-path", &[Type::Text], &[])];
static EMITTERS: [Node; 4] = [
    node("files", &[], DIRECTORY),
    node("env", &[], MOUNT_PATH),
    node("keycloak", &[], MOUNT_PATH),
    node("compose", &[], &[]),
];

const fn node(
    name: &'static str,
    arguments: &'static [Type],
    children: &'static [&'static Node],
) -> Node {
    Node { name, summary: "", arguments, properties: &[], children, repeats: false }
}

fn source(id: usize, text: &str) -> Source {
    let path = format!("{id}.kdl").into();
    Source { id: SourceId(u32::try_from(id).unwrap()), path, text: text.to_owned() }
}

/// Parses and lowers some files.
fn read(texts: &[&str]) -> (Vec<Document>, Spec, Vec<Diagnostic>) {
    let parsed = texts.iter().enumerate().map(|(id, it)| parse(&source(id, it)));
    let (documents, said): (Vec<_>, Vec<_>) = parsed.unzip();
    let mut said: Vec<_> = said.into_iter().flatten().collect();
    let (spec, more) = lower(&documents, &EMITTERS);
    said.extend(more);
    for (span, _) in said.iter().flat_map(|it| &it.labels) {
        let text = texts[span.source.0 as usize];
        assert!(text.get(span.start..span.end).is_some(), "{span:?} is not in {text:?}");
    }
    (documents, spec, said)
}

#[test]
fn every_shared_spec_is_in_the_language() {
    let seed = include_str!("../../../specs/shared/seed.kdl");
    let subjects = include_str!("../../../specs/shared/subjects.kdl");
    let check = |texts: &[&str], not_built| {
        let (documents, _, said) = read(texts);
        let places: Vec<_> = said.iter().map(|it| it.labels[0].0.start).collect();
        assert!(said.iter().all(|it| it.rule == NOT_BUILT_YET.name), "{said:#?}");
        assert_eq!(places.len(), not_built, "{said:#?}");
        assert_eq!(documents[0].includes.len(), texts.len() - 1);
    };
    check(&[include_str!("../../../specs/quickstart.kdl")], 0);
    check(&[include_str!("../../../specs/camunda-8.7.kdl")], 0);
    check(&[include_str!("../../../specs/own-authority.kdl")], 0);
    check(&[include_str!("../../../specs/camunda-8.8.kdl")], 0);
    check(&[include_str!("../../../specs/two-connectors.kdl")], 0);
    check(&[include_str!("../../../specs/external-authority.kdl")], 1);
    check(&[include_str!("../../../specs/gateway-tls.kdl")], 0);
    check(&[include_str!("../../../specs/byo-entra.kdl")], 0);
    check(&[include_str!("../../../specs/byo-oidc.kdl")], 0);
    check(&[include_str!("../../../specs/keycloak-of-others.kdl")], 0);
    check(&[include_str!("../../../specs/environments.kdl"), subjects], 0);
    check(&[include_str!("../../../specs/seed-option-1.kdl"), seed], 0);
    check(&[include_str!("../../../specs/seed-option-1-refused.kdl"), seed], 0);
    check(&[include_str!("../../../specs/seed-option-2.kdl"), seed], 0);
}

#[test]
fn every_page_is_true() {
    // Warnings are counted when every stage has spoken; the test of all pages runs that one.
    let of_later_stages = |it: &&&Rule| it.name == TOO_MANY_WARNINGS.name;
    for rule in RULES.iter().chain([&&NOT_BUILT_YET]).filter(|it| !of_later_stages(it)) {
        let wrong = example(rule, "Wrong");
        let marked = wrong.lines().position(|it| it.contains("// error"));
        let (_, _, said) = read(&[wrong]);
        let refused = |it: &Diagnostic| {
            let line = wrong[..it.labels[0].0.start].matches('\n').count();
            it.rule == rule.name && Some(line) == marked
        };
        assert!(said.iter().any(refused), "{}: its wrong example passes: {said:#?}", rule.name);
        let (_, _, said) = read(&[example(rule, "Right")]);
        assert_eq!(said, [], "{}", rule.name);
    }
}

fn example(rule: &Rule, title: &str) -> &'static str {
    let (_, after) = rule.page.split_once(&format!("## {title}\n```kdl\n")).unwrap();
    after.split("```").next().unwrap()
}

#[test]
fn every_value_has_its_place() {
    let text = "\u{feff}/* é */ a 'x' 8.10 #\"r\"# k /*=*/ = \"v\" b=-1 { c 0x10 } // d\n/-e\n";
    let (document, said) = parse(&source(0, &text.replace('\'', "\"")));
    assert_eq!(said, []);
    let place = |it: certc_diagnostic::Span| &text[it.start..it.end];
    let a = &document.statements[0];
    let arguments: Vec<_> = a.arguments.iter().map(|it| place(it.1)).collect();
    let properties: Vec<_> = a.properties.values().map(|it| place(it.1)).collect();
    assert_eq!((place(a.name.1), document.statements.len()), ("a", 1));
    assert_eq!(arguments, ["'x'", "8.10", "#\"r\"#"]);
    assert_eq!(properties, ["\"v\"", "-1"]);
    assert_eq!(place(a.span), "a 'x' 8.10 #\"r\"# k /*=*/ = \"v\" b=-1 { c 0x10 }");
    assert_eq!(place(a.children[0].span), "c 0x10");
    assert_eq!(place(a.children[0].arguments[0].1), "0x10");
}

#[test]
fn what_is_wrong_is_left_out_and_the_spec_knows() {
    let (_, spec, said) =
        read(&["language 1\nauthority root { validity dayz=1; key rsa 4096 }\noops\n"]);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(spec.is_incomplete);
    assert_eq!(spec.statements[0].children.len(), 1);
    let (_, spec, _) = read(&["language 1\nauthority root\n"]);
    assert!(!spec.is_incomplete);
}
