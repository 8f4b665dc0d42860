//! `--format sarif`: SARIF 2.1.0, which code scanners read.
//!
//! Numbers in brackets are sections of the specification of OASIS. There is a run even where nothing was found: a scanner
//! then closes what it showed before.

use std::collections::BTreeMap;

use camino::Utf8Path;
use certc_diagnostic::Rule;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::finding::{Finding, Label, Mending, Region};
use super::{json as plain, severity};
use crate::rules;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What RFC 3986 §3.3 has in a path as it is.
const OF_A_PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// One log of one run. Paths beneath `base` are relative to it.
pub(super) fn sarif(findings: &[Finding], base: Option<&Utf8Path>) -> String {
    let broken: BTreeMap<&str, &Finding> = findings.iter().map(|it| (&*it.rule, it)).collect();
    let names: Vec<_> = broken.keys().copied().collect();
    let run = Run { base, names, fingerprints: fingerprints(findings) };
    let results = findings.iter().enumerate().map(|(index, it)| run.result(index, it));
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "certc",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": broken.values().map(|it| rule(it)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

/// A rule that is broken [3.49]. Those of emitters from elsewhere have no page here.
fn rule(of: &Finding) -> Value {
    let level = json!({ "level": severity(of.severity) });
    let Some(Rule { page, .. }) = rules::all().find(|it| it.name == of.rule) else {
        return json!({ "id": of.rule, "name": of.rule, "defaultConfiguration": level });
    };
    let short = page.split("\n\n").next().and_then(|it| it.split_once('\n'));
    let short = short.map_or(of.rule.as_str(), |it| it.1).replace('\n', " ");
    let why = page.split_once("## Why\n").and_then(|it| it.1.split("\n\n").next());
    let full = why.map_or(short.clone(), |it| it.replace('\n', " "));
    json!({
        "id": of.rule,
        "name": of.rule,
        "shortDescription": { "text": short },
        "fullDescription": { "text": full },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": level,
    })
}

/// What the results of a run share.
struct Run<'a> {
    base: Option<&'a Utf8Path>,
    /// The rules, in the order in which they are listed.
    names: Vec<&'a str>,
    /// Those of the findings, in their order.
    fingerprints: Vec<String>,
}

impl Run<'_> {
    /// A finding [3.27].
    fn result(&self, index: usize, of: &Finding) -> Value {
        let mut labels = of.labels.iter();
        let primary = labels.next().map_or_else(
            || json!({ "physicalLocation": { "artifactLocation": self.artifact(&of.path) } }),
            |it| self.location(it),
        );
        let mut result = json!({
            "ruleId": of.rule,
            "ruleIndex": self.names.iter().position(|it| *it == of.rule),
            "level": severity(of.severity),
            "message": { "text": of.sentences("; ") },
            "locations": [primary],
            "partialFingerprints": { "certc/v1": self.fingerprints[index] },
        });
        let related: Vec<_> = labels.map(|it| self.location(it)).collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        if !of.fixes.is_empty() {
            result["fixes"] = of.fixes.iter().map(|it| self.fix(it)).collect();
        }
        result
    }

    /// A place and what is to be seen there [3.28].
    fn location(&self, of: &Label) -> Value {
        json!({
            "physicalLocation": {
                "artifactLocation": self.artifact(&of.region.path),
                "region": region(&of.region),
            },
            "message": { "text": of.text },
        })
    }

    /// A way to mend it [3.55]: the changes of each file once.
    fn fix(&self, of: &Mending) -> Value {
        let mut files: BTreeMap<&Utf8Path, Vec<Value>> = BTreeMap::new();
        for (place, text) in &of.edits {
            files.entry(&place.path).or_default().push(json!({
                "deletedRegion": region(place),
                "insertedContent": { "text": text },
            }));
        }
        let changes = files.into_iter().map(|(path, replacements)| {
            json!({ "artifactLocation": self.artifact(path), "replacements": replacements })
        });
        json!({
            "description": { "text": of.title },
            "artifactChanges": changes.collect::<Vec<_>>(),
            "properties": { "applicability": plain::applicability(of.applicability) },
        })
    }

    /// Where a file is [3.4]: relative to where certc ran, wherever it can be said so.
    fn artifact(&self, path: &Utf8Path) -> Value {
        let relative = self.base.and_then(|it| path.strip_prefix(it).ok()).unwrap_or(path);
        let parts = relative.components().map(|it| it.as_str()).filter(|it| *it != ".");
        let path = parts.collect::<Vec<_>>().join("/").replacen("//", "/", 1);
        let uri = utf8_percent_encode(&path, OF_A_PATH).to_string();
        let scheme = if relative.is_absolute() { "file://" } else { "" };
        json!({ "uri": format!("{scheme}{uri}") })
    }
}

/// A part of a text [3.30].
fn region(of: &Region) -> Value {
    let Region { start, end, .. } = of;
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

/// What stays the same when lines are added above a finding [3.27.17]: its rule, what stands at its place, and which of
/// those in its file it is.
fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let fingerprint = |it: &Finding| {
        let marked = it.labels.first().map_or("", |it| &it.marked).to_owned();
        let ordinal = seen.entry((it.path.clone(), it.rule.clone(), marked.clone())).or_default();
        *ordinal += 1;
        let hash = Sha256::digest(format!("{}\n{ordinal}\n{marked}", it.rule));
        certc_plan::hex(&hash[..8])
    };
    findings.iter().map(fingerprint).collect()
}
