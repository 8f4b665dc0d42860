//! `--format json`: everything that is known of the findings.
//!
//! `format` is 1; what is added to it later changes nothing of what is there. Each of `findings` has its `rule`, `severity`
//! (`error`, `warning` or `note`), `message`, `help` (or null), `notes`, `labels` and `fixes`. A label has a `path`, its
//! `start` and its `end`, which is one past it, and a `text`; the first one is the primary place. `line` and `column` count
//! from 1, a column counts code points; `byte` counts from 0. A fix has a `title`, an `applicability` (`safe` or `unsafe`)
//! and `edits`, all of which belong together: `text` replaces what is between `start` and `end` of `path`. `errors` and
//! `warnings` count the findings.

use certc_diagnostic::{Applicability, Severity};
use serde_json::{Value, json};

use super::finding::{Finding, Label, Mending, Region};
use super::severity;
use super::shown::Position;

/// One document.
pub(super) fn json(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let document = json!({
        "format": 1,
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
        "errors": count(Severity::Error),
        "warnings": count(Severity::Warning),
    });
    format!("{document:#}\n")
}

fn finding(of: &Finding) -> Value {
    json!({
        "rule": of.rule,
        "severity": severity(of.severity),
        "message": of.message,
        "help": of.help,
        "notes": of.notes,
        "labels": of.labels.iter().map(label).collect::<Vec<_>>(),
        "fixes": of.fixes.iter().map(fix).collect::<Vec<_>>(),
    })
}

fn label(of: &Label) -> Value {
    with_text(&of.region, &of.text)
}

fn fix(of: &Mending) -> Value {
    let edits = of.edits.iter().map(|(region, text)| with_text(region, text));
    json!({
        "title": of.title,
        "applicability": applicability(of.applicability),
        "edits": edits.collect::<Vec<_>>(),
    })
}

fn with_text(region: &Region, text: &str) -> Value {
    let Region { path, start, end } = region;
    json!({ "path": path, "start": position(*start), "end": position(*end), "text": text })
}

fn position(of: Position) -> Value {
    let Position { line, column, byte } = of;
    json!({ "line": line, "column": column, "byte": byte })
}

pub(super) fn applicability(of: Applicability) -> &'static str {
    match of {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
    }
}
