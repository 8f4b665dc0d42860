//! The words of each finding: `rule line: message; help`.

use super::read;

/// Checks what is said of lines that stand below `language 1`.
fn check(lines: &str, expected: &[&str]) {
    let text = format!("language 1\n{lines}");
    let (_, _, said) = read(&[&text]);
    let shown = said.iter().map(|it| {
        let line = text[..it.labels[0].0.start].matches('\n').count();
        let span = it.labels[0].0;
        let help = it.help.as_ref().map_or(String::new(), |it| format!("; {it}"));
        format!("{} {line} `{}`: {}{help}", it.rule, &text[span.start..span.end], it.message)
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{lines}");
}

#[test]
fn print() {
    for lines in LINES {
        let text = format!("language 1\n{lines}");
        let (_, _, said) = read(&[&text]);
        println!("    check({lines:?}, &[");
        for it in &said {
            let line = text[..it.labels[0].0.start].matches('\n').count();
            let span = it.labels[0].0;
            let help = it.help.as_ref().map_or(String::new(), |it| format!("; {it}"));
            println!(
                "        {:?},",
                format!(
                    "{} {line} `{}`: {}{help}",
                    it.rule,
                    &text[span.start..span.end],
                    it.message
                )
            );
        }
        println!("    ]);");
    }
}

const LINES: &[&str] = &[
    "componet operate",
    "component operate { Issued_By root }",
    "component operate { cn operate }",
    "component operate { deployment x }",
    "component operate { keystore { foo } }",
    "component operate { nothing }",
    "include \"a.kdl\" { foo }",
    "a { b c",
    "a {\n b {\n c\n}\nd 1",
    "component operate { validity days=true }",
    "component operate { validity days= }",
    "component operate { validity days=1. }",
    "component operate { san [dns \"a\"] }",
    "component: operate",
    "a \"\\q\"",
    "a \"b\" { c } d",
    "1 a",
    "a#b",
    "component operate { renew-before 30 }",
    "component operate { renew-before day=30 }",
    "component operate { validity days=\"30\" }",
    "component operate { validity days=0 }",
    "component operate issued-by=root",
    "component",
    "component a b",
    "deployment camunda { camunda 8.10 }",
    "deployment camunda { camunda 0x08 }",
    "deployment camunda { camunda #true }",
    "deployment camunda { platform compos }",
    "deployment camunda { platform compose { namespace a } }",
    "deployment camunda { platform kubernetes { nonsense a } }",
    "authority root { key rsa }",
    "authority root { key rsa p256 }",
    "authority root { key rsa \"4096\" }",
    "authority root { key rsa 1024 }",
    "authority root { key #null 1 }",
    "authority root { key #null; subject { country #null } }",
    "authority root { certificate file=#null }",
    "authority root { subject { order country countri 5 } }",
    "authority root { subject { order } }",
    "authority root { subject { country \"a\\u{7}\" } }",
    "authority root { subject { \"a\\u{7}\" 1 } }",
    "authority root\nauthority root { issued-by a; issued-by b }",
    "authority root { validity days=1 days=2 }",
    "defaults { leaf { key rsa 4096 } }\ndefaults { leaf { key rsa 2048 } }",
    "output fils\noutput files\noutput files\noutput env { mount-path a; mount-pat b }\noutput xyz { a }",
    "component a { keystore { password \"hunter2\" } }",
    "component a { keystore { password hunter2 } }",
    "component a { keystore { password env=1 } }",
    "component a { keystore { password env=\"A\" file=\"b\" } }",
    "component a { keystore { password } }",
    "component a { keystore { password 365d } }",
    "component a { keystore password=\"hunter2\" }",
    "component a { keystore { password=hunter2 } }",
    "environment x { nonsense }\ncomponent a { serves { nonsense }; authenticate client-secret; kind oidc }",
];
