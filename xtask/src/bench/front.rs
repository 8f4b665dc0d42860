//! The half without keys: the lexer, `check` of long specs against KDL's own parser, `check` of the quickstart.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use kdl::KdlDocument;

use super::process::run;
use super::table::{Goal, Sample, Unit};
use super::{Bench, inputs, megabytes, show, show_in, wall};

/// How many bytes the lexer is given.
const LEXED: usize = 32_000_000;

/// Prints to standard error what the lexer, or KDL's own parser, takes for a file in milliseconds.
pub(crate) fn parse(what: &str, file: &str) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|it| format!("{file}: {it}"))?;
    let start = Instant::now();
    match what {
        "lexer" => drop(black_box(certc_parse::lex(black_box(&text)).count())),
        "kdl" => drop(black_box(KdlDocument::parse_v2(&text).map_err(|it| it.to_string())?)),
        _ => return Err(format!("there is no parser `{what}`")),
    }
    eprintln!("{}", start.elapsed().as_secs_f64() * 1e3);
    Ok(())
}

impl Bench {
    /// `check` and what it rests on.
    pub(super) fn front(&self) -> Result<(), String> {
        self.lexer()?;
        let quickstart = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/quickstart.kdl");
        let runs = (0..15).map(|_| Ok(Sample::alone(wall(&self.check(quickstart.as_ref())?))));
        let runs = runs.collect::<Result<_, String>>()?;
        show("check of the quickstart: whole process".to_owned(), runs, "", Goal::Value(10.0));
        self.components()
    }

    /// What a megabyte takes: 5 ms are 200 MB/s.
    fn lexer(&self) -> Result<(), String> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/camunda-8.7.kdl");
        let spec = fs::read_to_string(path).map_err(|it| format!("{path}: {it}"))?;
        let text = spec.repeat(LEXED / spec.len());
        let file = self.write("lexed.kdl", &text)?;
        let samples = (0..9).map(|_| {
            let milliseconds = self.parse("lexer", &file)?;
            Ok(Sample::alone(milliseconds * 1e6 / text.len() as f64))
        });
        let samples = samples.collect::<Result<_, String>>()?;
        show("lexer: a megabyte".to_owned(), samples, "", Goal::Value(5.0));
        Ok(())
    }

    /// A long spec, against what `kdl` takes for its text, and against a tenth of it.
    fn components(&self) -> Result<(), String> {
        let small = self.write("small.kdl", &inputs::components(1000))?;
        let large = self.write("large.kdl", &inputs::components(10_000))?;
        let (mut beyond, mut linear, mut memory) = (vec![], vec![], vec![]);
        for _ in 0..5 {
            let (took, tenth) = (self.check(&large)?, self.check(&small)?);
            let floor = self.parse("kdl", &large)?;
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

    /// What one of the parsers takes for a file.
    fn parse(&self, what: &str, file: &Path) -> Result<f64, String> {
        let took = run(self.folder.path(), self.program("xtask").args(["parse", what]).arg(file))?;
        took.said.trim().parse().map_err(|_| format!("xtask parse said {}", took.said))
    }
}
