//! Why Keycloak refuses a client whose certificate came through: told apart by a look at what it holds.

use std::sync::Arc;

use certc_graph::Compared;
use certc_graph::name::Subject;
use serde_json::Value;

use crate::component::Component;
use crate::exchange::Said;
use crate::keycloak::{AUTHENTICATOR, BY_CERTIFICATE, mended, restore, update};
use crate::own::Own;
use crate::rules::{
    AUTHENTICATOR_DIFFERS, CLIENT_DISABLED, CLIENT_REFUSED, CLIENT_UNKNOWN, PUBLIC_CLIENT,
    REGULAR_EXPRESSION_ON, ROOT_DIFFERS, SECRET_STILL_ON, SUBJECT_DIFFERS, SUBJECT_UNREADABLE,
};
use crate::watch::Watch;
use crate::{Finding, admin};

/// What a client authenticates by that nobody told otherwise.
const BY_SECRET: &str = "client-secret";

/// Why Keycloak refuses a client: by what it holds where an administrator may look, else by the answer alone.
pub(crate) async fn causes(
    of: &Component<'_>,
    own: &Own,
    watch: &Arc<Watch>,
    said: &Said,
) -> Vec<Finding> {
    let subject = &own.leaf().subject;
    let outside = || from_outside(of, subject, said);
    let Some(admin) = &of.ask.admin else { return vec![outside()] };
    match admin::client(of, watch, admin).await {
        Ok(Some(client)) => {
            Held { client, of, subject, root: own.root() }.causes(said.status == 400)
        }
        Ok(None) => vec![unknown(of)],
        Err(it) => vec![outside(), it.into()],
    }
}

/// What the answer alone tells.
fn from_outside(of: &Component<'_>, subject: &Subject, said: &Said) -> Finding {
    let client = of.client_id();
    match (said.status, said.text("error").as_str()) {
        (400, "unauthorized_client") => {
            let said = format!(
                "the server cannot read the subject, root or expression of the client `{client}`"
            );
            mended(of.at_client(SUBJECT_UNREADABLE.broken(said)), restore(of, &[]))
        }
        (401, "unauthorized_client") => other_proof(of, BY_SECRET),
        _ => {
            let said = CLIENT_REFUSED.broken(format!(
                "the server refuses the client `{client}`: it may be unknown, off, compared as a regular expression, \
                 pinned to another root, or hold another subject than `{}`", subject.rfc2253.0
            ));
            let help = if of.ask.admin.is_some() {
                "a look at it tells which, as soon as the administrator may look"
            } else {
                "set `KEYCLOAK_ADMIN_USERNAME` and `KEYCLOAK_ADMIN_PASSWORD`, and ask again: a look at it tells which"
            };
            of.at_client(said.help(help)).into()
        }
    }
}

/// Nothing is wrong with what the client holds.
fn unexplained(of: &Component<'_>) -> Finding {
    let message = format!(
        "the server refuses the client `{}`, which is held as it should be",
        of.client_id()
    );
    let help = "Keycloak's log at `DEBUG` for `org.keycloak.authentication` tells why";
    of.at_client(CLIENT_REFUSED.broken(message).help(help)).into()
}

fn unknown(of: &Component<'_>) -> Finding {
    let message = format!("the realm `{}` has no client `{}`", of.realm(), of.client_id());
    let help = "run `update-clients.sh` of `output keycloak`: it makes missing clients";
    of.at_client(CLIENT_UNKNOWN.broken(message).help(help)).into()
}

/// A client without any proof.
pub(crate) fn public(of: &Component<'_>) -> Finding {
    let said = PUBLIC_CLIENT.broken(format!("the client `{}` is a public one", of.client_id()));
    let fields = [("publicClient", "false"), ("serviceAccountsEnabled", "true")];
    mended(of.at_client(said), restore(of, &fields))
}

/// A client that proves itself by something else than a certificate.
fn other_proof(of: &Component<'_>, by: &str) -> Finding {
    let rule = if by == BY_SECRET { SECRET_STILL_ON } else { AUTHENTICATOR_DIFFERS };
    let client = of.client_id();
    let said = format!("the client `{client}` authenticates by `{by}`, not by its certificate");
    mended(of.at_client(rule.broken(said)), restore(of, &[]))
}

/// A client as Keycloak has it, beside what the server would compare it with.
struct Held<'a> {
    client: Value,
    of: &'a Component<'a>,
    subject: &'a Subject,
    root: &'a Subject,
}

