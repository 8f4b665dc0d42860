//! The half without keys: the lexer, `check` of long specs against KDL's own parser, `check` of the quickstart.

use std::hint::black_box;
use std::time::Instant;

use kdl::KdlDocument;

use super::table::{Goal, Sample, Unit};
use super::{Bench, inputs, megabytes, show, show_in, wall};

/// How many bytes the lexer is given.
const LEXED: usize = 32_000_000;

impl Bench {
    /// `check` and what it rests on.
    pub(super) fn front(&self) -> Result<(), String> {
        lexer()?;
        let quickstart = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/quickstart.kdl");
        let runs = (0..15).map(|_| Ok(Sample::alone(wall(&self.check(quickstart.as_ref())?))));
        let runs = runs.collect::<Result<_, String>>()?;
        show("check of the quickstart: whole process".to_owned(), runs, "", Goal::Value(10.0));
        self.components()
    }

    /// A long spec, against what `kdl` takes for its text, and against a tenth of it.
    fn components(&self) -> Result<(), String> {
        let [small, large] = [1000, 10_000].map(inputs::components);
        let names = [("small.kdl", &small), ("large.kdl", &large)];
        let paths = names.map(|(name, text)| self.write(name, text));
        let [Ok(small), Ok(long)] = paths else { return Err("the specs cannot be written".into()) };
        let (mut beyond, mut linear, mut memory) = (vec![], vec![], vec![]);
        for _ in 0..5 {
            let (took, tenth) = (self.check(&long)?, self.check(&small)?);
            let floor = kdl(&large)?;
            beyond.push(Sample { measured: wall(&took) - floor, floor: Some(floor) });
            linear.push(Sample::over(wall(&took), wall(&tenth)));
            memory.push(Sample::alone(megabytes(took.peak)));
        }
        let name = "check of 10000 components: beyond KDL's parser";
        show(name.to_owned(), beyond, "KDL's own parser on the same text", Goal::Value(200.0));
        let name = "check of 10000 components: whole process";
        show(name.to_owned(), linear, "check of 1000 components", Goal::Ratio(12.0));
        let name = "check of 10000 components: peak memory";
        show_in(Unit::Megabytes, name.to_owned(), memory, Goal::None);
        Ok(())
    }
}

/// What a megabyte takes: 5 ms are 200 MB/s.
fn lexer() -> Result<(), String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/camunda-8.7.kdl");
    let spec = std::fs::read_to_string(path).map_err(|it| format!("{path}: {it}"))?;
    let text = spec.repeat(LEXED / spec.len());
    let lexed = |_| {
        let start = Instant::now();
        black_box(certc_parse::lex(black_box(&text)).count());
        let seconds = start.elapsed().as_secs_f64();
        Sample::alone(seconds * 1e9 / text.len() as f64)
    };
    let samples = (0..9).map(lexed).collect();
    show("lexer: a megabyte".to_owned(), samples, "", Goal::Value(5.0));
    Ok(())
}

/// What KDL's own parser takes, in milliseconds.
fn kdl(text: &str) -> Result<f64, String> {
    let start = Instant::now();
    let document = KdlDocument::parse_v2(text).map_err(|it| it.to_string())?;
    black_box(document.nodes().len());
    Ok(start.elapsed().as_secs_f64() * 1e3)
}
