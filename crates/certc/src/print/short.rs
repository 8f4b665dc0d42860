//! `--format short`: a line per finding, where editors look for a place.

use super::finding::Finding;
use super::{harmless, severity};

/// `path:line:column: error[rule]: message; help; notes`.
pub(super) fn short(findings: &[Finding]) -> String {
    findings.iter().map(line).collect()
}

fn line(of: &Finding) -> String {
    let path = harmless(of.path.as_str());
    let place = of.labels.first().map(|it| it.region.start);
    let place = place.map(|it| format!(":{}:{}", it.line, it.column)).unwrap_or_default();
    let (severity, rule, said) = (severity(of.severity), &of.rule, of.sentences("; "));
    format!("{path}{place}: {severity}[{rule}]: {said}\n")
}
