//! References between things: who signs whom.

use certc_diagnostic::Span;
use certc_graph::{AuthorityId, AuthorityKind, Origin, Sourced};
use certc_schema::Statement;

use crate::layers::Found;
use crate::rules::{AMBIGUOUS_ISSUER, ISSUER_CYCLE, MISSING_ISSUER, UNKNOWN_REFERENCE};
use crate::{Resolver, layers, line, value};

/// More names than this do not help.
const WORTH_NAMING: usize = 3;

impl<'a> Resolver<'a> {
    /// The authority that a reference names.
    pub(crate) fn named_issuer(&mut self, found: Found<'a>) -> Option<Sourced<AuthorityId>> {
        let statement = found.first();
        let (name, place) = (value::text(statement), value::place(statement));
        if self.signers().any(|it| value::name(it) == name) {
            return Some(found.at(AuthorityId(name.into()), place));
        }
        let names: Vec<_> = self.signers().map(value::name).collect();
        if self.layers.named("authority").any(|it| value::name(it) == name) {
            let said =
                UNKNOWN_REFERENCE.broken(format!("`{name}` is `trust-only` and signs nothing"));
            let help = match names.first() {
                Some(it) => format!("name one that signs, such as `{it}`"),
                None => "add `authority root`".to_owned(),
            };
            self.said.push(said.at(place, "cannot sign").help(help));
            return None;
        }
        self.unknown_authority(name, place, &names);
        None
    }

    /// A reference to none of the authorities that it could name.
    pub(crate) fn unknown_authority(&mut self, name: &str, place: Span, names: &[&str]) {
        let said = UNKNOWN_REFERENCE.broken(format!("no authority is called `{name}`"));
        let said = said.at(place, "not in this spec");
        self.said.push(match certc_parse::suggest(name, names.iter().copied()) {
            Some(it) => said.meant(place, it, line::name(it)),
            None if names.is_empty() => said.help(format!("add `authority {name}`")),
            None => said.help(format!("the authorities here are {}", quoted(names))),
        });
    }

    /// The only authority that signs is the issuer of whoever names none.
    pub(crate) fn only_issuer(&mut self, own: &'a Statement) -> Option<Sourced<AuthorityId>> {
        let signers: Vec<_> = self.signers().collect();
        match signers[..] {
            [it] => {
                let origin = Origin::Derived(vec![value::place(it)]);
                Some(Sourced::new(AuthorityId(value::name(it).into()), origin))
            }
            [] => {
                let message = format!("nobody signs the certificate of `{}`", value::name(own));
                let said = MISSING_ISSUER.broken(message).at(value::place(own), "needs an issuer");
                self.said.push(said.help("add `authority root`"));
                None
            }
            [_, _, ..] => {
                self.undecided.push(own);
                None
            }
        }
    }

    /// One finding for all who name no issuer; none where authorities sign each other, for then nobody can be named.
    pub(crate) fn refuse_ambiguous(&mut self) {
        let names: Vec<_> = self.undecided.iter().map(|it| value::name(it)).collect();
        let is_cyclic = self.said.iter().any(|it| it.rule == ISSUER_CYCLE.name);
        if names.is_empty() || is_cyclic {
            return;
        }
        let few = quoted(&names[..names.len().min(WORTH_NAMING)]);
        let more = names.len().saturating_sub(WORTH_NAMING);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let said = AMBIGUOUS_ISSUER.broken(format!("which authority signs {few}{more}?"));
        let holders = self.undecided.iter().take(WORTH_NAMING);
        let said = holders.fold(said, |said, it| said.at(value::place(it), "names no issuer"));
        let signers = self.signers().take(WORTH_NAMING);
        let said = signers.fold(said, |said, it| said.at(value::place(it), "this one can sign"));
        let lines = self.signers().take(WORTH_NAMING);
        let lines: Vec<_> = lines.map(|it| format!("`issued-by {}`", value::name(it))).collect();
        let lines = lines.join(" or ");
        let help =
            format!("add {lines} in each block, or one for all in `defaults {{ leaf {{ … }} }}`");
        self.said.push(said.help(help));
    }

    /// The authorities that can sign.
    pub(crate) fn signers(&self) -> impl Iterator<Item = &'a Statement> + use<'a> {
        let signs = |it: &&Statement| layers::children(it, "trust-only").next().is_none();
        self.layers.named("authority").filter(signs)
    }

    /// The authorities from this one up to the top of its chain, itself first.
    pub(crate) fn chain(&self, id: &AuthorityId) -> Vec<AuthorityId> {
        let mut chain = vec![id.clone()];
        while let Some(AuthorityKind::Intermediate(it)) =
            chain.last().and_then(|it| Some(&self.graph.authorities.get(it)?.kind.value))
        {
            if chain.contains(it) {
                break;
            }
            chain.push(it.clone());
        }
        chain
    }
}

/// "`a`, `b`".
pub(crate) fn quoted(names: &[&str]) -> String {
    names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
}
