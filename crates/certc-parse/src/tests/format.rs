//! What `format` does to whole files, and what it must never do.

mod made;

use certc_diagnostic::Diagnostic;
use certc_schema::{Statement, Value};
use proptest::prelude::{ProptestConfig, any, proptest};

use super::source;
use crate::lex::{Kind, lex};
use crate::{format, parse};

/// Formats a text that is KDL, and checks that it says what it said and stays as it is from then on.
fn formatted(text: &str) -> String {
    let formatted =
        format(&source(0, text)).unwrap_or_else(|it| panic!("{:?}\n{text}", messages(&it)));
    assert_eq!(said(&formatted), said(text), "{text}\n---\n{formatted}");
    assert_eq!(comments(&formatted), comments(text), "{text}\n---\n{formatted}");
    let again = format(&source(0, &formatted))
        .unwrap_or_else(|it| panic!("{:?}\n{formatted}", messages(&it)));
    assert_eq!(again, formatted, "{text}");
    is_tidy(&formatted);
    formatted
}

fn messages(said: &[Diagnostic]) -> Vec<&str> {
    said.iter().map(|it| it.message.as_str()).collect()
}

/// Whether so many types are said in it that nobody knows what else there is.
fn too_many_types(text: &str) -> bool {
    text.matches('(').count() > 20
}

/// A statement without its places.
#[derive(Debug, PartialEq)]
struct Said {
    name: String,
    arguments: Vec<String>,
    properties: Vec<(String, String)>,
    children: Vec<Said>,
}

fn said(text: &str) -> Vec<Said> {
    parse(&source(0, text)).0.statements.iter().map(Said::from).collect()
}

impl From<&Statement> for Said {
    fn from(it: &Statement) -> Self {
        let value = |it: &Value| format!("{it:?}");
        let properties = it.properties.iter().map(|(name, it)| (name.clone(), value(&it.0)));
        Self {
            name: it.name.0.clone(),
            arguments: it.arguments.iter().map(|it| value(&it.0)).collect(),
            properties: properties.collect(),
            children: it.children.iter().map(Self::from).collect(),
        }
    }
}

/// The comments in their order, and each `/-`.
fn comments(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    let is_comment = |it: &Kind| matches!(it, Kind::Comment { .. } | Kind::Slashdash);
    let comments = lex(&text).filter(|it| is_comment(&it.kind));
    comments.map(|it| text[it.range].trim_end().to_owned()).collect()
}

/// Checks what is true of every formatted text, outside of its strings and comments.
fn is_tidy(text: &str) {
    assert!(text.is_empty() || text.ends_with('\n'), "{text:?}");
    assert!(!text.starts_with(['\n', ' ', '\u{feff}']), "{text:?}");
    let mut last = Kind::Newline;
    for token in lex(text) {
        let written = &text[token.range.clone()];
        let is_end = last == Kind::Blank && token.kind == Kind::Newline;
        let is_white = token.kind == Kind::Blank && !written.trim_matches(' ').is_empty();
        let is_open = matches!(last, Kind::Open | Kind::Semicolon) && token.kind == Kind::Semicolon;
        assert!(!is_end && !is_white && !is_open, "{written:?} in {text}");
        last = token.kind;
    }
}

/// What a text becomes.
fn check(text: &str, expected: &str) {
    assert_eq!(formatted(text), expected, "{text}");
}

/// The text is as it should be.
fn stays(text: &str) {
    check(text, text);
}

#[test]
fn white_space_is_laid_out() {
    check("", "");
    check("\u{feff}\n\n", "");
    check("a", "a\n");
    check("\u{feff}a  1\t\"b\"  c = 2  {\r\n\tb\r\n  }\r\n", "a 1 \"b\" c=2 {\n    b\n}\n");
    check("a{b}", "a { b }\n");
    check("a {\n\n}", "a {}\n");
    check("a { b;c ; }", "a { b; c }\n");
    check("a;b;", "a\nb\n");
    check("a {\nb; c\n}", "a {\n    b\n    c\n}\n");
    check("\n\na\n\n\n\nb {\n\n  c\n\n}\n\n\n", "a\n\nb {\n    c\n}\n");
    check("a {\n        b {\n c\n}}", "a {\n    b {\n        c\n    }\n}\n");
    check("a\u{2028}b\u{a0}1", "a\nb 1\n");
    check("/-  a /-1 /-{b} {c}", "/- a /- 1 /- { b } { c }\n");
    check("/-\n\na\n/- \\\n b", "/- a\n/- b\n");
}

#[test]
fn types_are_laid_out_too() {
    check("( t ) a (u)  1 b = (v) 2", "(t)a (u)1 b=(v)2\n");
    check("( /* c */ t )a", "( /* c */ t)a\n");
}

#[test]
fn more_than_three_are_a_line_each() {
    stays("san { dns a; dns b; dns c }\n");
    check(
        "san { dns a; dns b; dns c; dns d }",
        "san {\n    dns a\n    dns b\n    dns c\n    dns d\n}\n",
    );
    check(
        "a { b { c; d; e; f }; g }",
        "a {\n    b {\n        c\n        d\n        e\n        f\n    }\n    g\n}\n",
    );
    check("a { b; c; d; /- e }", "a {\n    b\n    c\n    d\n    /- e\n}\n");
    stays("a {\n    b\n}\n");
}

