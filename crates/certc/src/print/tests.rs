//! Findings in each form. A finding is data here, as stages make it.

use certc_diagnostic::{Diagnostic, Rule, Severity, Source, SourceId, Span};
use serde_json::{Value, json};

use super::finding::{Finding, Said, findings};
use super::*;

const RULE: Rule = Rule { name: "a-rule", severity: Severity::Error, page: "" };
const WARNING: Rule = Rule { name: "b-rule", severity: Severity::Warning, page: "" };

/// What stands in a source, for the first time from some byte on.
fn at(source: &Source, what: &str) -> Span {
    let start = source.text.find(what).expect("it is there");
    Span { source: source.id, start, end: start + what.len() }
}

fn sources(texts: &[(&str, &str)]) -> Vec<Source> {
    let source = |(id, it): (usize, &(&str, &str))| Source {
        id: SourceId(u32::try_from(id).unwrap()),
        path: it.0.into(),
        text: it.1.into(),
    };
    texts.iter().enumerate().map(source).collect()
}

/// Two files with all that is hard to place and to show: letters of two code units before a column, a carriage return, a
/// password, places in both files.
fn example() -> (Vec<Source>, Vec<Diagnostic>) {
    let sources = sources(&[
        ("c:, d/a.kdl", "a 😀 b\r\nkeystore { password \"hunter2\" }\r\nc: d"),
        ("c:, d/b.kdl", "root\n"),
    ]);
    let [a, b] = &sources[..] else { unreachable!() };
    let colon = at(a, ":");
    let said = vec![
        RULE.broken("`d` is 100% wrong").at(at(a, "d"), "here").help("mend it").note("a note"),
        WARNING
            .broken("no colon")
            .at(at(a, "c:"), "as in YAML")
            .safe_fix("remove it", [colon.replaced_by("")]),
        RULE.broken("`b` and `root`").at(at(a, "b\r"), "one").at(at(b, "root"), "two"),
        RULE.broken("no password")
            .at(at(a, "\"hunter2\""), "here")
            .unsafe_fix("move it", [at(a, "c").replaced_by("hunter2")])
            .unsafe_fix("write it", [at(a, "b\r").replaced_by("password hunter3")]),
        RULE.broken("no file is there"),
    ];
    (sources, said)
}

fn found() -> Vec<Finding> {
    let (sources, diagnostics) = example();
    let said = Said { spec: "c:, d/a.kdl".into(), sources: &sources, diagnostics: &diagnostics };
    // A second spec that includes the same files says the same.
    findings(&[said, said])
}

fn look(width: usize, is_unicode: bool) -> Look {
    Look { is_coloured: false, is_unicode, width }
}

#[track_caller]
fn check(shown: &str, expected: &str) {
    assert_eq!(shown, expected, "\n{shown}");
    assert!(!shown.contains("hunter"), "{shown}");
}

#[test]
fn short_is_a_line_for_each() {
    check(
        &short::short(&found()),
        "c:, d/a.kdl: error[a-rule]: no file is there
c:, d/a.kdl:1:5: error[a-rule]: `b` and `root`
c:, d/a.kdl:2:19: error[a-rule]: `d` is 100% wrong; mend it; a note
c:, d/a.kdl:2:21: error[a-rule]: no password; move it
c:, d/a.kdl:3:1: warning[b-rule]: no colon; remove it
",
    );
}

#[test]
fn github_gets_errors_first_and_columns_of_one_line() {
    let mut found = found();
    found[1].labels[0].region.end.line += 1;
    found.rotate_right(1);
    check(
        &github::github(&found),
        "::error file=c%3A%2C d/a.kdl,title=a-rule::no file is there
::error file=c%3A%2C d/a.kdl,line=1,endLine=2,title=a-rule::`b` and `root`
::error file=c%3A%2C d/a.kdl,line=2,endLine=2,col=19,endColumn=20,title=a-rule::`d` is 100%25 wrong%0Amend it%0Aa note
::error file=c%3A%2C d/a.kdl,line=2,endLine=2,col=21,endColumn=30,title=a-rule::no password%0Amove it
::warning file=c%3A%2C d/a.kdl,line=3,endLine=3,col=1,endColumn=3,title=b-rule::no colon%0Aremove it
",
    );
}

