//! The words of each finding: rule, line, place, message, help.

use certc_diagnostic::Diagnostic;

use super::{read, source};
use crate::parse;

/// Checks what is said of lines that stand below `language 1`.
fn check(lines: &str, expected: &[&str]) {
    let text = format!("language 1\n{lines}");
    compare(&text, &read(&[&text]).2, expected);
}

/// Checks what is said of them before their meaning is known.
fn check_syntax(lines: &str, expected: &[&str]) {
    let text = format!("language 1\n{lines}");
    compare(&text, &parse(&source(0, &text)).1, expected);
}

fn compare(text: &str, said: &[Diagnostic], expected: &[&str]) {
    let shown = said.iter().map(|it| {
        let span = it.labels[0].0;
        let line = text[..span.start].matches('\n').count();
        let help = it.help.as_ref().map_or(String::new(), |it| format!("; {it}"));
        format!("{} {line} `{}`: {}{help}", it.rule, &text[span.start..span.end], it.message)
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn syntax_has_plain_words() {
    check_syntax(
        "a {\n b /x\n}",
        &["syntax 2 `/x`: a word without quotes has no `/`; write it in quotes: `\"/x\"`"],
    );
    check_syntax("a {\n b {} c\n}", &["syntax 2 `c`: this may not stand here"]);
    check_syntax(
        "a {\n b k=#x\n}",
        &[
            "syntax 2 `#x`: `#x` is no value of KDL; it has `#true`, `#false`, `#null`; comments start with `//`",
        ],
    );
    check_syntax(
        "authority root {\n subject { country \"DE }\n}",
        &["syntax 2 `\"DE`: this string is never closed; write the closing quotes"],
    );
    check_syntax(
        "authority \"root {\n}",
        &["syntax 1 `\"root`: this string is never closed; write the closing quotes"],
    );
    check_syntax(
        "{\"language\": 1}",
        &[
            "syntax 1 `{`: a spec is KDL, not JSON; write a line for each fact: its name, a blank and its value, such as `language 1`",
        ],
    );
    check_syntax(
        "a { { b 1 } }",
        &["syntax 1 `{`: this block has no name; write its name before the `{`"],
    );
    check_syntax(
        "defaults { subject { organization “Example AG” } }",
        &[
            "unusual-syntax 1 `“Example AG”`: text has straight double quotes; write `\"` at its start and end",
        ],
    );
    check_syntax(
        "{ a: [b, c] }",
        &["syntax 1 `{`: this block has no name; write the `{` into the line of its name"],
    );
    check_syntax("a { b c", &["syntax 1 ``: a `}` is missing; write `}` where the block ends"]);
    check_syntax(
        "a {\n b {\n c\n}\nd 1",
        &["syntax 2 ``: a `}` is missing; write `}` where the block ends"],
    );
    check_syntax(
        "component operate { validity days=true }",
        &[
            "syntax 1 `true`: KDL 2 writes `#true`; or, if it is text, write it in quotes: `\"true\"`",
        ],
    );
    check_syntax(
        "component operate { validity days= }",
        &["syntax 1 `days=`: this property has no value; write it after the `=`, in the same line"],
    );
    check_syntax(
        "component operate { validity days=1. }",
        &["syntax 1 `1.`: `1.` is neither a number nor a word; write it in quotes: `\"1.\"`"],
    );
    check_syntax(
        "component operate { san [dns \"a\"] }",
        &["syntax 1 `[dns`: lists have no brackets or commas; write a line for each value"],
    );
    check_syntax(
        "a \"\\q\"",
        &[
            "syntax 1 `\"\\q\"`: a backslash begins an escape, and this is none; write `\\\\` for a backslash, or a raw string: `#\"…\"#`",
        ],
    );
    check_syntax("a \"b\" { c } d", &["syntax 1 `d`: this may not stand here"]);
    check_syntax(
        "1 a",
        &["syntax 1 `1`: `1` cannot be a name; begin with a word, or write it in quotes"],
    );
    check_syntax(
        "a#b",
        &[
            "syntax 1 `#b`: `#b` is no value of KDL; it has `#true`, `#false`, `#null`; comments start with `//`",
        ],
    );
}

#[test]
fn an_unknown_name_is_answered_with_a_known_one() {
    check(
        "componet operate",
        &[
            "unknown-node 1 `componet`: there is no `componet` at the top of a spec; did you mean `component`?",
        ],
    );
    check(
        "component operate { Issued_By root }",
        &[
            "unknown-node 1 `Issued_By`: there is no `Issued_By` in `component`; did you mean `issued-by`?",
        ],
    );
    check(
        "component operate { cn operate }",
        &[
            "unknown-node 1 `cn`: there is no `cn` in `component`; `common-name` belongs in `subject`",
        ],
    );
    check(
        "component operate { deployment x }",
        &[
            "unknown-node 1 `deployment`: there is no `deployment` in `component`; `deployment` belongs at the top of a spec",
        ],
    );
    check(
        "component operate { keystore { foo } }",
        &["unknown-node 1 `foo`: there is no `***` in `keystore`; here may stand `password`"],
    );
    check(
        "component operate { nothing }",
        &["unknown-node 1 `nothing`: there is no `nothing` in `component`"],
    );
    check(
        "component: operate",
        &["unusual-syntax 1 `component:`: a name has no colon behind it; remove the `:`"],
    );
    check(
        "component operate { renew-before day=30 }",
        &["unknown-property 1 `day`: `renew-before` has no property `day`; did you mean `days`?"],
    );
    check(
        "component operate issued-by=root",
        &[
            "unknown-property 1 `issued-by`: `component` has no property `issued-by`; `issued-by` is a line of its own in the block",
        ],
    );
    check(
        "deployment camunda { platform compos }",
        &["unknown-word 1 `compos`: `platform` knows no `compos`; did you mean `compose`?"],
    );
    check(
        "authority root { subject { order country countri 5 } }",
        &[
            "unknown-word 1 `countri`: `order` knows no `countri`; did you mean `country`?",
            "wrong-type 1 `5`: `order` needs one of its words, and `5` is a number; write `email`, `country`, `state`, `locality`, `street`, `domain-component`, `organization`, `organizational-unit`, `title`, `serial-number`, `user-id` or `common-name`",
        ],
    );
    check(
        "authority root { subject { \"a\\u{7}\" 1 } }",
        &["unknown-node 1 `\"a\\u{7}\"`: there is no `\"a\\u{7}\"` in `subject`"],
    );
    check(
        "output fils\noutput files\noutput files\noutput env { mount-path a; mount-pat b }\noutput xyz { a }",
        &[
            "unknown-emitter 1 `fils`: no emitter is called `fils`; did you mean `files`?",
            "said-twice 3 `files`: output `files` is said twice; remove one",
            "unknown-node 4 `mount-pat`: there is no `mount-pat` in `output`; did you mean `mount-path`?",
            "unknown-emitter 5 `xyz`: no emitter is called `xyz`; this certc has `files`, `env`, `keycloak` or `compose`",
        ],
    );
}

#[test]
fn a_wrong_value_is_answered_with_a_right_one() {
    check(
        "authority root { issued-by 5 }",
        &[
            "wrong-type 1 `5`: `issued-by` needs a name of `authority`, and `5` is a number; write it in quotes: `\"5\"`",
        ],
    );
    check("include \"a.kdl\" { foo }", &["extra-value 1 `foo`: `include` takes no block here"]);
    check(
        "component operate { renew-before 30 }",
        &["extra-value 1 `30`: `renew-before` takes no more values; write it as `days=…`"],
    );
    check(
        "component operate { validity days=\"30\" }",
        &[
            "wrong-type 1 `\"30\"`: `days` needs a whole number from 1 to 36525, and `\"30\"` is text; write it without quotes: `30`",
        ],
    );
    check(
        "component operate { validity days=0 }",
        &[
            "out-of-range 1 `0`: `days` needs a whole number from 1 to 36525, and `0` is none of them; write a whole number from 1 to 36525",
        ],
    );
    check(
        "component",
        &["missing-value 1 `component`: `component` needs a name; write a name after it"],
    );
    check(
        "component zeebe operate tasklist",
        &[
            "extra-value 1 `operate`: `component` takes no more values; write a line for each: `component zeebe`, `component operate`, `component tasklist`",
        ],
    );
    check(
        "defaults { subject { organization Example AG } }",
        &[
            "extra-value 1 `AG`: `organization` takes no more values; write it in quotes: `\"Example AG\"`",
        ],
    );
    check(
        "component a { san \"a.example.com\" }",
        &[
            "extra-value 1 `\"a.example.com\"`: `san` takes no more values; write `san { dns \"a.example.com\" }`",
        ],
    );
    check(
        "component a { authenticate tls-client-auth \"hunter2\" \"b\" }",
        &["extra-value 1 `\"hunter2\"`: `authenticate` takes no more values"],
    );
    check(
        "deployment camunda { camunda 8.10 }",
        &[
            "wrong-type 1 `8.10`: `camunda` needs text, and `8.10` is a number; write it in quotes: `\"8.10\"`; without them it is read as 8.1",
        ],
    );
    check(
        "deployment camunda { camunda 0x08 }",
        &[
            "wrong-type 1 `0x08`: `camunda` needs text, and `0x08` is a number; write it in quotes: `\"0x08\"`",
        ],
    );
    check(
        "deployment camunda { camunda #true }",
        &["wrong-type 1 `#true`: `camunda` needs text, and `#true` is a flag; write text"],
    );
    check(
        "deployment camunda { platform compose { namespace a } }",
        &["extra-value 1 `namespace`: `platform` takes no block here"],
    );
    check(
        "authority root { key rsa }",
        &[
            "missing-value 1 `key`: `key` needs `2048`, `3072` or `4096`; write `2048`, `3072` or `4096` after it",
        ],
    );
    check(
        "authority root { key rsa p256 }",
        &[
            "wrong-type 1 `p256`: `key` needs `2048`, `3072` or `4096`, and `p256` is text; write `2048`, `3072` or `4096`",
        ],
    );
    check(
        "authority root { key rsa \"4096\" }",
        &[
            "wrong-type 1 `\"4096\"`: `key` needs `2048`, `3072` or `4096`, and `\"4096\"` is text; write it without quotes: `4096`",
        ],
    );
    check(
        "authority root { key rsa 1024 }",
        &[
            "out-of-range 1 `1024`: `key` needs `2048`, `3072` or `4096`, and `1024` is none of them; write `2048`, `3072` or `4096`",
        ],
    );
    check("authority root { key #null 1 }", &["extra-value 1 `1`: `key` takes no more values"]);
    check("authority root { key #null; subject { country #null } }", &[]);
    check(
        "authority root { certificate file=#null }",
        &["wrong-type 1 `#null`: `file` needs text, and `#null` is no value; write text"],
    );
    check(
        "authority root { subject { order } }",
        &[
            "missing-value 1 `order`: `order` needs one of its words; write `email`, `country`, `state`, `locality`, `street`, `domain-component`, `organization`, `organizational-unit`, `title`, `serial-number`, `user-id` or `common-name` after it",
        ],
    );
    check(
        "authority root { subject { country \"a\\u{7}\" } }",
        &[
            "control-character 1 `\"a\\u{7}\"`: this text holds the control character U+0007; remove it",
        ],
    );
}

#[test]
fn what_is_said_twice_has_both_places() {
    check(
        "authority root\nauthority root { issued-by a; issued-by b }",
        &["said-twice 2 `issued-by`: `issued-by` is said twice; remove one"],
    );
    check(
        "authority root { validity days=1 days=2 }",
        &["said-twice 1 `2`: a property is said twice; remove one"],
    );
    check(
        "defaults { leaf { key rsa 4096 } }\ndefaults { leaf { key rsa 2048 } }",
        &["said-twice 2 `key`: the default of `leaf.key` is said twice; remove one"],
    );
}

#[test]
fn a_slip_has_one_finding() {
    let url = "unusual-syntax 1 `https://a/b`: a URL stands in quotes: without them `//` begins a comment; write it in quotes";
    check("identity-provider keycloak { issuer https://a/b } // c", &[url]);
    check(
        "defaults { subject { organization A=B } }",
        &["missing-value 1 `A=B`: `organization` needs text; write it in quotes: `\"A=B\"`"],
    );
    check(
        "authority root { key rsa 4096 )}\nauthority other",
        &["syntax 1 `)`: this may not stand here"],
    );
    check(
        "component connectors: { authenticate tls-client-auth }",
        &["unusual-syntax 1 `connectors:`: a name has no colon behind it; remove the `:`"],
    );
    check(
        "authority root { key rsa 4096 */ }",
        &["syntax 1 `*/`: `*/` ends no comment; remove it, or write the `/*` that it ends"],
    );
    check(
        "authority root {\n # key { rsa\n key rsa 4096\n}",
        &["syntax 2 `#`: `#` starts no comment; comments start with `//`"],
    );
    check(
        "deployment a { camunda \"8.7\"- }",
        &["syntax 1 `-`: a blank is missing before this; write a blank before it"],
    );
    check("authority root { validity (u8)days=90 }", &["syntax 1 `(`: this may not stand here"]);
    check(
        "authority root { key rsa 4096 /* x }",
        &["syntax 1 `/*`: this comment is never closed; write `*/` where it ends"],
    );
    check(
        "authority root // the first\n{\n key rsa 4096\n}",
        &["syntax 2 `{`: this block has no name; write the `{` into the line of its name"],
    );
}

#[test]
fn what_an_environment_says_twice_has_both_places() {
    check(
        "component a\nenvironment dev { component a { key rsa 2048 }\ncomponent a { key rsa 3072 } }",
        &["said-twice 3 `a`: component `a` is changed twice; remove one"],
    );
    check(
        "environment dev {\ndefaults { leaf { key rsa 2048 } }\ndefaults { leaf { key rsa 3072 } } }",
        &["said-twice 3 `key`: the default of `leaf.key` is said twice; remove one"],
    );
    check(
        "output files\nenvironment dev { adds { output files } }",
        &["said-twice 2 `files`: output `files` is said twice; remove one"],
    );
    check(
        "environment dev { output files }",
        &[
            "unknown-node 1 `output`: there is no `output` in `environment`; put it into `adds { … }`",
        ],
    );
}

#[test]
fn a_password_is_not_repeated() {
    check(
        "component a { keystore { password \"hunter2\" } }",
        &[
            "literal-password 1 `\"hunter2\"`: a password may not stand in a spec; write `password env=\"NAME\"`, `password file=\"path\"` or `password generate`",
        ],
    );
    check(
        "component a { keystore { password hunter2 } }",
        &[
            "literal-password 1 `hunter2`: a password may not stand in a spec; write `password env=\"NAME\"`, `password file=\"path\"` or `password generate`",
        ],
    );
    check(
        "component a { keystore { password { hunter2 } } }",
        &[
            "literal-password 1 `hunter2`: a password may not stand in a spec; write `password env=\"NAME\"`, `password file=\"path\"` or `password generate`",
        ],
    );
    check(
        "component a { keystore \"hunter2\" }",
        &[
            "extra-value 1 `\"hunter2\"`: `keystore` takes no more values; write `keystore { password env=\"NAME\" }`",
        ],
    );
    check(
        "component a { keystore { pass hunter2 } }",
        &["unknown-node 1 `pass`: there is no `pass` in `keystore`; did you mean `password`?"],
    );
    check(
        "component a { keystore { password env=1 } }",
        &[
            "wrong-type 1 `1`: where a password comes from is text; write `password env=\"NAME\"`, `password file=\"path\"` or `password generate`",
        ],
    );
    check(
        "component a { keystore { password env=\"A\" file=\"b\" } }",
        &[
            "extra-value 1 `password`: a password comes from one place; write `password env=\"NAME\"`, `password file=\"path\"` or `password generate`",
        ],
    );
    check(
        "component a { keystore { password } }",
        &[
            "missing-value 1 `password`: `password` needs to say where it comes from; write `password env=\"NAME\"`, `password file=\"path\"` or `password generate`",
        ],
    );
    check(
        "component a { keystore { password 365d } }",
        &["syntax 1 `365d`: `****` is neither a number nor a word; write it in quotes: `\"****\"`"],
    );
    check(
        "component a { keystore password=\"hunter2\" }",
        &[
            "unknown-property 1 `password`: `keystore` has no property `password`; `password` is a line of its own in the block",
        ],
    );
    check(
        "component a { keystore { password=hunter2 } }",
        &[
            "syntax 1 `password=`: a line's own name takes no `=`; write the name, a blank and the value",
            "literal-password 1 `hunter2`: a password may not stand in a spec; write `password env=\"NAME\"`, `password file=\"path\"` or `password generate`",
        ],
    );
}

#[test]
fn nothing_is_said_below_what_is_not_built() {
    check(
        "authority a { external { nonsense } }\ncomponent a { authenticate client-secret; kind oidc }",
        &[
            "not-built-yet 1 `external`: the language has `external`, but certc cannot do it yet; leave it out; `certc init` writes a spec of what it can do",
            "not-built-yet 2 `client-secret`: the language has `authenticate client-secret`, but certc cannot do it yet; it can do `authenticate tls-client-auth` or `authenticate private-key-jwt`",
        ],
    );
}
