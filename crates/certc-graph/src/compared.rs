//! What a client in Keycloak must hold: the subject that is compared with a certificate, the audiences of its tokens.

use certc_catalog::Purpose;

use crate::name::Subject;
use crate::{Graph, LeafId, ZeebeLogin};

/// The client that components up to 8.7 may log in as, whoever they are.
const ZEEBE: &str = "zeebe";

/// What the subject of a client's certificate must be in Keycloak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// A subject as RFC 2253 spells it for Keycloak, or a regular expression of subjects as Java spells them.
    pub subject: String,
    /// Which of the two.
    pub is_pattern: bool,
}

impl Compared {
    /// The attribute with the subject (X509ClientAuthenticator).
    pub const SUBJECT: &str = "x509.subjectdn";
    /// The attribute that says whether the subject is a regular expression: so it is where this one is absent.
    pub const PATTERN: &str = "x509.allow.regex.pattern.comparison";
    /// The attribute with the root's subject (OIDCAdvancedConfigWrapper).
    pub const ROOT: &str = "x509.casubjectdn";
}

/// The configuration of Keycloak's `oidc-audience-mapper` that puts an audience into access tokens, and into no others.
pub fn audience_configuration(audience: &str) -> [(&'static str, &str); 3] {
    [
        ("included.custom.audience", audience),
        ("access.token.claim", "true"),
        ("id.token.claim", "false"),
    ]
}

impl Graph {
    /// Whose client a process is when it talks to Zeebe, by name; nothing where it does not log in there.
    pub fn zeebe_client<'a>(&'a self, process: &'a str) -> Option<&'a str> {
        let of = self.processes.get(process)?;
        let talks = of.is_told(Purpose::ZeebeClientId);
        let login = self.identity_provider.as_ref().map(|it| &it.zeebe_login.value);
        let is_own = login.is_none_or(|it| *it == ZeebeLogin::OwnClient) || of.is_application;
        let mut zeebe = self.processes.iter().filter(|it| it.1.is_of_kind(ZEEBE));
        let client = if is_own { process } else { zeebe.next()?.0 };
        talks.then_some(client)
    }

    /// The attributes of a process's client in Keycloak, so that its certificate, and no other, logs in by it.
    pub fn certificate_attributes(&self, process: &str) -> Vec<(&'static str, String)> {
        let Compared { subject, is_pattern } = self.compared(process);
        let pins = self.identity_provider.as_ref().is_some_and(|it| it.pins_authority.value);
        let root = pins.then(|| (Compared::ROOT, self.root_of(process).rfc2253.0.clone()));
        let known = [
            (Compared::SUBJECT, subject),
            (Compared::PATTERN, is_pattern.to_string()),
            ("tls.client.certificate.bound.access.tokens", false.to_string()),
        ];
        known.into_iter().chain(root).collect()
    }

    /// The root above the certificate of a process.
    pub fn root_of(&self, process: &str) -> &Subject {
        let leaf = self.leaf(&LeafId(process.into()));
        self.anchor(&leaf.issued_by.value).1
    }

    /// What the client of a process must hold, so that Keycloak knows the certificates that are to log in by it.
    pub fn compared(&self, process: &str) -> Compared {
        let is_zeebe = self.processes.get(process).is_some_and(|it| it.is_of_kind(ZEEBE));
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