#[test]
fn json_says_all() {
    let shown = json::json(&found());
    let document: Value = serde_json::from_str(&shown).unwrap();
    check(&document["errors"].to_string(), "4");
    check(&document["warnings"].to_string(), "1");
    let place = |path, start: [usize; 3], end: [usize; 3], text| {
        let [start, end] = [start, end]
            .map(|[line, column, byte]| json!({ "line": line, "column": column, "byte": byte }));
        json!({ "path": path, "start": start, "end": end, "text": text })
    };
    let two = &document["findings"][1]["labels"];
    assert_eq!(two[0], place("c:, d/a.kdl", [1, 5, 7], [1, 7, 9], "one"));
    assert_eq!(two[1], place("c:, d/b.kdl", [1, 1, 0], [1, 5, 4], "two"));
    assert_eq!(document["findings"][2]["notes"], json!(["a note"]));
    let fix = json!({
        "title": "remove it",
        "applicability": "safe",
        "edits": [place("c:, d/a.kdl", [3, 2, 44], [3, 3, 45], "")],
    });
    assert_eq!(document["findings"][4]["fixes"], json!([fix]));
    assert_eq!(document["findings"][3]["fixes"], json!([]));
    assert!(!shown.contains("hunter"), "{shown}");
}

#[test]
fn sarif_has_relative_uris_and_fingerprints_that_stay() {
    let log = |found: &[Finding]| -> Value {
        serde_json::from_str(&sarif::sarif(found, Some("/work".into()))).unwrap()
    };
    let results = &log(&found())["runs"][0]["results"];
    let location = |it: &Value| it["physicalLocation"]["artifactLocation"]["uri"].to_string();
    check(&location(&results[1]["locations"][0]), "\"c%3A%2C%20d/a.kdl\"");
    check(&location(&results[1]["relatedLocations"][0]), "\"c%3A%2C%20d/b.kdl\"");
    check(&results[4]["ruleIndex"].to_string(), "1");
    let (mut moved, fingerprint) = (found(), |it: &Value| it["partialFingerprints"].to_string());
    for it in &mut moved {
        it.path = "/work/c:, d/a.kdl".into();
        it.labels.iter_mut().for_each(|it| it.region.start.line += 1);
    }
    let again = &log(&moved)["runs"][0]["results"];
    for (one, other) in results.as_array().unwrap().iter().zip(again.as_array().unwrap()) {
        assert_eq!(fingerprint(one), fingerprint(other));
    }
    check(&location(&again[0]["locations"][0]), "\"c%3A%2C%20d/a.kdl\"");
    let twice = [&moved[0], &moved[0]].map(Clone::clone);
    let twice = &log(&twice)["runs"][0]["results"];
    assert_ne!(fingerprint(&twice[0]), fingerprint(&twice[1]));
    let outside = Finding { path: "/elsewhere/a.kdl".into(), ..moved[0].clone() };
    let outside = &log(&[outside])["runs"][0]["results"][0]["locations"][0];
    check(&location(outside), "\"file:///elsewhere/a.kdl\"");
    assert_eq!(log(&[])["runs"][0]["results"], json!([]));
}

/// Shows the findings to people; checks how that looks.
#[track_caller]
fn people(sources: &[Source], said: &[Diagnostic], look: Look, expected: &str) {
    let said = Said { spec: "a.kdl".into(), sources, diagnostics: said };
    check(&human::human(&said, look), expected);
}

#[test]
fn places_of_several_files_and_far_apart_ones_are_shown() {
    let lines: String = (1..=200).map(|it| format!("line {it}\n")).collect();
    let sources = sources(&[("b.kdl", "first\n"), ("a.kdl", &lines)]);
    let [b, a] = &sources[..] else { unreachable!() };
    let said = RULE
        .broken("three places")
        .at(at(a, "150"), "primary")
        .at(at(a, "line 3\n"), "far away")
        .at(at(b, "first"), "elsewhere");
    let expected = "a-rule

  × three places
   ╭─[a.kdl:3:1]
 2 │ line 2
 3 │ line 3
   · ───┬──
   ·    ╰── far away
 4 │ line 4
   ╰────
     ╭─[a.kdl:150:6]
 149 │ line 149
 150 │ line 150
     ·      ─┬─
     ·       ╰── primary
 151 │ line 151
     ╰────
   ╭─[b.kdl:1:1]
 1 │ first
   · ──┬──
   ·   ╰── elsewhere
   ╰────

b.kdl: 1 error
";
    people(&sources, &[said], look(100, true), expected);
}

