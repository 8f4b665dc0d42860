//! Why Keycloak refuses a client whose certificate came through: told apart by a look at what it holds.

use std::sync::Arc;

use certc_graph::Compared;
use certc_graph::name::Subject;
use serde_json::Value;

use crate::component::Component;
use crate::exchange::Said;
use crate::keycloak::{attribute, mended, update};
use crate::own::Own;
use crate::rules::{
    AUTHENTICATOR_DIFFERS, CLIENT_DISABLED, CLIENT_REFUSED, CLIENT_UNKNOWN, PUBLIC_CLIENT,
    REGULAR_EXPRESSION_ON, ROOT_DIFFERS, SECRET_STILL_ON, SUBJECT_DIFFERS, SUBJECT_UNREADABLE,
};
use crate::watch::Watch;
use crate::{Finding, admin};

/// Names of Keycloak's attributes (X509ClientAuthenticator, OIDCAdvancedConfigWrapper).
const SUBJECT: &str = "x509.subjectdn";
const PATTERN: &str = "x509.allow.regex.pattern.comparison";
const ROOT: &str = "x509.casubjectdn";
const AUTHENTICATOR: &str = "clientAuthenticatorType";
const BY_CERTIFICATE: (&str, &str) = (AUTHENTICATOR, "client-x509");
/// What a client authenticates by that nobody told otherwise.
const BY_SECRET: &str = "client-secret";

/// Why the client is refused: by what it holds where an administrator may look, else by the answer alone.
pub(crate) async fn causes(
    of: &Component<'_>,
    own: &Own,
    watch: &Arc<Watch>,
    said: &Said,
) -> Vec<Finding> {
    let subject = &own.leaf().subject;
    let outside = from_outside(of, subject, said);
    let admin = of.ask.admin.as_ref().filter(|_| of.is_keycloak());
    let Some(admin) = admin else { return vec![outside] };
    let client = match admin::client(of, watch, admin).await {
        Ok(Some(it)) => it,
        Ok(None) => return vec![unknown(of)],
        Err(it) => return vec![outside, it.into()],
    };
    let held = Held { client, of, subject, root: own.root() };
    let causes = held.causes(said.status == 400);
    if causes.is_empty() { vec![outside] } else { causes }
}

/// What the answer alone tells.
fn from_outside(of: &Component<'_>, subject: &Subject, said: &Said) -> Finding {
    let client = of.client_id();
    match (said.status, said.text("error").as_str()) {
        (400, "unauthorized_client") => {
            let said = format!(
                "the server cannot read the subject, root or expression of the client `{client}`"
            );
            mended(of.at_client(SUBJECT_UNREADABLE.broken(said)), exact(of, subject))
        }
        (401, "unauthorized_client") => other_proof(of, BY_SECRET),
        _ => {
            let said = CLIENT_REFUSED.broken(format!(
                "the server refuses the client `{client}`: it may be unknown, off, compared as a regular expression, \
                 pinned to another root, or hold another subject than `{}`", subject.rfc2253.0
            ));
            let help = if of.is_keycloak() {
                "set `KEYCLOAK_ADMIN_USERNAME` and `KEYCLOAK_ADMIN_PASSWORD`, and ask again: a look at it tells which"
            } else {
                "ask its keeper to compare the client with `registration/`: the server's log says which"
            };
            of.at_client(said.help(help)).into()
        }
    }
}

fn unknown(of: &Component<'_>) -> Finding {
    let message = format!("the realm `{}` has no client `{}`", of.realm(), of.client_id());
    let help = "run `update-clients.sh` of `output keycloak`: it makes missing clients";
    of.at_client(CLIENT_UNKNOWN.broken(message).help(help)).into()
}

/// A client without any proof.
pub(crate) fn public(of: &Component<'_>) -> Finding {
    let said = PUBLIC_CLIENT.broken(format!("the client `{}` is a public one", of.client_id()));
    let fields = [("publicClient", "false"), BY_CERTIFICATE, ("serviceAccountsEnabled", "true")];
    mended(of.at_client(said), update(of, &fields))
}

/// A client that proves itself by something else than a certificate.
fn other_proof(of: &Component<'_>, by: &str) -> Finding {
    let rule = if by == BY_SECRET { SECRET_STILL_ON } else { AUTHENTICATOR_DIFFERS };
    let client = of.client_id();
    let said = format!("the client `{client}` authenticates by `{by}`, not by its certificate");
    mended(of.at_client(rule.broken(said)), update(of, &[BY_CERTIFICATE]))
}

