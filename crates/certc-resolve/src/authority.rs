//! `authority`: root, intermediate, imported or to be trusted only.

use std::collections::BTreeSet;
use std::sync::Arc;

use certc_catalog::KeyKind;
use certc_graph::name::Subject;
use certc_graph::{
    Authority, AuthorityId, AuthorityKind, Given, Origin, PasswordId, Sourced, Wish, blame,
};
use certc_schema::Statement;

use crate::layers::{self, Room};
use crate::rules::{ISSUER_CYCLE, UNUSABLE_PIN};
use crate::{Resolver, value};

/// A root lives ten years, an intermediate five.
const ROOT_DAYS: u32 = 3650;
const INTERMEDIATE_DAYS: u32 = 1825;

impl<'a> Resolver<'a> {
    pub(crate) fn authorities(&mut self) {
        let mut statements: Vec<_> = self.layers.named("authority").collect();
        statements.sort_by_key(|it| value::name(it));
        if statements.is_empty() {
            self.missing("authority", "add `authority root`");
        }
        for statement in statements {
            let id = AuthorityId(value::name(statement).into());
            match self.authority(statement) {
                Some(it) => drop(self.graph.authorities.insert(id, it)),
                None => drop(self.graph.holes.insert(id.0.to_string(), statement.span)),
            }
        }
        self.refuse_cycles();
    }

    fn authority(&mut self, own: &'a Statement) -> Option<Authority> {
        if let Some(certificate) = layers::children(own, "certificate").next() {
            return self.given(own, certificate);
        }
        if let Some(it) = layers::children(own, "trust-only").next() {
            let message = format!("authority `{}` has no certificate to trust", value::name(own));
            let said = crate::rules::MISSING_STATEMENT.broken(message);
            let help = "add `certificate file=\"…\"`";
            self.said.push(said.at(it.span, "trusted for what?").help(help));
            return None;
        }
        let kind = self.own_kind(own)?;
        let common_name = self.common_name(own);
        let subject = self.subject(own, Room::Authority, &common_name)?;
        let is_root = kind.value == AuthorityKind::Root;
        let days = if is_root { ROOT_DAYS } else { INTERMEDIATE_DAYS };
        Some(Authority {
            name: value::sourced(own),
            subject,
            wish: Some(Wish {
                key: self.key(own, Room::Authority, Sourced::new(KeyKind::EcP256, Origin::Default)),
                days: self.days(own, Room::Authority, "validity", days),
            }),
            pinned: self.pinned(own),
            given: None,
            anchor: None,
            kind,
        })
    }

    fn own_kind(&mut self, own: &'a Statement) -> Option<Sourced<AuthorityKind>> {
        let Some(issued_by) = layers::children(own, "issued-by").next() else {
            return Some(Sourced::new(
                AuthorityKind::Root,
                Origin::Derived(vec![value::place(own)]),
            ));
        };
        let found = layers::Found { statements: vec![issued_by], overrode: Vec::new() };
        let issuer = self.named_issuer(found)?;
        let Sourced { value, origin, overrode } = issuer;
        Some(Sourced { value: AuthorityKind::Intermediate(value), origin, overrode })
    }

    /// Imported, or to be trusted only.
    fn given(&mut self, own: &'a Statement, certificate: &'a Statement) -> Option<Authority> {
        let (file, place) = property(certificate, "file")?;
        let chain = self.certificates(&self.path(file, place), place)?;
        let subject = self.given_subject(&chain[0], place)?;
        let above = chain[1..].last().map(|it| self.given_subject(it, place));
        let anchor = if let Some(it) = above { Some(it?) } else { None };
        let (kind, at, given) = match layers::children(own, "trust-only").next() {
            Some(it) => {
                let given = Given { chain, private_key: None, password: None };
                (AuthorityKind::TrustOnly, it.span, given)
            }
            None => {
                let private_key = self.private_key(own, certificate)?;
                (AuthorityKind::Imported, certificate.span, Given { chain, ..private_key })
            }
        };
        Some(Authority {
            name: value::sourced(own),
            kind: Sourced::new(kind, Origin::Written(at)),
            subject,
            wish: None,
            pinned: self.pinned(own),
            given: Some(given),
            anchor,
        })
    }

