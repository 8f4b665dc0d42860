//! Files that nobody writes by hand. Each gets an answer, and what stands after it is still read.

use kdl::KdlDocument;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::{read, source};
use crate::parse;

fn check(hostile: &str, rule: &str) {
    let text = format!("{hostile}\nlast 1\n");
    let (document, said) = parse(&source(0, &text));
    assert!(said.iter().any(|it| it.rule == rule), "{said:#?}");
    assert!(said.len() <= 21);
    assert_eq!(document.statements.last().map(|it| it.name.0.as_str()), Some("last"));
}

/// Its last line is in a block that never ends.
fn check_unclosed(hostile: &str) {
    let (_, said) = parse(&source(0, &format!("{hostile}\nlast 1\n")));
    assert!((1..=2).contains(&said.len()), "{said:#?}");
}

#[test]
fn hostile_files_get_an_answer() {
    check(&format!("{}{}", "a {".repeat(1300), "}".repeat(1300)), "too-large");
    check_unclosed(&"a {\n".repeat(1300));
    check_unclosed(&"a {".repeat(50_000));
    check(&"}".repeat(50_000), "syntax");
    check(&format!("{}{}", "/-a {".repeat(70), "}".repeat(70)), "too-large");
    check(&format!("a {}{}", "/-{a ".repeat(70), "}".repeat(70)), "too-large");
    check(&format!("a \"{}\"", "b".repeat(8_000_000)), "too-large");
    check(&"a=\n".repeat(50_000), "syntax");
    check(&format!("b {{\n{}}}", "a=1\n".repeat(50_000)), "syntax");
    check(&format!("b {{\n{}}}", "1=\n".repeat(50_000)), "syntax");
    check(&format!("b {{\n{}}}", "a \"\\q\"\n".repeat(3_000)), "syntax");
    check(&format!("b {{\n{}}}", "{\n}\n".repeat(3_000)), "syntax");
    check(&format!("b {{\n{}}}", "a #x\n".repeat(3_000)), "syntax");
    check(&format!("b {}", "c#d ".repeat(35_000)), "syntax");
    check(&format!("{}{}", "/*".repeat(60_000), "*/".repeat(60_000)), "too-large");
    check("a \u{0}b \"\u{1b}\"", "control-character");
    check("authority root {\n  a", "syntax");
    check("a \"never", "syntax");
    check("}", "syntax");
}

#[test]
fn a_large_file_is_refused() {
    let (_, said) = parse(&source(0, &"a\n".repeat(9 << 20)));
    assert_eq!(said[0].rule, "too-large");
}

#[test]
fn what_never_ends_ends_with_the_file() {
    for text in ["/*".repeat(60_000), "a \"\"\"\nb".to_owned(), "a #\"\"\"\nb".to_owned()] {
        let (_, said) = parse(&source(0, &text));
        assert_eq!(said.len(), 1, "{said:#?}");
    }
}

#[test]
fn ten_thousand_statements_are_read() {
    let component = |it| format!("component c{it} {{ kind zeebe; san {{ dns \"c{it}\" }} }}\n");
    let text: String = (0..10_000).map(component).collect();
    let (_, spec, said) = read(&[&format!("language 1\n{text}")]);
    assert_eq!((spec.statements.len(), said.len()), (10_000, 0));
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in any::<String>()) {
        read(&[&text]);
    }

    #[test]
    fn marks_get_an_answer(text in "[\"#/*\\-\\\\{}()\n\r =;é.a1]{0,60}") {
        read(&[&text]);
    }

    /// Without `;`: `kdl` refuses `/-a;`.
    #[test]
    fn what_passes_is_what_kdl_reads(text in "(a|b|=|\"c\"|#true|1|/-|/\\*|\\*/|//|[ {}\n\\\\]){0,24}") {
        let (document, said) = parse(&source(0, &text));
        if said.is_empty() {
            let whole = KdlDocument::parse_v2(&text);
            prop_assert_eq!(whole.ok().map(|it| it.nodes().len()), Some(document.statements.len()));
        }
    }

    #[test]
    fn mutilated_specs_get_an_answer(from in 0_usize..2000, length in 0_usize..40, instead in "[\"{}=a\n]{0,3}") {
        let spec = include_str!("../../../../specs/camunda-8.7.kdl");
        let mut text = spec.to_owned();
        let range = [from, from + length].map(|it| text.floor_char_boundary(it));
        text.replace_range(range[0]..range[1], &instead);
        let (_, spec, _) = read(&[&text]);
        prop_assert!(!spec.statements.is_empty() || spec.is_incomplete);
    }
}
