//! Every value of a graph by its place in the language: where does it come from?

use crate::name::{AlternativeName, Subject, attribute_word};
use crate::{
    Authority, Deployment, Graph, IdentityProvider, Leaf, Origin, Password, Process, Reader,
    Setting, Sourced, ZeebeLogin,
};

/// One value of a graph.
#[derive(Debug)]
pub struct Value<'a> {
    /// The words of the language that lead to it: `component.operate.subject.country`.
    pub path: String,
    /// As the language writes it.
    pub shown: String,
    /// What supplied it.
    pub origin: &'a Origin,
    /// What it won against, nearest first.
    pub overrode: &'a [Origin],
}

impl Graph {
    /// All of them, thing by thing.
    pub fn values(&self) -> Vec<Value<'_>> {
        let mut values = Values::default();
        if let Some(it) = &self.deployment {
            values.within("deployment", |values| values.deployment(it));
        }
        for (id, it) in &self.authorities {
            values.within(&format!("authority.{}", id.0), |values| values.authority(it));
        }
        if let Some(it) = &self.identity_provider {
            let path = format!("identity-provider.{}", it.name.value);
            values.within(&path, |values| {
                values.identity_provider(it);
                self.reader(&it.name.value, values);
            });
        }
        for (name, it) in &self.processes {
            let sort = if it.is_application { "application" } else { "component" };
            values.within(&format!("{sort}.{name}"), |values| {
                values.process(it);
                self.reader(name, values);
            });
        }
        values.all
    }

    fn reader<'a>(&'a self, name: &str, values: &mut Values<'a>) {
        let Some(reader) = self.readers.get(name) else { return };
        if let Some(it) = self.leaves.get(&reader.leaf) {
            values.leaf(it);
        }
        for (store, id) in stores(reader) {
            if let Some(it) = self.passwords.get(id) {
                values.add(&format!("{store}.password"), it, password);
            }
        }
        let trust = reader.trust.as_ref().and_then(|it| self.trusts.get(it));
        for it in trust.iter().flat_map(|it| &it.authorities) {
            values.add("truststore", it, |it| it.0.to_string());
        }
        for it in trust.iter().flat_map(|it| &it.also) {
            values.add("truststore.also", it, |it| it.path.to_string());
        }
    }
}

fn stores(of: &Reader) -> [(&'static str, &crate::PasswordId); 2] {
    [("keystore", &of.keystore_password), ("truststore", &of.truststore_password)]
}

fn password(of: &Password) -> String {
    match of {
        Password::Generate => "generate".to_owned(),
        Password::Environment(name) => format!("env={name}"),
        Password::File(path) => format!("file={path}"),
    }
}

/// What was found so far, and where that is.
#[derive(Default)]
struct Values<'a> {
    path: String,
    all: Vec<Value<'a>>,
}

impl<'a> Values<'a> {
    fn within(&mut self, path: &str, fill: impl FnOnce(&mut Self)) {
        self.path = path.to_owned();
        fill(self);
    }

    fn add<T>(&mut self, word: &str, of: &'a Sourced<T>, shown: impl FnOnce(&T) -> String) {
        let path = format!("{}.{word}", self.path);
        let (shown, origin, overrode) = (shown(&of.value), &of.origin, &of.overrode);
        self.all.push(Value { path, shown, origin, overrode });
    }

    fn text<T: ToString + 'a>(&mut self, word: &str, of: impl IntoIterator<Item = &'a Sourced<T>>) {
        of.into_iter().for_each(|it| self.add(word, it, ToString::to_string));
    }

    fn deployment(&mut self, of: &'a Deployment) {
        self.text("name", [&of.name]);
        self.text("camunda", [&of.camunda]);
        self.text("java", [&of.java]);
        self.add("platform", &of.platform, |it| it.word().to_owned());
        if let Some(it) = &of.kubernetes {
            self.text("platform.namespace", [&it.namespace]);
            self.text("platform.release", [&it.release]);
        }
        self.text("maintained-until", [&of.maintained_until]);
    }

    fn authority(&mut self, of: &'a Authority) {
        if let Some(issuer) = of.kind.value.issuer() {
            self.add("issued-by", &of.kind, |_| issuer.0.to_string());
        }
        self.subject(&of.subject);
        if let Some(it) = &of.wish {
            self.add("key", &it.key, |it| it.words().to_owned());
            self.text("validity.days", [&it.days]);
        }
        let hex = |it: &[u8; 32]| it.iter().map(|it| format!("{it:02x}")).collect();
        of.pinned.iter().for_each(|it| self.add("pinned", it, hex));
        let given = of.given.iter().filter_map(|it| it.private_key.as_ref());
        self.text("private-key.file", given);
    }

    fn identity_provider(&mut self, of: &'a IdentityProvider) {
        self.add("kind", &of.kind, |it| it.word().to_owned());
        self.text("version", &of.version);
        self.add("managed-by", &of.managed_by, |it| it.word().to_owned());
        self.text("realm", &of.realm);
        self.text("issuer", [&of.issuer]);
        self.text("backend", [&of.backend]);
        self.text("token-url", &of.token_url);
        self.text("jwks-url", &of.jwks_url);
        self.add("zeebe-login", &of.zeebe_login, |it| match it {
            ZeebeLogin::OwnClient => "own-client".to_owned(),
            ZeebeLogin::Intermediary(_) => "intermediary".to_owned(),
            ZeebeLogin::Pattern(_) => "pattern".to_owned(),
        });
        self.settings(&of.settings);
    }

    fn process(&mut self, of: &'a Process) {
        self.text("kind", [&of.kind]);
        self.text("client-id", [&of.client_id]);
        self.add("authenticate", &of.authenticate, |it| it.word().to_owned());
        self.text("redirect", &of.redirect);
        self.text("audience", &of.audience);
        if let Some((name, value)) = &of.initial_claim {
            self.text("initial-claim", [name]);
            self.text("initial-claim.value", [value]);
        }
        let ports = of.serves.iter().map(|it| &it.port);
        ports.for_each(|it| self.add("serves", it, |it| it.word().to_owned()));
        self.settings(&of.settings);
    }

    fn settings(&mut self, of: &'a [Setting]) {
        self.text("setting", of.iter().map(|it| &it.name));
    }

    fn leaf(&mut self, of: &'a Leaf) {
        self.add("issued-by", &of.issued_by, |it| it.0.to_string());
        self.subject(&of.subject);
        for it in &of.names {
            let (sort, _) = name(&it.value);
            self.add(&format!("san.{sort}"), it, |it| name(it).1);
        }
        self.add("key", &of.key, |it| it.words().to_owned());
        self.text("validity.days", [&of.days]);
        self.text("renew-before.days", [&of.renew_before_days]);
    }

    fn subject(&mut self, of: &'a Subject) {
        for it in &of.attributes {
            let oid = it.value.oid();
            let word = attribute_word(&oid).map_or_else(|| format!("oid.{oid}"), str::to_owned);
            self.add(&format!("subject.{word}"), it, |it| it.value().to_owned());
        }
    }
}

/// The word of the language for an alternative name, and its text.
fn name(of: &AlternativeName) -> (&'static str, String) {
    match of {
        AlternativeName::Dns(it) => ("dns", it.clone()),
        AlternativeName::Ip(it) => ("ip", it.to_string()),
        AlternativeName::Email(it) => ("email", it.clone()),
        AlternativeName::Uri(it) => ("uri", it.clone()),
    }
}
