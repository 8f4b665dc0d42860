//! `--format github`: commands that GitHub Actions shows beside the lines of a change.
//!
//! It shows ten errors and ten warnings of a step, so errors come first. A column counts only where one line is marked.

use std::cmp::Reverse;

use certc_diagnostic::Severity;

use super::finding::{Finding, Region};

/// A command per finding.
pub(super) fn github(findings: &[Finding]) -> String {
    let mut sorted: Vec<_> = findings.iter().collect();
    sorted.sort_by_key(|it| Reverse(it.severity));
    sorted.into_iter().map(command).collect()
}

fn command(of: &Finding) -> String {
    let name = match of.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = vec![("file", of.path.to_string())];
    properties.extend(of.labels.first().into_iter().flat_map(|it| place(&it.region)));
    properties.push(("title", of.rule.clone()));
    let properties: Vec<_> =
        properties.iter().map(|it| format!("{}={}", it.0, property(&it.1))).collect();
    format!("::{name} {}::{}\n", properties.join(","), data(&of.sentences("\n")))
}

fn place(of: &Region) -> Vec<(&'static str, String)> {
    let Region { start, end, .. } = of;
    let lines = vec![("line", start.line.to_string()), ("endLine", end.line.to_string())];
    let columns = [("col", start.column.to_string()), ("endColumn", end.column.to_string())];
    let has_columns = start.line == end.line;
    lines.into_iter().chain(has_columns.then_some(columns).into_iter().flatten()).collect()
}

/// What `@actions/core` escapes in the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The same in a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
