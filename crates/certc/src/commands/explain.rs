//! `certc explain`.

use certc_diagnostic::Rule;

use super::Ended;
use crate::{print, rules};

/// A rule's page.
pub(crate) fn explain(name: &str) -> Ended {
    if let Some(rule) = explained().find(|it| it.name == name) {
        return print::asked_for(rule.page);
    }
    let names = explained().map(|it| it.name);
    Err(match certc_parse::suggest(name, names) {
        Some(it) => format!("there is no rule `{name}`; did you mean `{it}`?"),
        None => format!("there is no rule `{name}`; a message shows the name of its rule above it"),
    })
}

/// Those that a spec can break, and those that only a server shows.
fn explained() -> impl Iterator<Item = &'static Rule> {
    rules::all().chain(certc_probe::rules::RULES.iter().copied())
}