impl Held<'_> {
    /// In the order in which Keycloak looks: what comes later is not looked at.
    fn causes(&self, is_unreadable: bool) -> Vec<Finding> {
        let first =
            self.off().or_else(|| self.unreadable(is_unreadable)).or_else(|| self.pattern());
        if let Some(it) = first {
            return vec![it];
        }
        let differ: Vec<_> =
            [self.other_subject(), self.other_root()].into_iter().flatten().collect();
        let differ = if differ.is_empty() { vec![unexplained(self.of)] } else { differ };
        differ.into_iter().chain(self.no_root()).collect()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.client["attributes"][name].as_str().filter(|it| !it.trim().is_empty())
    }

    /// Why nobody looks at its attributes.
    fn off(&self) -> Option<Finding> {
        let of = self.of;
        if self.client["enabled"] == false {
            let said = CLIENT_DISABLED.broken(format!("the client `{}` is off", of.client_id()));
            return Some(mended(of.at_client(said), update(of, &[("enabled", "true")])));
        }
        if self.client["publicClient"] == true {
            return Some(public(of));
        }
        let by = self.client[AUTHENTICATOR].as_str().filter(|it| *it != BY_CERTIFICATE);
        Some(other_proof(of, by?))
    }

    /// What it holds is no name, or no expression.
    fn unreadable(&self, is_so: bool) -> Option<Finding> {
        let of = self.of;
        let names = [
            (Compared::SUBJECT, &of.compared.subject, self.subject),
            (Compared::ROOT, &of.root().rfc2253.0, self.root),
        ];
        let (name, ..) = names.into_iter().find(|it| is_so && !self.holds(it.0, it.1, it.2))?;
        let (client, held) = (of.client_id(), self.attribute(name).unwrap_or_default());
        let said = SUBJECT_UNREADABLE.broken(format!(
            "the server cannot read `{held}`, the `{name}` of the client `{client}`"
        ));
        Some(mended(of.at_client(said), self.restore()))
    }

    /// Where the attribute is absent Keycloak takes it for `true`, and any other word for `false`.
    fn is_expression(&self) -> bool {
        self.attribute(Compared::PATTERN).is_none_or(|it| it.eq_ignore_ascii_case("true"))
    }

    fn pattern(&self) -> Option<Finding> {
        if !self.is_expression() || self.of.compared.is_pattern {
            return None;
        }
        let (client, name) = (self.of.client_id(), Compared::PATTERN);
        let is = self.attribute(name).map_or("absent", |_| "`true`");
        let subject = self.attribute(Compared::SUBJECT).unwrap_or_default();
        let said = REGULAR_EXPRESSION_ON.broken(format!(
            "Keycloak takes `{subject}` for a regular expression: `{name}` of the client `{client}` is {is}"
        ));
        Some(mended(self.of.at_client(said), self.restore()))
    }

    fn other_subject(&self) -> Option<Finding> {
        let (of, held) = (self.of, self.attribute(Compared::SUBJECT));
        let Compared { subject, is_pattern } = &of.compared;
        let as_wanted = self.is_expression() == *is_pattern;
        if as_wanted && self.holds(Compared::SUBJECT, subject, self.subject) {
            return None;
        }
        let expects = held.map_or("no subject".to_owned(), |it| format!("`{it}`"));
        let expects = if as_wanted { expects } else { format!("{expects} itself, no expression") };
        let compares = if *is_pattern { &self.subject.java.0 } else { &self.subject.rfc2253.0 };
        let said = SUBJECT_DIFFERS.broken(format!(
            "the client `{}` expects {expects}, the server would compare `{compares}`",
            of.client_id()
        ));
        Some(mended(of.at_subject(said), self.restore()))
    }

    fn other_root(&self) -> Option<Finding> {
        let wanted = &self.root.rfc2253.0;
        let held = self.attribute(Compared::ROOT);
        let held = held.filter(|_| !self.holds(Compared::ROOT, wanted, self.root))?;
        let said = ROOT_DIFFERS.broken(format!(
            "the client `{}` is pinned to `{held}`, the certificate is below `{wanted}`",
            self.of.client_id()
        ));
        Some(mended(self.of.at_client(said), self.restore()))
    }

    /// It works without, for certificates of any root that the server trusts.
    fn no_root(&self) -> Option<Finding> {
        let of = self.of;
        let is_missing = of.is_pinned() && self.attribute(Compared::ROOT).is_none();
        let said = ROOT_DIFFERS.broken(format!(
            "the client `{}` is pinned to no root: any that the server trusts could sign a certificate for it",
            of.client_id()
        ));
        is_missing.then(|| mended(of.at_client(said), self.restore()))
    }

    /// A command that makes it what it must be; a pin that the spec does not ask for is compared, too.
    fn restore(&self) -> Option<String> {
        let pin = format!("attributes.\"{}\"", Compared::ROOT);
        let is_alone = !self.of.is_pinned() && self.attribute(Compared::ROOT).is_some();
        let pin = is_alone.then_some((&*pin, &*self.of.root().rfc2253.0));
        restore(self.of, pin.as_slice())
    }

    /// Whether an attribute is what is wanted, a name also in the other spelling that Keycloak reads.
    fn holds(&self, attribute: &str, wanted: &str, name: &Subject) -> bool {
        let held = self.attribute(attribute);
        held == Some(wanted) || (wanted == name.rfc2253.0 && held == Some(&name.java.0))
    }
}