/// The third line of one file does not follow the second one of another.
#[test]
fn files_do_not_run_into_each_other() {
    let sources = sources(&[("a.kdl", "one\ntwo\nx\nx\n"), ("b.kdl", "x\nx\nthree\nfour\nx\n")]);
    let said = RULE.broken("two files").at(at(&sources[0], "one"), "1");
    let said = [said.at(at(&sources[1], "four"), "4")];
    let said = Said { spec: "a.kdl".into(), sources: &sources, diagnostics: &said };
    let shown = human::human(&said, look(100, true));
    assert!(shown.contains("[a.kdl:1:1]") && shown.contains("[b.kdl:4:1]"), "{shown}");
}

#[test]
fn sixty_columns_and_plain_letters_are_enough() {
    let text =
        format!("authority root {{ subject {{ {} }} }}\nallow: x // é\n", "country DE; ".repeat(9));
    let sources = sources(&[("a.kdl", &text)]);
    let [a] = &sources[..] else { unreachable!() };
    let end = Span { start: 125, end: 127, ..at(a, "a") };
    let colon = at(a, ":");
    let said = [
        RULE.broken("a sentence about `…` that is longer than any line of sixty columns is")
            .at(end, "the last `…`")
            .help("another sentence, of what there is to do, that is too long for one line")
            .note("a third one that has to be broken into two lines somewhere"),
        WARNING
            .broken("no colon")
            .at(colon, "as in YAML")
            .safe_fix("remove it", [colon.replaced_by("")]),
    ];
    let expected = "a-rule

  x a sentence about `...` that is longer than any line of
  | sixty columns is
   ,-[a.kdl:1:126]
 1 | ...try DE; country DE; country DE; country DE;  } }
   :                                      ^|
   :                                       `-- the last `...`
 2 | allow: x // é
   `----
  help: another sentence, of what there is to do, that is
        too long for one line
  note: a third one that has to be broken into two lines
        somewhere

b-rule

  ! no colon
   ,-[a.kdl:2:6]
 1 | authority root { subject { country DE; country D...
 2 | allow: x // é
   :      |
   :      `-- as in YAML
   `----
  fix: remove it
       - allow: x // é
       + allow x // é

a.kdl: 1 error, 1 warning; 1 has a safe fix:
  certc check --fix a.kdl
";
    people(&sources, &said, look(60, false), expected);
}

#[test]
fn others_make_no_lines() {
    for it in ["a\nb", "a\u{1b}[31m", "a\u{202e}b", "a\u{85}b", "a\rb"] {
        let clean = harmless(it);
        assert!(!clean.contains(['\n', '\r', '\u{1b}', '\u{202e}', '\u{85}']), "{clean:?}");
        assert_eq!(printable(it), clean);
    }
}

/// Shows a finding with labels at these bytes of a text; checks what it shows and that it is small.
fn small(text: &str, places: &[usize], shows: &[&str]) {
    let sources = sources(&[("a.kdl", text)]);
    let place = |it: usize| Span { source: SourceId(0), start: it, end: text.len().min(it + 600) };
    let said = RULE.broken(format!("`{text}`"));
    let said = [places.iter().fold(said, |said, it| said.at(place(*it), "label"))];
    let said = Said { spec: "a.kdl".into(), sources: &sources, diagnostics: &said };
    let shown = human::human(&said, look(100, true));
    assert!(shown.len() < 8000, "{} bytes: {shown:.2000}", shown.len());
    shows.iter().for_each(|it| assert!(shown.contains(it), "{it} is not in {shown}"));
}

#[test]
fn a_finding_is_small_however_long_its_lines_are() {
    let long = "é".repeat(1_000_000);
    small("a b\nc", &[2], &["a.kdl:1:3"]);
    small(&format!("{long}\nb\n{long}"), &[2_000_001], &["a.kdl:2:1"]);
    small(&format!("b {long}"), &[0], &["a.kdl:1:1"]);
    small(&format!("b\n{long}"), &[1000], &["a.kdl:2:500"]);
    small(
        &format!("b {long}\nc"),
        &[0, 2_000_000, 2_000_003],
        &["a.kdl:1:1", "note: a.kdl:1:1000002: label"],
    );
    small(&"a\n".repeat(2000), &(0..2000).map(|it| it * 2).collect::<Vec<_>>(), &["a.kdl"]);
}

#[test]
fn a_diff_shows_no_password_and_keeps_line_ends() {
    let before = "a {\r\n  pasword: 'hunter2'\r\n}\r\n";
    let after = "a {\r\n  name \"hunter2\"\r\n}\r\n";
    let shown = diff("a.kdl".into(), before, after);
    check(
        &shown,
        "--- a.kdl\n+++ a.kdl\n@@ -1,3 +1,3 @@\n a {\r\n-  pasword: *********\r\n+  name \"*******\"\r\n }\r\n",
    );
}
