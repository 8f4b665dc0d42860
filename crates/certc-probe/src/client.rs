//! Why Keycloak refuses a client whose certificate came through: told apart by a look at what it holds.

use std::sync::Arc;

use certc_diagnostic::{Diagnostic, Rule};
use certc_graph::name::Subject;
use serde_json::Value;

use crate::component::Component;
use crate::exchange::Said;
use crate::own::Own;
use crate::rules::{
    AUTHENTICATOR_DIFFERS, CLIENT_DISABLED, CLIENT_REFUSED, CLIENT_UNKNOWN, PUBLIC_CLIENT,
    REGULAR_EXPRESSION_ON, ROOT_DIFFERS, SECRET_STILL_ON, SUBJECT_DIFFERS, SUBJECT_UNREADABLE,
};
use crate::watch::Watch;
use crate::{admin, keycloak};

/// Names of Keycloak's attributes (X509ClientAuthenticator, OIDCAdvancedConfigWrapper).
const SUBJECT: &str = "x509.subjectdn";
const PATTERN: &str = "x509.allow.regex.pattern.comparison";
const ROOT: &str = "x509.casubjectdn";
const AUTHENTICATOR: &str = "clientAuthenticatorType";
/// What every client authenticates by that nobody told otherwise.
const CLIENT_SECRET: &str = "client-secret";

/// Why the client is refused: by its own fields where an administrator may look, by the answer alone where none may.
pub(crate) async fn causes(
    of: &Component<'_>,
    own: &Own,
    watch: &Arc<Watch>,
    said: &Said,
) -> Vec<Diagnostic> {
    let outside = from_outside(of, own, said);
    let Some(admin) = &of.ask.admin else { return vec![outside] };
    let client = match admin::client(of, watch, admin).await {
        Ok(Some(it)) => it,
        Ok(None) => return vec![unknown(of)],
        Err(it) => return vec![outside, it],
    };
    let (subject, root) = (&own.leaf().subject, own.root());
    let causes = Held { client, of, subject, root }.causes(said.status == 400);
    if causes.is_empty() { vec![outside] } else { causes }
}

/// What the answer alone tells.
fn from_outside(of: &Component<'_>, own: &Own, said: &Said) -> Diagnostic {
    let client = of.client_id();
    let subject = &own.leaf().subject.rfc2253.0;
    of.at_client(match (said.status, said.text("error").as_str()) {
        (400, "unauthorized_client") => {
            let message = format!(
                "the server cannot read the subject, root or expression that the client `{client}` holds"
            );
            SUBJECT_UNREADABLE.broken(message).help(exact(of, subject))
        }
        (401, "unauthorized_client") => other_proof(of, CLIENT_SECRET),
        _ => {
            let message = format!(
                "the server refuses the client `{client}`: it may be unknown, off, compared as a regular \
                 expression, pinned to another root, or hold another subject than `{subject}`"
            );
            let help = "set `KEYCLOAK_ADMIN_USERNAME` and `KEYCLOAK_ADMIN_PASSWORD`, and ask again: \
                        a look at the client tells which";
            CLIENT_REFUSED.broken(message).help(help)
        }
    })
}

fn unknown(of: &Component<'_>) -> Diagnostic {
    let message = format!("the realm `{}` has no client `{}`", of.realm(), of.client_id());
    let help = "create it as the realm file has it: a realm that exists is not imported again";
    of.at_client(CLIENT_UNKNOWN.broken(message).help(help))
}

/// A client that proves itself by something else than a certificate.
fn other_proof(of: &Component<'_>, authenticator: &str) -> Diagnostic {
    let client = of.client_id();
    let message =
        format!("the client `{client}` authenticates by `{authenticator}`, not by its certificate");
    let rule = if authenticator == CLIENT_SECRET { SECRET_STILL_ON } else { AUTHENTICATOR_DIFFERS };
    rule.broken(message).help(keycloak::update(of, &[(AUTHENTICATOR, "client-x509")]))
}

/// A command that sets the exact subject.
fn exact(of: &Component<'_>, subject: &str) -> String {
    let (name, pattern) = (keycloak::attribute(SUBJECT), keycloak::attribute(PATTERN));
    keycloak::update(of, &[(&name, subject), (&pattern, "false")])
}

/// A client as Keycloak has it, beside what the certificate would be compared with.
struct Held<'a> {
    client: Value,
    of: &'a Component<'a>,
    subject: &'a Subject,
    root: &'a Subject,
}

