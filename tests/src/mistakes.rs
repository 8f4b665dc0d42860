//! Many mistakes in one file: each is said once, at its place, and none follows from another.

use camino::Utf8Path;
use certc_diagnostic::Diagnostic;
use certc_emit_files::Files;
use certc_emit_keycloak::Keycloak;

/// What is said of a spec: line, rule and marked text.
fn said(spec: &str) -> Vec<String> {
    let read = |_: &Utf8Path| Ok(spec.as_bytes().to_vec());
    let (_, said) = certc::check("spec.kdl".into(), &[&Files, &Keycloak], &read);
    let mut said: Vec<_> = said.0.iter().collect();
    said.sort_by_key(|it| it.labels.first().map(|it| it.0));
    let line = |it: &Diagnostic| {
        let Some(place) = it.labels.first().map(|it| it.0) else { return format!("- {}", it.rule) };
        let line = spec[..place.start].matches('\n').count() + 1;
        format!("{line} {} `{}`", it.rule, &spec[place.start..place.end])
    };
    said.into_iter().map(line).collect()
}

fn check(spec: &str, expected: &[&str]) {
    assert_eq!(said(spec), expected, "{spec}");
}

#[test]
fn eight_mistakes_are_eight_findings() {
    check(
        r#"language 1
deployment camunda {
    camunda 8.7
    platform: compose
}
authority root {
    validity days=true
identity-provider keycloak {
    version "26.3.3"
    isued-by root
}
component operate {
    issued-by rot
    subject { country 'DE'; organization "Example }
}
component tasklist { authenticate tls }
component optimize { san [dns "a"] }
output files
output keycloak
"#,
        &[
            "3 wrong-type `8.7`",
            "4 unusual-syntax `platform:`",
            "7 syntax `true`",
            "7 syntax ``",
            "10 unknown-node `isued-by`",
            "13 unknown-reference `rot`",
            "14 unusual-syntax `'DE'`",
            "14 syntax `\"Example`",
            "16 unknown-word `tls`",
            "17 syntax `[dns`",
        ],
    );
}

#[test]
fn what_a_broken_line_would_have_said_is_not_missed() {
    let spec = |line: &str| {
        format!(
            "language 1\ndeployment camunda {{ camunda \"8.7\"; platform compose }}\n{line}
identity-provider keycloak {{ version \"26.3.3\" }}\ncomponent operate {{ issued-by root }}\noutput files\n"
        )
    };
    check(&spec("authority (x)root"), &["3 type-annotation `(x)`"]);
    check(&spec("authority [root]"), &["3 syntax `[root]`"]);
    check(&spec("authority root { key rsa 4096x }"), &["3 syntax `4096x`"]);
    check(&spec("authorty root"), &["3 unknown-node `authorty`"]);
    check(&spec("nonsense root"), &["3 unknown-node `nonsense`"]);
    check(&spec("authority root\ncomponent eu { kind #x }"), &["4 syntax `#x`"]);
    check(&spec("authority root {"), &["3 syntax ``"]);
}
