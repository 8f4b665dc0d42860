//! What Keycloak compares with a client certificate.

use certc_catalog::Purpose;

use crate::{Graph, LeafId, Process, ZeebeLogin};

/// The client that components up to 8.7 may log in as, whoever they are.
const ZEEBE: &str = "zeebe";

/// What a client in Keycloak must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// A subject as RFC 2253 spells it for Keycloak, or a regular expression of subjects as Java spells them.
    pub subject: String,
    /// Which of the two.
    pub is_pattern: bool,
}

impl Graph {
    /// Whose client a process is when it talks to Zeebe, by name; nothing where it does not log in there.
    pub fn zeebe_client<'a>(&'a self, process: &'a str) -> Option<&'a str> {
        let of = self.processes.get(process)?;
        let talks = of.settings.iter().any(|it| it.purpose == Purpose::ZeebeClientId);
        let login = self.identity_provider.as_ref().map(|it| &it.zeebe_login.value);
        let is_own = login.is_none_or(|it| *it == ZeebeLogin::OwnClient) || of.kind.is_none();
        let is_zeebe = |it: &Process| it.kind.as_ref().is_some_and(|it| it.value == ZEEBE);
        let mut zeebe = self.processes.iter().filter(|it| is_zeebe(it.1));
        let client = if is_own { process } else { zeebe.next()?.0 };
        talks.then_some(client)
    }

    /// What the client of a process must hold, so that Keycloak knows the certificates that are to log in by it.
    pub fn compared(&self, process: &str) -> Compared {
        let kind = self.processes.get(process).and_then(|it| it.kind.as_ref());
        let is_zeebe = kind.is_some_and(|it| it.value == ZEEBE);
        let login = self.identity_provider.as_ref().map(|it| &it.zeebe_login.value);
        match login.filter(|_| is_zeebe) {
            Some(ZeebeLogin::Pattern(it)) => Compared { subject: it.clone(), is_pattern: true },
            Some(ZeebeLogin::Intermediary(it)) => {
                let subject = self.authority(it).subject.rfc2253.0.clone();
                Compared { subject, is_pattern: false }
            }
            Some(ZeebeLogin::OwnClient) | None => {
                let subject = self.leaf(&LeafId(process.into())).subject.rfc2253.0.clone();
                Compared { subject, is_pattern: false }
            }
        }
    }
}
