//! `zeebe-login`: which client a component up to 8.7 is when it talks to Zeebe, and what Keycloak compares then.

use certc_catalog::{Compared, Comparison, Patterns, Purpose};
use certc_diagnostic::{Diagnostic, Span};
use certc_graph::{
    AuthorityId, AuthorityKind, LeafId, Origin, Process, Sourced, ZeebeLogin, blame,
};
use certc_schema::Statement;

use crate::allow::has_reason;
use crate::layers::children;
use crate::process::ZEEBE;
use crate::rules::{
    VULNERABLE_KEYCLOAK, ZEEBE_CLIENT_MISSING, ZEEBE_LOGIN_INTERMEDIARY, ZEEBE_LOGIN_PATTERN,
    ZEEBE_LOGIN_PATTERN_DEPRECATED,
};
use crate::{Resolver, pattern, value};

/// What works instead.
const INSTEAD: &str =
    "remove the line: then each component is a client of its own, with its exact subject DN";

impl<'a> Resolver<'a> {
    /// Decides it once all leaves are known.
    pub(crate) fn zeebe_login(&mut self) {
        self.warn_of_vulnerable();
        let provider = self.layers.named("identity-provider").next();
        let Some((own, (word, at))) =
            provider.and_then(|it| Some((it, value::own(it, "zeebe-login")?)))
        else {
            return;
        };
        if word != "own-client" && self.patterns().is_none() {
            let said = ZEEBE_CLIENT_MISSING.broken("only Keycloak knows `zeebe-login`");
            let said = said.at(at, "not of this identity provider");
            self.said.push(said.help("remove the line: each component is its own client"));
            return;
        }
        let login = match word {
            "intermediary" => self.intermediary(own, at),
            "pattern" => self.pattern(at),
            _ => Some(ZeebeLogin::OwnClient),
        };
        if let Some((login, it)) = login.zip(self.graph.identity_provider.as_mut()) {
            it.zeebe_login = Sourced::new(login, Origin::Written(at));
        }
    }

    /// CVE-2023-2422: any certificate of the chain that a client shows is compared, also one that it made itself.
    fn warn_of_vulnerable(&mut self) {
        let provider = self.graph.identity_provider.as_ref();
        let Some(version) = provider.and_then(|it| it.version.clone()) else { return };
        if self.comparison().map(|it| it.compared) != Some(Compared::AnyOfChain) {
            return;
        }
        let message = format!(
            "at Keycloak {} whoever has a certificate that it trusts can log in as any client (CVE-2023-2422)",
            version.value
        );
        let said = VULNERABLE_KEYCLOAK.broken(message);
        let said = blame(said, &version.origin, "compares every certificate that a client shows");
        self.said.push(said.help("upgrade it to 21.1.2 or newer"));
    }

    /// The page's option 1: the authority that signs Zeebe's certificate, where Keycloak looks at it.
    fn intermediary(&mut self, own: &'a Statement, at: Span) -> Option<ZeebeLogin> {
        if let Some(said) = self.no_intermediary(own, at) {
            self.said.push(said);
            return None;
        }
        let name = self.zeebe_client(at)?;
        let leaf = self.graph.leaf(&LeafId(name.as_str().into()));
        let issuer = leaf.issued_by.clone();
        if !self.is_shown(&issuer.value) {
            let said = ZEEBE_LOGIN_INTERMEDIARY
                .broken(format!("`{}` signs `{name}` and is no intermediary", issuer.value.0));
            let said = said.at(at, "needs an authority between the root and the components");
            let said = blame(said, &issuer.origin, "signed by");
            let help = "add an authority with `issued-by`, and let it sign the components: \
                        `defaults { leaf { issued-by … } }`";
            self.said.push(said.help(help));
            return None;
        }
        self.refuse_outsiders(&issuer.value, at);
        Some(ZeebeLogin::Intermediary(issuer.value))
    }

    /// Why this Keycloak, or the spec, has no such login.
    fn no_intermediary(&self, own: &Statement, at: Span) -> Option<Diagnostic> {
        if self.comparison().map(|it| it.compared) != Some(Compared::AnyOfChain) {
            let pattern = match self.patterns() {
                Some(Patterns::Kept | Patterns::Deprecated) => "; or write `zeebe-login pattern`",
                Some(Patterns::Removed) | None => "",
            };
            let message =
                "this Keycloak never looks at the intermediary: every such login would fail";
            let said = ZEEBE_LOGIN_INTERMEDIARY.broken(message);
            let said = said.at(at, "it compares the client's own certificate alone, since 21.1.2");
            return Some(said.help(format!("{INSTEAD}{pattern}")));
        }
        let is_allowed =
            |it: &Statement| value::text(it) == VULNERABLE_KEYCLOAK.name && has_reason(it);
        if children(own, "allow").any(is_allowed) {
            return None;
        }
        let message =
            "the intermediary logs in whoever appends a self-made certificate of its name";
        let said = ZEEBE_LOGIN_INTERMEDIARY.broken(message).at(at, "CVE-2023-2422");
        Some(said.help(
            "upgrade Keycloak; or say why you take the risk: \
             `allow vulnerable-keycloak reason=\"…\"` in this block",
        ))
    }

