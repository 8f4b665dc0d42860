//! What every holder of a leaf has: issuer, key, life, subject, names, stores.

use std::sync::Arc;

use certc_catalog::{KeyKind, Workload};
use certc_graph::name::AlternativeName;
use certc_graph::{
    AuthorityId, Leaf, LeafId, Origin, Password, PasswordId, Reader, Sourced, TrustId, blame,
};
use certc_schema::{Statement, Value};

use crate::layers::{self, Room};
use crate::rules::{DUE_AT_ONCE, UNUSABLE_ALTERNATIVE_NAME, UNUSABLE_KEY};
use crate::{Resolver, value};

/// A leaf lives 90 days and is due 30 before its end.
const DAYS: u32 = 90;
const RENEW_BEFORE_DAYS: u32 = 30;

/// What a holder asks of its leaf, beside what the spec says.
pub(crate) struct Needs<'a> {
    pub(crate) server: bool,
    pub(crate) client: bool,
    /// The names that the platform and the URLs give.
    pub(crate) names: Vec<Sourced<AlternativeName>>,
    pub(crate) key: Sourced<KeyKind>,
    /// What it is on the platform.
    pub(crate) workload: Option<&'a Workload>,
    /// The keys that its holder can use; none where it can use any.
    pub(crate) allowed: &'a [KeyKind],
}

impl<'a> Resolver<'a> {
    /// Makes leaf, reader and passwords of the thing that `own` describes; what is missing is a hole. Whether nothing is.
    pub(crate) fn leaf(&mut self, own: &'a Statement, needs: Needs<'a>) -> bool {
        let name: Arc<str> = value::name(own).into();
        let subject = self.subject(own, Room::Leaf, &name);
        let issued_by = self.issuer(own, Room::Leaf);
        let usable = needs.key.value;
        let key = self.key(own, Room::Leaf, needs.key);
        self.refuse_key(&name, &key, needs.allowed, usable);
        let days = self.days(own, Room::Leaf, "validity", DAYS);
        let last_third = RENEW_BEFORE_DAYS.min(days.value / 3);
        let renew_before_days = self.days(own, Room::Leaf, "renew-before", last_third);
        self.compare_due(own, &days, &renew_before_days);
        let names = self.alternative_names(own, needs.names);
        let reader = self.reader(own, &name, needs.workload);
        let (Some(subject), Some(issued_by)) = (subject, issued_by) else {
            self.graph.holes.insert(name.to_string(), own.span);
            return false;
        };
        let (server, client, name) = (needs.server, needs.client, value::sourced(own));
        let leaf =
            Leaf { name, issued_by, subject, names, key, days, renew_before_days, server, client };
        self.graph.leaves.insert(reader.leaf.clone(), leaf);
        self.graph.readers.insert(reader.leaf.0.to_string(), reader);
        true
    }

    fn reader(
        &mut self,
        own: &'a Statement,
        name: &Arc<str>,
        workload: Option<&Workload>,
    ) -> Reader {
        let catalog = |source| Origin::Catalog { source };
        let user = workload.and_then(|it| Some(Sourced::new(it.user?, catalog(it.source))));
        let service = workload
            .and_then(|it| Some(Sourced::new(self.released(it.service?), catalog(it.source))));
        let keystore_password = self.store_password(own, name, "keystore");
        let truststore_password = self.store_password(own, name, "truststore");
        let (leaf, trust) = (LeafId(name.clone()), Some(TrustId(name.clone())));
        Reader { leaf, trust, keystore_password, truststore_password, user, service }
    }

    fn store_password(&mut self, own: &'a Statement, name: &str, store: &str) -> PasswordId {
        let id = PasswordId(format!("{name}/{store}").into());
        let found = self.layers.find(own, Room::Leaf, &[store, "password"]);
        let password = match found {
            Some(it) => it.sourced(self.password(it.first())),
            None => Sourced::new(Password::Generate, Origin::Default),
        };
        self.graph.passwords.insert(id.clone(), password);
        id
    }

    /// Where a password comes from, as a `password` statement says it.
    pub(crate) fn password(&self, of: &Statement) -> Password {
        let property = |name| of.properties.get(name).and_then(|it| Some((it.0.text()?, it.1)));
        if let Some((name, _)) = property("env") {
            Password::Environment(name.to_owned())
        } else if let Some((file, place)) = property("file") {
            Password::File(self.path(file, place))
        } else {
            Password::Generate
        }
    }