impl Held<'_> {
    /// Why it is refused, the first cause before which the others are not looked at.
    fn causes(&self, is_unreadable: bool) -> Vec<Diagnostic> {
        let one = self.off().or_else(|| self.unreadable(is_unreadable)).or_else(|| self.pattern());
        match one {
            Some(it) => vec![it],
            None => [self.other_subject(), self.other_root()].into_iter().flatten().collect(),
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.client["attributes"][name].as_str().filter(|it| !it.trim().is_empty())
    }

    /// Why nobody looks at its attributes.
    fn off(&self) -> Option<Diagnostic> {
        let client = self.of.client_id();
        let off = |rule: Rule, what, field| {
            let said = rule.broken(format!("the client `{client}` {what}"));
            self.of.at_client(said.help(keycloak::update(self.of, &[field])))
        };
        if self.client["enabled"] == false {
            return Some(off(CLIENT_DISABLED, "is off", ("enabled", "true")));
        }
        if self.client["publicClient"] == true {
            return Some(off(PUBLIC_CLIENT, "is a public one", ("publicClient", "false")));
        }
        let authenticator = self.client[AUTHENTICATOR].as_str().filter(|it| *it != "client-x509");
        Some(self.of.at_client(other_proof(self.of, authenticator?)))
    }

    /// What it holds is no name or no expression.
    fn unreadable(&self, is_unreadable: bool) -> Option<Diagnostic> {
        let held = [(SUBJECT, self.subject), (ROOT, self.root)];
        let mut other = held.iter().filter(|it| is_unreadable && !self.holds(it.0, it.1));
        let (name, wanted) = other.next()?;
        let held = self.attribute(name).unwrap_or_default();
        let client = self.of.client_id();
        let message = format!(
            "the server cannot read `{held}`, which the client `{client}` holds as `{name}`"
        );
        let (attribute, pattern) = (keycloak::attribute(name), keycloak::attribute(PATTERN));
        let fields = [(&*attribute, &*wanted.rfc2253.0), (&pattern, "false")];
        let said = SUBJECT_UNREADABLE.broken(message).help(keycloak::update(self.of, &fields));
        Some(self.of.at_client(said))
    }

    /// Where the attribute is absent Keycloak takes it for `true`; what is neither is `false`.
    fn pattern(&self) -> Option<Diagnostic> {
        let held = self.attribute(PATTERN);
        if held.is_some_and(|it| !it.eq_ignore_ascii_case("true")) {
            return None;
        }
        let (client, is) = (self.of.client_id(), held.map_or("absent", |_| "`true`"));
        let subject = self.attribute(SUBJECT).unwrap_or_default();
        let message = format!(
            "Keycloak takes `{subject}` of the client `{client}` for a regular expression: `{PATTERN}` is {is}"
        );
        let said = REGULAR_EXPRESSION_ON.broken(message);
        Some(self.of.at_client(said.help(exact(self.of, &self.subject.rfc2253.0))))
    }

    fn other_subject(&self) -> Option<Diagnostic> {
        if self.holds(SUBJECT, self.subject) {
            return None;
        }
        let (client, wanted) = (self.of.client_id(), &self.subject.rfc2253.0);
        let held = self.attribute(SUBJECT);
        let message = match held {
            Some(held) => {
                format!("the client `{client}` expects `{held}`, the certificate has `{wanted}`")
            }
            None => {
                format!("the client `{client}` expects no subject, the certificate has `{wanted}`")
            }
        };
        let is_own = held == Some(self.of.leaf.subject.rfc2253.0.as_str());
        let help = if is_own {
            format!(
                "give `{}` its own certificate: `certc compile` makes what is damaged anew",
                self.of.name
            )
        } else {
            exact(self.of, wanted)
        };
        Some(self.of.at_subject(SUBJECT_DIFFERS.broken(message).help(help)))
    }

    fn other_root(&self) -> Option<Diagnostic> {
        let held = self.attribute(ROOT).filter(|_| !self.holds(ROOT, self.root))?;
        let (client, wanted) = (self.of.client_id(), &self.root.rfc2253.0);
        let message = format!(
            "the client `{client}` is pinned to `{held}`, the certificate is below `{wanted}`"
        );
        let help = keycloak::update(self.of, &[(&keycloak::attribute(ROOT), wanted)]);
        Some(self.of.at_client(ROOT_DIFFERS.broken(message).help(help)))
    }

    /// Whether an attribute is a name in one of the spellings that Keycloak reads.
    fn holds(&self, attribute: &str, name: &Subject) -> bool {
        let held = self.attribute(attribute);
        held == Some(&name.rfc2253.0) || held == Some(&name.java.0)
    }
}