    /// Whether a client shows this authority's certificate: a root is never sent.
    fn is_shown(&self, id: &AuthorityId) -> bool {
        self.graph.authorities.get(id).is_some_and(|it| match it.kind.value {
            AuthorityKind::Intermediate(_) => true,
            AuthorityKind::Imported => it.anchor.is_some(),
            AuthorityKind::Root | AuthorityKind::External | AuthorityKind::TrustOnly => false,
        })
    }

    /// Who logs in as Zeebe stands below the intermediary.
    fn refuse_outsiders(&mut self, intermediary: &AuthorityId, at: Span) {
        let outside: Vec<_> = (self.users())
            .map(|name| self.graph.leaf(&LeafId(name.into())))
            .filter(|it| !self.chain(&it.issued_by.value).contains(intermediary))
            .map(|it| (it.name.clone(), it.issued_by.origin.clone()))
            .collect();
        for (name, origin) in outside {
            let message = format!(
                "`{}` logs in as Zeebe, and `{}` does not sign it",
                name.value, intermediary.0
            );
            let said = ZEEBE_LOGIN_INTERMEDIARY.broken(message);
            let said = blame(said, &name.origin, "logs in as Zeebe");
            let said = blame(said, &origin, "signed by another").at(at, "asked for here");
            self.said.push(said.help(format!("say `issued-by {}` in its block", intermediary.0)));
        }
    }

    /// The page's option 2, with a regular expression that is made and proved here.
    fn pattern(&mut self, at: Span) -> Option<ZeebeLogin> {
        self.zeebe_client(at)?;
        if self.patterns() == Some(Patterns::Removed) {
            let said = ZEEBE_LOGIN_PATTERN
                .broken("this Keycloak takes no regular expression")
                .at(at, "removed in Keycloak 27");
            self.said.push(said.help(INSTEAD));
            return None;
        }
        if self.patterns() == Some(Patterns::Deprecated) {
            let said = ZEEBE_LOGIN_PATTERN_DEPRECATED
                .broken("this Keycloak warns at each such login, and 27 refuses it")
                .at(at, "deprecated since 26.7");
            self.said.push(said.help(INSTEAD));
        }
        let users: Vec<_> = self.users().collect();
        let (intended, others): (Vec<_>, Vec<_>) =
            self.graph.leaves.iter().partition(|(id, _)| users.contains(&&*id.0));
        let leaves = |of: Vec<(_, _)>| of.into_iter().map(|(_, leaf)| leaf).collect::<Vec<_>>();
        match pattern::of(&leaves(intended), &leaves(others)) {
            Ok(it) => Some(ZeebeLogin::Pattern(it)),
            Err(pattern::Unfit { leaf, why, help }) => {
                let said = ZEEBE_LOGIN_PATTERN.broken(format!("`{}` {why}", leaf.name.value));
                let said = blame(said, &leaf.name.origin, "logs in as Zeebe");
                let said = said.at(at, "compared as text, as Java prints it");
                self.said.push(said.help(format!("{help}; or {INSTEAD}")));
                None
            }
        }
    }

    /// Whose client it is that others log in as.
    fn zeebe_client(&mut self, at: Span) -> Option<String> {
        let found = self.graph.processes.iter().filter(|it| it.1.is_of_kind(ZEEBE));
        let found: Vec<_> = found.map(|it| it.0).collect();
        if let [name] = found[..] {
            return Some(name.clone());
        }
        let line = self.place.and_then(|it| self.catalog.line(it.camunda));
        let has_kind = line.is_none_or(|it| it.kinds.contains(&ZEEBE));
        let message = if found.is_empty() {
            "there is no component of kind `zeebe` to log in as"
        } else {
            "several components are of kind `zeebe`: as which would the others log in?"
        };
        let said = ZEEBE_CLIENT_MISSING.broken(message).at(at, "as whom?");
        self.said.push(said.help(if has_kind {
            "let there be one `component zeebe`, or remove the line: then each is its own client"
        } else {
            "remove the line: from Camunda 8.8 on each process is its own client"
        }));
        None
    }

    /// The components that log in as Zeebe, itself among them; an application is its own client always.
    fn users(&self) -> impl Iterator<Item = &str> {
        let asks = |it: &Process| it.is_told(Purpose::ZeebeClientId);
        let logs_in = move |it: &Process| it.is_of_kind(ZEEBE) || !it.is_application && asks(it);
        self.graph.processes.iter().filter(move |it| logs_in(it.1)).map(|it| it.0.as_str())
    }

    /// How the provider's Keycloak compares; nothing where the provider is another.
    fn comparison(&self) -> Option<&'a Comparison> {
        let version = self.graph.identity_provider.as_ref()?.version.as_ref()?;
        self.compares(version.value)
    }

    fn patterns(&self) -> Option<Patterns> {
        self.comparison().map(|it| it.patterns)
    }
}
