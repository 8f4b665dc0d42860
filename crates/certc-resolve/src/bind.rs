//! References between things: who signs whom.

use certc_graph::{AuthorityId, AuthorityKind, Origin, Sourced};
use certc_schema::Statement;

use crate::layers::Found;
use crate::rules::{AMBIGUOUS_ISSUER, MISSING_ISSUER, UNKNOWN_REFERENCE};
use crate::{Resolver, layers, value};

impl<'a> Resolver<'a> {
    /// The authority that a reference names.
    pub(crate) fn named_issuer(&mut self, found: Found<'a>) -> Option<Sourced<AuthorityId>> {
        let statement = found.first();
        let (name, place) = (value::text(statement), value::place(statement));
        if self.signers().any(|it| value::name(it) == name) {
            return Some(found.at(AuthorityId(name.into()), place));
        }
        let said = UNKNOWN_REFERENCE.broken(format!("no authority is called `{name}`"));
        let said = said.at(place, "not in this spec");
        let names: Vec<_> = self.signers().map(value::name).collect();
        self.said.push(match certc_parse::suggest(name, names.iter().copied()) {
            Some(it) => said.help(format!("did you mean `{it}`?")),
            None if names.is_empty() => said.help(format!("add `authority {name}`")),
            None => said.help(format!("the authorities here are {}", quoted(&names))),
        });
        None
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
            [first, second, ..] => {
                let message = format!("which authority signs `{}`?", value::name(own));
                let said =
                    AMBIGUOUS_ISSUER.broken(message).at(value::place(own), "names no issuer");
                let said = said.at(value::place(first), "this one can sign");
                let said = said.at(value::place(second), "this one too");
                let help = "add `issued-by NAME` here, or for all in `defaults { leaf { issued-by NAME } }`";
                self.said.push(said.help(help));
                None
            }
        }
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