/// A command that sets what the client must hold.
fn exact(of: &Component<'_>, subject: &Subject) -> String {
    let Compared { subject, is_pattern } = wanted(of, subject);
    let fields =
        [(&*attribute(SUBJECT), &*subject), (&*attribute(PATTERN), &is_pattern.to_string())];
    update(of, &fields)
}

/// What the client must hold: the subject that is shown, but where one client is for several.
fn wanted(of: &Component<'_>, shown: &Subject) -> Compared {
    let known = of.compared.clone();
    let is_shared = known.subject != of.leaf.subject.rfc2253.0;
    if is_shared { known } else { Compared { subject: shown.rfc2253.0.clone(), ..known } }
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
        match first {
            Some(it) => vec![it],
            None => [self.other_subject(), self.other_root()].into_iter().flatten().collect(),
        }
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
        let by = self.client[AUTHENTICATOR].as_str().filter(|it| *it != BY_CERTIFICATE.1);
        Some(other_proof(of, by?))
    }

    /// What it holds is no name, or no expression.
    fn unreadable(&self, is_so: bool) -> Option<Finding> {
        let subject = wanted(self.of, self.subject).subject;
        let names = [(SUBJECT, &*subject, self.subject), (ROOT, &self.root.rfc2253.0, self.root)];
        let (name, wanted, _) =
            names.into_iter().find(|it| is_so && !self.holds(it.0, it.1, it.2))?;
        let (client, held) = (self.of.client_id(), self.attribute(name).unwrap_or_default());
        let said = SUBJECT_UNREADABLE.broken(format!(
            "the server cannot read `{held}`, the `{name}` of the client `{client}`"
        ));
        let is_pattern = self.of.compared.is_pattern.to_string();
        let fields = [(&*attribute(name), wanted), (&attribute(PATTERN), &is_pattern)];
        Some(mended(self.of.at_client(said), update(self.of, &fields)))
    }

    /// Where the attribute is absent Keycloak takes it for `true`, and any other word for `false`.
    fn pattern(&self) -> Option<Finding> {
        let held = self.attribute(PATTERN);
        let is_off = held.is_some_and(|it| !it.eq_ignore_ascii_case("true"));
        if is_off || self.of.compared.is_pattern {
            return None;
        }
        let (client, is) = (self.of.client_id(), held.map_or("absent", |_| "`true`"));
        let subject = self.attribute(SUBJECT).unwrap_or_default();
        let said = REGULAR_EXPRESSION_ON.broken(format!(
            "Keycloak takes `{subject}` for a regular expression: `{PATTERN}` of the client `{client}` is {is}"
        ));
        Some(mended(self.of.at_client(said), exact(self.of, self.subject)))
    }

    fn other_subject(&self) -> Option<Finding> {
        let Compared { subject, is_pattern } = wanted(self.of, self.subject);
        let as_text = self.attribute(PATTERN).is_some_and(|it| !it.eq_ignore_ascii_case("true"));
        if self.holds(SUBJECT, &subject, self.subject) && !(is_pattern && as_text) {
            return None;
        }
        let (of, held) = (self.of, self.attribute(SUBJECT));
        let expects = held.map_or("no subject".to_owned(), |it| format!("`{it}`"));
        let client = of.client_id();
        let compares = if is_pattern { &self.subject.java.0 } else { &self.subject.rfc2253.0 };
        let said = SUBJECT_DIFFERS.broken(format!(
            "the client `{client}` expects {expects}, the server would compare `{compares}`"
        ));
        let said = of.at_subject(said);
        // The client is as the spec says, so it is the files that are others.
        if held == Some(of.compared.subject.as_str()) && !(is_pattern && as_text) {
            let help = format!(
                "give `{}` its own certificate: `certc compile` makes what is damaged anew",
                of.name
            );
            return Some(said.help(help).into());
        }
        Some(mended(said, exact(of, self.subject)))
    }

    fn other_root(&self) -> Option<Finding> {
        let held =
            self.attribute(ROOT).filter(|_| !self.holds(ROOT, &self.root.rfc2253.0, self.root))?;
        let (client, wanted) = (self.of.client_id(), &self.root.rfc2253.0);
        let said = ROOT_DIFFERS.broken(format!(
            "the client `{client}` is pinned to `{held}`, the certificate is below `{wanted}`"
        ));
        let command = update(self.of, &[(&attribute(ROOT), wanted)]);
        Some(mended(self.of.at_client(said), command))
    }

    /// Whether an attribute is what is wanted, a name also in the other spelling that Keycloak reads.
    fn holds(&self, attribute: &str, wanted: &str, name: &Subject) -> bool {
        let held = self.attribute(attribute);
        held == Some(wanted) || (wanted == name.rfc2253.0 && held == Some(&name.java.0))
    }
}