    pub(crate) fn key(
        &self,
        own: &'a Statement,
        room: Room,
        default: Sourced<KeyKind>,
    ) -> Sourced<KeyKind> {
        let Some(found) = self.layers.find(own, room, &["key"]) else { return default };
        let words = found.first().arguments.iter().map(|it| match &it.0 {
            Value::Text(it) => it.clone(),
            Value::Number(it) => it.to_string(),
            Value::Decimal(_) | Value::Flag(_) | Value::Null => String::new(),
        });
        let words = words.collect::<Vec<_>>().join(" ");
        key_kind(&words).map_or(default, |it| found.sourced(it))
    }

    fn refuse_key(
        &mut self,
        name: &str,
        key: &Sourced<KeyKind>,
        allowed: &[KeyKind],
        usable: KeyKind,
    ) {
        if allowed.is_empty() || allowed.contains(&key.value) {
            return;
        }
        let message = format!("`{name}` cannot use a key `{}`", key.value.words());
        let help = format!("say `key {}` in its block", usable.words());
        let said = UNUSABLE_KEY.broken(message).help(help);
        self.said.push(blame(said, &key.origin, "asked for here"));
    }

    /// The `days` of a statement.
    pub(crate) fn days(
        &self,
        own: &'a Statement,
        room: Room,
        name: &str,
        default: u32,
    ) -> Sourced<u32> {
        let default = Sourced::new(default, Origin::Default);
        let Some(found) = self.layers.find(own, room, &[name]) else { return default };
        match found.first().properties.get("days") {
            Some((Value::Number(days), place)) => match u32::try_from(*days) {
                Ok(it) => found.at(it, *place),
                Err(_) => default,
            },
            _ => default,
        }
    }

    /// A leaf that is due as soon as it is made would be made anew at each run.
    fn compare_due(&mut self, own: &Statement, days: &Sourced<u32>, before: &Sourced<u32>) {
        if before.value < days.value {
            return;
        }
        let message = format!(
            "`{}` lives {} days and would be due {} days before its end, so at once",
            value::name(own),
            days.value,
            before.value
        );
        let said = DUE_AT_ONCE.broken(message).help("let `renew-before` be less than `validity`");
        let places = [(before, "due so early"), (days, "lives so long")];
        let said = places.into_iter().fold(said, |said, it| blame(said, &it.0.origin, it.1));
        self.said.push(said);
    }

    /// What the platform gives, then what `san` adds, each name once.
    fn alternative_names(
        &mut self,
        own: &'a Statement,
        mut names: Vec<Sourced<AlternativeName>>,
    ) -> Vec<Sourced<AlternativeName>> {
        for entry in layers::children(own, "san").flat_map(|it| &it.children) {
            for (text, place) in &entry.arguments {
                let text = text.text().unwrap_or_default();
                match alternative_name(&entry.name.0, text) {
                    Ok(it) => names.push(Sourced::new(it, Origin::Written(*place))),
                    Err(why) => {
                        let said = UNUSABLE_ALTERNATIVE_NAME.broken(why);
                        let said = said.at(*place, "cannot stand in a certificate");
                        self.said.push(said.help(example(&entry.name.0)));
                    }
                }
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|it| seen.insert(it.value.clone()));
        names
    }

    /// The authority that is named, or the only one that can sign.
    pub(crate) fn issuer(
        &mut self,
        own: &'a Statement,
        room: Room,
    ) -> Option<Sourced<AuthorityId>> {
        let found = self.layers.find(own, room, &["issued-by"]);
        match found {
            Some(it) => self.named_issuer(it),
            None => self.only_issuer(own),
        }
    }
}

fn key_kind(words: &str) -> Option<KeyKind> {
    use KeyKind::{EcP256, EcP384, EcP521, Ed25519, Rsa2048, Rsa3072, Rsa4096};
    let all = [Rsa2048, Rsa3072, Rsa4096, EcP256, EcP384, EcP521, Ed25519];
    all.into_iter().find(|it| it.words() == words)
}

fn example(sort: &str) -> &'static str {
    match sort {
        "dns" => "write a host name, such as `dns \"operate.example.com\"`",
        "ip" => "write an address, such as `ip \"10.0.0.1\"`",
        "email" => "write a mailbox, such as `email \"operate@example.com\"`",
        _ => "write a URI, such as `uri \"https://operate.example.com\"`",
    }
}

fn alternative_name(sort: &str, text: &str) -> Result<AlternativeName, String> {
    match sort {
        "dns" => AlternativeName::dns(text),
        "ip" => AlternativeName::ip(text),
        "email" => AlternativeName::email(text),
        _ => AlternativeName::uri(text),
    }
}