#[test]
fn a_line_that_is_too_long_opens_its_block() {
    let long = "x".repeat(100);
    stays(&format!("a {{ {long}; b }}\n"));
    check(&format!("ab {{ {long}; cd }}"), &format!("ab {{\n    {long}\n    cd\n}}\n"));
    let inner = format!("b {{ {long} }}");
    check(&format!("a {{ {inner} }}"), &format!("a {{\n    {inner}\n}}\n"));
    stays(&format!("ab {{ c }}        // {long}\n"));
    stays(&format!("{long}{long} {{}}\n"));
}

#[test]
fn comments_stay_where_they_are() {
    stays("// a\n\n// b\na // c\n// d\n");
    check("a//c", "a //c\n");
    check("a ; // c\nb; /* d */", "a // c\nb /* d */\n");
    check(
        "/* a */b/* c */1/* d */{/* e */}/* f */",
        "/* a */ b /* c */ 1 /* d */ { /* e */ } /* f */\n",
    );
    check("a { // b\n\n c // d\n // e\n }", "a { // b\n    c // d\n    // e\n}\n");
    check("a { /* b */ c; /* d */ e; /* f */ }", "a { /* b */ c; /* d */ e /* f */ }\n");
    check("a /* b\n  c */ 1", "a /* b\n  c */ 1\n");
    check("a { /* b\n  c */ d }", "a {\n    /* b\n  c */ d\n}\n");
    check("a // b  \n", "a // b\n");
    check("a b /* c */ = /* d */ 1", "a b /* c */ = /* d */ 1\n");
    check("/- // a\n /* b */ // c\n d", "/- // a\n    /* b */ // c\n    d\n");
}

#[test]
fn a_comment_keeps_its_column() {
    stays("a           // b\ncd          // e\n");
    check("a\t// b\ncd  // e\n", "a   // b\ncd  // e\n");
    check("a  1        // b\ncd          // e\n", "a 1         // b\ncd          // e\n");
    check("x {\n  a       // b\n  c 1     // d\n}", "x {\n    a     // b\n    c 1   // d\n}\n");
    check("x {\n  a       // b\n  cdefgh  // d\n}", "x {\n    a       // b\n    cdefgh  // d\n}\n");
    check("x {\n a  // b\n c1 // d\n}", "x {\n    a  // b\n    c1 // d\n}\n");
    check("x { a; b }  // c\ny {a;b}     // d\n", "x { a; b }  // c\ny { a; b }  // d\n");
    check("a  1 // b", "a 1 // b\n");
    stays("a           // b\n            // more of it\nc\n");
    check("a           // b\n\n            // another\nc\n", "a           // b\n\n// another\nc\n");
    stays("é           // b\na           // c\n");
}

#[test]
fn a_line_may_go_on() {
    check("a \\\n1 \\ // b\n  2", "a \\\n    1 \\ // b\n    2\n");
    check("a \\\n\nb", "a\nb\n");
    check("a \\ // b\n\nc", "a // b\nc\n");
    check("a \\ // b\n // c\nd", "a \\ // b\n    // c\nd\n");
    check("x {\n a \\\n {\n b } }", "x {\n    a {\n        b\n    }\n}\n");
    check("a \\", "a\n");
    check("\\\na", "a\n");
    check("/* a */ \\\n b", "/* a */ \\\n    b\n");
}

#[test]
fn strings_stay_as_they_are() {
    stays("a \"  b  {;} // \\\"\" #\"c  \"d\"#\n");
    stays("a {\n    b \"\"\"\n  c\n      d\n  \"\"\"  // e\n}\n");
    check("a {b #\"\"\"\r\n  c\r\n  \"\"\"#}", "a {\n    b #\"\"\"\n  c\n  \"\"\"#\n}\n");
    stays("a \"b \\\n      c\"\n");
}

/// It is read once, not again for each of its parts: that would take minutes.
#[test]
fn a_line_may_be_long() {
    stays(&format!("a{}\n", " /**/".repeat(50_000)));
    stays(&format!("a{}\n", " /- {}".repeat(50_000)));
    stays(&format!("a{}\n", " 1".repeat(50_000)));
}

#[test]
fn what_is_no_kdl_stays_as_it_is() {
    for text in ["a {", "a }", "a \"", "/*", "component: zeebe", "a 'b  c'", "a \u{1b}", "a\rb"] {
        assert!(format(&source(0, text)).is_err(), "{text:?}");
    }
    check("a b=1  b=2", "a b=1 b=2\n");
}

/// How many files are made.
const FILES: u32 = 10_000;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: FILES, ..<_>::default() })]

    #[test]
    fn every_spec_says_what_it_said(text in made::file()) {
        if !too_many_types(&text) {
            formatted(&text);
        }
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        drop(format(&source(0, &text)));
    }

    #[test]
    fn no_row_of_marks_panics(text in "[\"#/*\\-\\\\{}();=\n\r a1]{0,40}") {
        if format(&source(0, &text)).is_ok() {
            formatted(&text);
        }
    }
}
