//! Specs with the slips of a hand: what was not touched is still read.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::sample::select;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{read, source};
use crate::parse;

const SPECS: [&str; 6] = [
    include_str!("../../../../specs/camunda-8.7.kdl"),
    include_str!("../../../../specs/byo-oidc.kdl"),
    include_str!("../../../../specs/environments.kdl"),
    include_str!("../../../../specs/gateway-tls.kdl"),
    include_str!("../../../../specs/quickstart.kdl"),
    include_str!("../../../../specs/two-connectors.kdl"),
];

/// How many mutants are made.
const MUTANTS: u32 = 20_000;

/// One slip at some place of a text.
#[derive(Clone, Debug)]
enum Slip {
    Insert(char),
    Remove(usize),
    Replace(char),
    RemoveLine,
    RepeatLine,
}

fn slip() -> impl Strategy<Value = Slip> {
    let mark = select("{}\"'=;/\\#-:,[]()*\n ax1é".chars().collect::<Vec<_>>());
    (0..5, mark, 1_usize..5).prop_map(|(kind, mark, length)| match kind {
        0 => Slip::Insert(mark),
        1 => Slip::Remove(length),
        2 => Slip::Replace(mark),
        3 => Slip::RemoveLine,
        _ => Slip::RepeatLine,
    })
}

/// Lets a slip happen at that part of the text.
fn apply(text: &mut String, at: f64, slip: &Slip) {
    let at = text.floor_char_boundary((text.len() as f64 * at) as usize);
    let after = |length: usize| text.ceil_char_boundary((at + length).min(text.len()));
    let line = text[..at].rfind('\n').map_or(0, |it| it + 1);
    let next = text[at..].find('\n').map_or(text.len(), |it| at + it + 1);
    let (range, instead) = match slip {
        Slip::Insert(mark) => (at..at, mark.to_string()),
        Slip::Remove(length) => (at..after(*length), String::new()),
        Slip::Replace(mark) => (at..after(1), mark.to_string()),
        Slip::RemoveLine => (line..next, String::new()),
        Slip::RepeatLine => (line..line, text[line..next].to_owned()),
    };
    text.replace_range(range, &instead);
}

#[test]
fn a_slip_costs_little() {
    let kept = Cell::new(0);
    let whole = SPECS.map(|it| (it, parse(&source(0, it)).0.statements.len()));
    let slips = vec((any::<u32>().prop_map(|it| f64::from(it) / 4_294_967_296.0), slip()), 1..9);
    let config = Config { cases: MUTANTS, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let ran = TestRunner::new_with_rng(config, rng).run(
        &(select(whole.to_vec()), slips),
        |((spec, statements), slips)| {
            let mut text = spec.to_owned();
            slips.iter().for_each(|(at, slip)| apply(&mut text, *at, slip));
            let (documents, _, _) = read(&[&text]);
            let read = documents[0].statements.len();
            let is_kept = read > 0 && read + 2 * slips.len() >= statements;
            kept.set(kept.get() + u32::from(is_kept));
            Ok(())
        },
    );
    ran.expect("no mutant panics");
    let kept = kept.get();
    assert!(kept * 100 >= MUTANTS * 95, "{kept} of {MUTANTS} give a tree");
}
