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
    let judge = Judge { sources, rules, later, has_errors };
    let mut useless = Vec::new();
    for block in statements {
        useless.extend(children(block, "allow").filter_map(|it| judge.take_out(it, block, said)));
    }
    said.extend(useless);
}

/// What tells whether an `allow` is good for something.
struct Judge<'a> {
    sources: &'a [Source],
    rules: &'a [&'a str],
    later: &'a [&'a str],
    has_errors: bool,
}

impl Judge<'_> {
    /// Takes out what one `allow` concerns; says why, where that is nothing.
    fn take_out(
        &self,
        of: &Statement,
        block: &Statement,
        said: &mut Vec<Diagnostic>,
    ) -> Option<Diagnostic> {
        let name = value::text(of);
        if !has_reason(of) {
            let help = "write why it is no danger here: `reason=\"…\"`";
            return Some(useless(of, "gives no reason", help));
        }
        let is_forbidden =
            said.iter().any(|it| it.rule == name && is_error(it) && concerns(it, block));
        let before = said.len();
        said.retain(|it| it.rule != name || is_error(it) || !concerns(it, block));
        let is_idle = said.len() == before;
        if is_idle && !self.rules.contains(&name) {
            Some(self.unknown(of))
        } else if is_forbidden {
            let help = "mend the error; only warnings can be allowed";
            Some(useless(of, "cannot make an error right", help))
        } else if is_idle && !self.later.contains(&name) {
            self.idle(of, said.iter().any(|it| it.rule == name))
        } else {
            None
        }
    }

    fn unknown(&self, of: &Statement) -> Diagnostic {
        let why = "names no rule";
        let said = useless(of, why, "a message shows the name of its rule above it");
        match certc_parse::suggest(value::text(of), self.rules.iter().copied()) {
            None => said,
            Some(it) => said.meant(value::place(of), it, it),
        }
    }

    fn idle(&self, of: &Statement, is_elsewhere: bool) -> Option<Diagnostic> {
        let why = "is not needed here";
        if is_elsewhere {
            return Some(useless(of, why, "put it into the block that the warning shows"));
        }
        let removal = (!self.has_errors).then(|| line::without(of.span, self.sources))?;
        let help = "remove the line";
        Some(useless(of, why, help).safe_fix(help, [removal]))
    }
}

fn useless(of: &Statement, why: &str, help: &str) -> Diagnostic {
    let message = format!("`allow {}` {why}", value::text(of));
    USELESS_ALLOW.broken(message).at(value::place(of), "here").help(help)
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
