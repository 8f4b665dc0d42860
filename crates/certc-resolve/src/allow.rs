//! `allow`: a warning that the spec's authors have read, with their reason.

use certc_diagnostic::{Diagnostic, Severity, Source};
use certc_schema::Statement;

use crate::authority::property;
use crate::layers::children;
use crate::rules::USELESS_ALLOW;
use crate::{line, value};

/// Takes out what the spec allows in the block that it concerns, and says of each `allow` that is good for nothing why.
///
/// `later` are the rules that are only looked at with a clock or a disk: nobody knows yet whether these are broken.
pub fn allow(
    statements: &[Statement],
    sources: &[Source],
    said: &mut Vec<Diagnostic>,
    rules: &[&str],
    later: &[&str],
) {
    // Where there is an error, nobody knows what would be warned of without it.
    let has_errors = said.iter().any(is_error);
    for block in statements {
        for it in children(block, "allow") {
            let (name, place) = (value::text(it), value::place(it));
            let before = said.len();
            let is_forbidden =
                said.iter().any(|it| it.rule == name && is_error(it) && concerns(it, block));
            let has_reason = has_reason(it);
            said.retain(|it| {
                !has_reason || it.rule != name || is_error(it) || !concerns(it, block)
            });
            let useless = |why: &str, help: String| {
                USELESS_ALLOW.broken(format!("`allow {name}` {why}")).at(place, "here").help(help)
            };
            if !has_reason {
                let help = "write why it is no danger here: `reason=\"…\"`";
                said.push(useless("gives no reason", help.to_owned()));
            } else if said.len() == before && !rules.contains(&name) {
                let known = certc_parse::suggest(name, rules.iter().copied());
                let known = known.map(|it| (format!("did you mean `{it}`?"), it));
                let help = "a message shows the name of its rule above it";
                said.push(match known {
                    None => useless("names no rule", help.to_owned()),
                    Some((help, it)) => useless("names no rule", help)
                        .unsafe_fix(&format!("write `{it}`"), [place.replaced_by(it)]),
                });
            } else if is_forbidden {
                let help = "mend the error; only warnings can be allowed".to_owned();
                said.push(useless("cannot make an error right", help));
            } else if said.len() == before && !later.contains(&name) {
                let why = "is not needed here";
                if said.iter().any(|it| it.rule == name) {
                    let help = "put it into the block that the warning shows";
                    said.push(useless(why, help.to_owned()));
                } else if !has_errors {
                    let said_of = useless(why, "remove the line".to_owned());
                    let removal = line::without(it.span, sources);
                    said.push(said_of.safe_fix("remove the line", [removal]));
                }
            }
        }
    }
}

/// Takes out what the spec allows, of rules that were looked at later.
pub fn allow_later(statements: &[Statement], said: &mut Vec<Diagnostic>) {
    for block in statements {
        let allows = children(block, "allow").filter(|it| has_reason(it));
        let names: Vec<_> = allows.map(value::text).collect();
        said.retain(|it| is_error(it) || !names.contains(&&*it.rule) || !concerns(it, block));
    }
}

/// Without a reason it allows nothing.
pub(crate) fn has_reason(of: &Statement) -> bool {
    property(of, "reason").is_some_and(|it| !it.0.trim().is_empty())
}

fn is_error(it: &Diagnostic) -> bool {
    it.severity == Severity::Error
}

/// Whether a place of the finding is in the block.
fn concerns(said: &Diagnostic, block: &Statement) -> bool {
    said.labels.iter().any(|it| block.holds(it.0))
}
