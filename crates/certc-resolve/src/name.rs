//! Names are folders and file names too, and each stands for one thing.

use std::collections::BTreeMap;

use certc_diagnostic::{Diagnostic, Span};

use crate::rules::{DUPLICATE_NAME, UNUSABLE_NAME};
use crate::{Resolver, value};

/// The sorts of things that share one space of names.
const NAMED: [&str; 4] = ["authority", "identity-provider", "component", "application"];

const USABLE: &str =
    "use lower-case letters, digits, `-`, `_` and `.`, a letter or digit first, at most 63";

impl Resolver<'_> {
    /// Every name can be a folder, and none stands for two things, ignoring case.
    pub(crate) fn names(&mut self) {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for sort in ["deployment"].into_iter().chain(NAMED) {
            for statement in self.layers.named(sort) {
                let (name, place) = (value::name(statement), value::place(statement));
                if let Some(said) = unusable_name(name, place) {
                    self.said.push(said);
                } else if sort == "deployment" {
                    continue;
                } else if let Some(first) = seen.insert(name.to_lowercase(), place) {
                    let said = DUPLICATE_NAME.broken(format!("`{name}` is the name of two things"));
                    let said = said.at(place, "said again here").at(first, "first here");
                    let help = "give one of them another name; what it is can be said by `kind`";
                    self.said.push(said.help(help));
                }
            }
        }
    }
}

/// What is wrong with a name, if it cannot be one.
pub(crate) fn unusable_name(name: &str, place: Span) -> Option<Diagnostic> {
    let why = problem(name)?;
    let said = UNUSABLE_NAME.broken(format!("`{name}` cannot be a name: {why}"));
    let lower = name.to_lowercase();
    Some(said.at(place, "becomes a folder").help(match problem(&lower) {
        None => format!("write `{lower}`"),
        Some(_) => USABLE.to_owned(),
    }))
}

/// Why a text cannot be a name.
pub(crate) fn problem(name: &str) -> Option<&'static str> {
    let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "-_.".contains(it);
    if name.is_empty() {
        Some("it is empty")
    } else if !name.chars().all(plain) {
        Some("it has other characters than lower-case letters, digits, `-`, `_` and `.`")
    } else if !name.starts_with(|it: char| it.is_ascii_alphanumeric()) {
        Some("it does not begin with a letter or a digit")
    } else if name.contains("..") || name.ends_with('.') {
        Some("it has `..` or ends in a point")
    } else if name.len() > 63 {
        Some("it is longer than 63 characters")
    } else {
        None
    }
}

#[test]
fn names_are_folders() {
    for name in ["a", "zeebe-intermediate", "payments_worker.1", &"a".repeat(63)] {
        assert_eq!(problem(name), None, "{name}");
    }
    for name in ["", "../../x", "A", "-rf", ".x", "a/b", "a..b", "a.", "ä", "a b", &"a".repeat(64)]
    {
        assert!(problem(name).is_some(), "{name}");
    }
}
