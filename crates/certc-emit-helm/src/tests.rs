use certc_catalog::Launcher;
use certc_emit::Emitter;
use certc_emit_testkit as kit;

use certc_diagnostic::{SourceId, Span};
use certc_schema::{Statement, Value};

use crate::Helm;

/// An option of a component with these properties.
fn extra(name: &str, component: &str, properties: &[(&str, &str)]) -> Statement {
    let span = Span { source: SourceId(0), start: 0, end: 0 };
    let value = |it: &str| (Value::Text(it.to_owned()), span);
    let properties = properties.iter().map(|it| (it.0.to_owned(), value(it.1))).collect();
    let arguments = vec![value(component)];
    Statement { arguments, properties, ..Statement::new((name.to_owned(), span)) }
}

/// What the user had in a list stands behind ours, once; a default that he says is his.
#[test]
fn a_list_has_what_the_user_had_in_it() {
    let graph = kit::deployment("8.5", Launcher::Chart);
    let options = [
        extra(
            "extra-env",
            "zeebe",
            &[("name", "ZEEBE_BROKER_DATA_SNAPSHOTPERIOD"), ("value", "10m")],
        ),
        extra("extra-env", "operate", &[("name", "MINE"), ("secret", "s"), ("key", "k")]),
        extra(
            "extra-volume",
            "operate",
            &[("name", "mine"), ("path", "/etc/mine"), ("config-map", "m")],
        ),
    ];
    let output = Helm.emit(&graph, &options);
    assert!(output.diagnostics.is_empty(), "{:#?}", output.diagnostics);
    let text = kit::text(&output.artifacts[0].content);
    for (expected, times) in [
        ("ZEEBE_BROKER_DATA_SNAPSHOTPERIOD\n    value: 10m\n", 1),
        ("- name: ZEEBE_BROKER_DATA_SNAPSHOTPERIOD", 1),
        ("- name: ZEEBE_BROKER_DATA_DISK_FREESPACE_PROCESSING", 1),
        ("MINE\n    valueFrom:\n      secretKeyRef:\n        name: s\n        key: k\n", 1),
        ("- name: mine\n    configMap:\n      name: m\n", 1),
        ("- name: mine\n    mountPath: /etc/mine\n", 1),
    ] {
        assert_eq!(text.matches(expected).count(), times, "{expected}: {text}");
    }
}

#[test]
fn what_cannot_stand_in_a_list_is_refused() {
    let graph = kit::deployment("8.8", Launcher::Chart);
    let of = "orchestration";
    for option in [
        extra("extra-env", "operate", &[("name", "X"), ("value", "y")]),
        extra("extra-env", of, &[("name", "1X"), ("value", "y")]),
        extra("extra-env", of, &[("name", "SERVER_SSL_ENABLED"), ("value", "true")]),
        extra("extra-env", of, &[("name", "JAVA_TOOL_OPTIONS"), ("value", "y")]),
        extra("extra-env", of, &[("name", "X"), ("value", "$(Y)")]),
        extra("extra-env", of, &[("name", "X")]),
        extra("extra-env", of, &[("name", "X"), ("value", "y"), ("secret", "s")]),
        extra("extra-volume", of, &[("name", "certc"), ("path", "/x"), ("secret", "s")]),
        extra("extra-volume", of, &[("name", "My_Volume"), ("path", "/x"), ("secret", "s")]),
        extra("extra-volume", of, &[("name", "mine"), ("path", "/tmp"), ("secret", "s")]),
        extra(
            "extra-volume",
            of,
            &[("name", "mine"), ("path", "/opt/security/conf/"), ("secret", "s")],
        ),
        extra("extra-volume", of, &[("name", "mine"), ("path", "/x")]),
    ] {
        let output = Helm.emit(&graph, std::slice::from_ref(&option));
        assert!(kit::is_refused(&output), "{option:?}");
    }
}

#[test]
fn passes_the_kit() {
    kit::check_on(&Helm, &|| kit::deployment("8.7", Launcher::Chart));
}

#[test]
fn is_as_its_golden_of_8_7() {
    let graph = kit::serving(kit::deployment("8.7", Launcher::Chart));
    kit::golden_of(&Helm.emit(&graph, &[]).artifacts, include_str!("../goldens/8.7.yaml"));
}

#[test]
fn is_as_its_golden_of_8_8() {
    let graph = kit::serving(kit::deployment("8.8", Launcher::Chart));
    kit::golden_of(&Helm.emit(&graph, &[]).artifacts, include_str!("../goldens/8.8.yaml"));
}

/// A password is a Secret's, whatever the line.
#[test]
fn no_line_has_a_secret_in_its_values() {
    for line in ["8.5", "8.6", "8.7", "8.8", "8.9", "8.10"] {
        let output = Helm.emit(&kit::serving(kit::deployment(line, Launcher::Chart)), &[]);
        assert!(output.artifacts.iter().all(|it| !it.content.is_secret()), "{line}");
        assert!(!kit::is_refused(&output), "{line}: {:#?}", output.diagnostics);
    }
}
