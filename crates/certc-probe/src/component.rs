//! Who logs in, and where the spec speaks of it.

use certc_diagnostic::Diagnostic;
use certc_graph::name::Subject;
use certc_graph::{Compared, IdentityProvider, Leaf, Origin, Process, blame};

use crate::Ask;

/// One component or application that is asked for.
pub(crate) struct Component<'a> {
    pub(crate) ask: &'a Ask<'a>,
    pub(crate) name: &'a str,
    /// Whose client it logs in as.
    pub(crate) process: &'a Process,
    client: &'a str,
    /// The subject that the client must hold.
    pub(crate) compared: Compared,
    pub(crate) leaf: &'a Leaf,
    provider: &'a IdentityProvider,
}

impl<'a> Component<'a> {
    pub(crate) fn of(ask: &'a Ask<'a>, name: &'a str, client: &'a str) -> Self {
        let provider = ask.graph.identity_provider.as_ref();
        let known = "a graph without errors has what it names";
        Self {
            ask,
            name,
            client,
            process: ask.graph.processes.get(client).expect(known),
            compared: ask.graph.compared(client),
            leaf: ask.graph.leaf(&ask.graph.readers.get(name).expect(known).leaf),
            provider: provider.expect(known),
        }
    }

    pub(crate) fn client_id(&self) -> &'a str {
        &self.process.client_id.value
    }

    /// The attributes that the client must hold.
    pub(crate) fn attributes(&self) -> Vec<(&'static str, String)> {
        self.ask.graph.certificate_attributes(self.client)
    }

    /// The root that the client may be pinned to.
    pub(crate) fn root(&self) -> &'a Subject {
        self.ask.graph.root_of(self.client)
    }

    /// Whether the server compares the root.
    pub(crate) fn is_pinned(&self) -> bool {
        self.provider.pins_authority.value
    }

    /// Whether the server is a Keycloak: then its clients can be looked at, and commands mend them.
    pub(crate) fn is_keycloak(&self) -> bool {
        self.provider.realm.is_some()
    }

    /// Where tokens are fetched.
    pub(crate) fn token_path(&self) -> String {
        let path = &self.ask.url.value.path;
        if self.is_keycloak() {
            format!("{path}/protocol/openid-connect/token")
        } else if path.is_empty() {
            "/".to_owned()
        } else {
            path.clone()
        }
    }

    /// The realm as it stands in the URL.
    pub(crate) fn realm(&self) -> &'a str {
        self.ask.url.value.path.split_once("/realms/").map_or("", |it| it.1)
    }

    /// A finding about the component itself.
    pub(crate) fn at(&self, said: Diagnostic) -> Diagnostic {
        first(said, &[&self.leaf.name.origin], "this component")
    }

    /// A finding about what its certificate says.
    pub(crate) fn at_subject(&self, said: Diagnostic) -> Diagnostic {
        let common_name = self.leaf.subject.attributes.last().map(|it| &it.origin);
        let origins: Vec<_> = common_name.into_iter().chain([&self.leaf.name.origin]).collect();
        first(said, &origins, "this subject")
    }

    /// A finding about its client.
    pub(crate) fn at_client(&self, said: Diagnostic) -> Diagnostic {
        let origins = [&self.process.client_id.origin, &self.leaf.name.origin];
        first(said, &origins, "this client")
    }

    /// A finding about the server: of all components the same.
    pub(crate) fn at_server(&self, said: Diagnostic) -> Diagnostic {
        let origins = [&self.ask.url.origin, &self.provider.name.origin];
        first(said, &origins, "this server")
    }
}

/// Points at the first of these places that the spec has.
fn first(said: Diagnostic, origins: &[&Origin], label: &str) -> Diagnostic {
    match origins.iter().find(|it| !it.spans().is_empty()) {
        Some(it) => blame(said, it, label),
        None => said,
    }
}
