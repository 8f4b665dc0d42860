//! The `registration` emitter: what the keeper of an identity provider registers, a document per OAuth client and a page
//! to read out.

use certc_catalog::Authentication;
use certc_emit::{Action, Artifact, Content, Description, Effect, Emitter, Output};
use certc_graph::{CertificateId, Graph, IdentityProvider, LeafId, Process, TrustId};
use certc_schema::Statement;

mod document;
mod page;

/// Writes `registration/README.md`, `registration/trust.pem` and `registration/<name>.json`.
#[derive(Debug)]
pub struct Registration;

impl Emitter for Registration {
    fn describe(&self) -> Description {
        Description {
            name: "registration",
            version: env!("CARGO_PKG_VERSION"),
            summary: "what the keeper of an identity provider registers: a document per client and a page to read out",
            options: &[],
        }
    }

    fn emit(&self, graph: &Graph, _options: &[Statement]) -> Output {
        let Some(provider) = graph.identity_provider.as_ref() else { return Output::default() };
        let trust = trust(graph, provider);
        let page = Content::Text(page::write(graph, provider, trust.is_some()));
        let mut artifacts = vec![artifact("README.md", page)];
        artifacts.extend(trust.map(|it| {
            let content = Content::TrustBundle(it);
            Artifact { kind: "bundle", ..artifact("trust.pem", content) }
        }));
        artifacts.extend(graph.clients().map(|(name, process)| {
            let content = Content::Text(document::write(graph, name, process));
            Artifact { of: Some(name.clone()), ..artifact(&format!("{name}.json"), content) }
        }));
        artifacts.extend(graph.clients().filter(|it| it.1.signs()).map(|(name, _)| {
            let leaf = CertificateId::Leaf(LeafId(name.as_str().into()));
            let content = Content::Certificate(leaf);
            let file = artifact(&format!("{name}.pem"), content);
            Artifact { of: Some(name.clone()), kind: "certificate", ..file }
        }));
        let ask = |it: &Artifact| Effect { because_of: it.path.clone(), action: Action::AskKeeper };
        Output { effects: artifacts.iter().map(ask).collect(), artifacts, ..Output::default() }
    }
}

/// What the server must trust, where clients show it certificates and somebody says what that is.
fn trust(graph: &Graph, provider: &IdentityProvider) -> Option<TrustId> {
    let by_certificate = |it: &Process| it.authenticate.value == Authentication::TlsClientAuth;
    let id = TrustId(provider.name.value.as_str().into());
    let is_asked = graph.processes.values().any(by_certificate);
    (is_asked && graph.trusts.contains_key(&id)).then_some(id)
}

fn artifact(file: &str, content: Content) -> Artifact {
    let path = format!("registration/{file}").into();
    Artifact { path, content, kind: "registration", of: None }
}

#[cfg(test)]
mod tests;