    /// The key file of an imported authority and what opens it; its certificates are not in yet.
    fn private_key(&mut self, own: &'a Statement, certificate: &Statement) -> Option<Given> {
        let Some(statement) = layers::children(own, "private-key").next() else {
            let message = format!("authority `{}` has a certificate and no key", value::name(own));
            let said = crate::rules::MISSING_STATEMENT.broken(message);
            let help = "add `private-key file=\"…\"`";
            self.said.push(said.at(certificate.span, "cannot sign without its key").help(help));
            return None;
        };
        let (file, place) = property(statement, "file")?;
        let password = layers::children(statement, "password").next().map(|it| {
            let id = PasswordId(Arc::from(format!("{}/private-key", value::name(own))));
            let source = Sourced::new(self.password(it), Origin::Written(it.span));
            self.graph.passwords.insert(id.clone(), source);
            id
        });
        let private_key = Sourced::new(self.path(file, place), Origin::Written(place));
        Some(Given { chain: Vec::new(), private_key: Some(private_key), password })
    }

    fn given_subject(&mut self, der: &[u8], place: certc_diagnostic::Span) -> Option<Subject> {
        let subject = crate::given::subject(der).and_then(|it| Subject::from_der(&it));
        subject.map_err(|why| self.unusable_certificate(&why, place)).ok()
    }

    fn common_name(&self, own: &Statement) -> String {
        let deployment = self.layers.named("deployment").next().map_or("certc", value::name);
        let environment = self.graph.deployment.as_ref().and_then(|it| it.environment.as_deref());
        let parts = [Some(deployment), environment, Some(value::name(own))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn pinned(&mut self, own: &'a Statement) -> Option<Sourced<[u8; 32]>> {
        let statement = layers::children(own, "pinned").next()?;
        let (text, place) = property(statement, "sha256")?;
        if let Some(it) = fingerprint(text) {
            return Some(Sourced::new(it, Origin::Written(place)));
        }
        let said = UNUSABLE_PIN.broken("the pin is no SHA-256 fingerprint").at(place, "here");
        self.said.push(said.help("write its 64 hexadecimal digits, as `compile` shows them"));
        None
    }

    fn refuse_cycles(&mut self) {
        let mut told = BTreeSet::new();
        for id in self.graph.authorities.keys().cloned().collect::<Vec<_>>() {
            let chain = self.chain(&id);
            let top = chain.last().and_then(|it| self.graph.authorities.get(it));
            let Some(AuthorityKind::Intermediate(next)) = top.map(|it| &it.kind.value) else {
                continue;
            };
            if !chain.contains(next)
                || !told.insert(chain.iter().map(|it| it.0.clone()).collect::<BTreeSet<_>>())
            {
                continue;
            }
            let names: Vec<_> = chain.iter().chain([next]).map(|it| &*it.0).collect();
            let message = format!("authorities sign each other: {}", names.join(" ← "));
            let authorities = chain.iter().filter_map(|it| self.graph.authorities.get(it));
            let said = authorities.fold(ISSUER_CYCLE.broken(message), |said, it| {
                blame(said, &it.kind.origin, "signed by")
            });
            self.said.push(said.help("let one of them be a root: drop its `issued-by`"));
        }
        if !told.is_empty() {
            self.graph.authorities.clear();
        }
    }
}

/// A property of a statement as text.
pub(crate) fn property<'a>(
    of: &'a Statement,
    name: &str,
) -> Option<(&'a str, certc_diagnostic::Span)> {
    let (value, place) = of.properties.get(name)?;
    Some((value.text()?, *place))
}

/// 64 hexadecimal digits, colons between them allowed.
fn fingerprint(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<_> = text.chars().filter(|it| *it != ':').map(|it| it.to_digit(16)).collect();
    let mut bytes = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::try_from(pair[0]? * 16 + pair[1]?).ok()?;
    }
    Some(bytes)
}
