//! The page for the keeper, in Markdown: what is to be copied stands indented, where nothing needs an escape.

use std::collections::BTreeSet;

use certc_catalog::Authentication;
use certc_emit::{Fact, Piece};
use certc_graph::{AuthorityId, CertificateId, Graph, IdentityProvider, LeafId, Process, TrustId};

use crate::document::{asks_users, grant, method, redirect_uris};

/// What the keeper must do; `has_trust` says whether the certificates of the authorities lie beside the page.
pub(crate) fn write(graph: &Graph, provider: &IdentityProvider, has_trust: bool) -> Vec<Piece> {
    let mut page = Page::default();
    page.says(
        "# OAuth clients to register\n\n\
         This page is for the keeper of the identity provider:",
    );
    page.values([provider.issuer.value.to_string()]);
    page.says(
        "Please take indented lines letter by letter.\n\n\
         Each client has a file beside this page, which a server that takes registrations (RFC 7591) can read. Such a file \
         has no place for the client id and the audiences: they are on this page only.",
    );
    page.server(graph, provider, has_trust);
    for (name, process) in graph.clients() {
        page.client(name, process, graph);
    }
    page.0
}

#[derive(Default)]
struct Page(Vec<Piece>);

impl Page {
    /// A paragraph.
    fn says(&mut self, text: &str) {
        let before = if self.0.is_empty() { "" } else { "\n" };
        self.0.push(Piece::Text(format!("{before}{text}\n")));
    }

    /// Values to copy, a line each.
    fn values(&mut self, values: impl IntoIterator<Item = String>) {
        self.lines(values.into_iter().map(|it| vec![Piece::Text(it)]));
    }

    fn lines(&mut self, lines: impl IntoIterator<Item = Vec<Piece>>) {
        self.0.push(Piece::Text("\n".to_owned()));
        for line in lines {
            self.0.push(Piece::Text("    ".to_owned()));
            self.0.extend(line);
            self.0.push(Piece::Text("\n".to_owned()));
        }
    }

    fn server(&mut self, graph: &Graph, provider: &IdentityProvider, has_trust: bool) {
        self.says("## The server");
        let signers = anchors(
            graph,
            graph.clients().filter_map(|(name, process)| {
                let leaf = &graph.readers[name].leaf;
                let by_certificate = process.authenticate.value == Authentication::TlsClientAuth;
                by_certificate.then(|| &graph.leaf(leaf).issued_by.value)
            }),
        );
        if !signers.is_empty() {
            self.says(
                "Clients log in with TLS certificates (RFC 8705). So the server must ask for a client certificate, and a \
                 proxy before it must pass TLS through. It must trust these authorities, which sign them:",
            );
            self.authorities(graph, signers);
            self.says(match has_trust {
                true => "`trust.pem` has their certificates. Please compare the fingerprints.",
                false => "Their certificates come by another way. Please compare the fingerprints.",
            });
            let id = TrustId(provider.name.value.as_str().into());
            let also = graph.trusts.get(&id).map_or(&[][..], |it| &it.also);
            if !also.is_empty() {
                self.says("`trust.pem` also has the certificates of these files, whose holders may be clients, too:");
                self.values(also.iter().map(|it| it.value.path.to_string()));
            }
        }
        self.says("Clients call it here:");
        let is_signed = graph.processes.values().any(Process::signs);
        let of_signers = provider.assertion_url.as_ref().filter(|_| is_signed);
        let urls = [Some(&provider.backend), provider.token_url.as_ref(), of_signers];
        let urls: BTreeSet<_> = urls.into_iter().flatten().map(|it| it.value.to_string()).collect();
        self.values(urls);
        self.trusted(graph);
    }

    /// Whose certificate of the server clients take: some of them may trust others than the rest does.
    fn trusted(&mut self, graph: &Graph) {
        let trusts = graph.processes.keys().map(|it| graph.readers[it].trust.as_ref());
        let trusts: Vec<_> = trusts.map(|it| it.map(|it| graph.trust(it))).collect();
        if trusts.iter().any(Option::is_none) {
            self.says("There they accept a server certificate that a public authority has signed.");
        }
        let trusts = || trusts.iter().flatten();
        let authorities = trusts().flat_map(|it| &it.authorities).map(|it| &it.value);
        let authorities = anchors(graph, authorities);
        if !authorities.is_empty() {
            self.says("There they accept a server certificate of these authorities:");
            self.authorities(graph, authorities);
        }
        let files: BTreeSet<_> =
            trusts().flat_map(|it| &it.also).map(|it| &it.value.path).collect();
        if !files.is_empty() {
            self.says(
                "There they accept a server certificate of the authorities in these files of ours:",
            );
            self.values(files.into_iter().map(ToString::to_string));
        }
    }

    fn authorities(&mut self, graph: &Graph, them: BTreeSet<&AuthorityId>) {
        let lines = |id: &AuthorityId| {
            let name = Piece::Text(graph.anchor(id).1.rfc4514.0.clone());
            let of = CertificateId::Authority(id.clone());
            [vec![name], labelled("SHA-256", Fact::AnchorFingerprint, of)]
        };
        self.lines(them.into_iter().flat_map(lines));
    }

    fn client(&mut self, name: &str, process: &Process, graph: &Graph) {
        self.says(&format!("## {name}\n\nClient id:"));
        self.values([process.client_id.value.clone()]);
        self.says("How it authenticates:");
        self.values([method(process.authenticate.value).to_owned()]);
        self.proof(name, process, &graph.readers[name].leaf, graph);
        self.says("Grants:");
        self.values(process.flows.iter().map(|it| grant(*it).to_owned()));
        if asks_users(process) {
            self.redirect(process);
        }
        if !process.audiences.is_empty() {
            self.says("Audiences that its access tokens must hold:");
            self.values(process.audiences.iter().map(|it| it.value.clone()));
        }
    }

    fn proof(&mut self, name: &str, process: &Process, leaf: &LeafId, graph: &Graph) {
        let of = || CertificateId::Leaf(leaf.clone());
        match process.authenticate.value {
            Authentication::TlsClientAuth => {
                self.says("Subject of its certificate (RFC 4514), to be compared exactly:");
                self.values([graph.leaf(leaf).subject.rfc4514.0.clone()]);
                self.says(
                    "A renewed certificate has the same subject. Nothing is to be done then.",
                );
            }
            Authentication::PrivateKeyJwt => {
                self.says(&format!(
                    "Its key is in `jwks` of `{name}.json`, its certificate in `x5c` there. The certificate:"
                ));
                self.lines([
                    labelled("SHA-256", Fact::Fingerprint, of()),
                    labelled("ends", Fact::NotAfter, of()),
                ]);
                self.says(
                    "Each renewal has a new key. It must be registered again, before the client uses it.",
                );
            }
            Authentication::ClientSecret => {
                self.says("Please make a secret, and hand it over where nobody else sees it.")
            }
        }
    }

    fn redirect(&mut self, process: &Process) {
        let uris: Vec<_> = redirect_uris(process).map(str::to_owned).collect();
        if uris.is_empty() {
            self.says("Its redirect URI is not known here. Please ask where browsers reach it.");
        } else {
            self.says("Redirect URIs:");
            self.values(uris);
        }
    }
}

fn labelled(label: &str, fact: Fact, of: CertificateId) -> Vec<Piece> {
    vec![Piece::Text(format!("{label} ")), Piece::Fact(fact, of)]
}

/// Whoever stands at the top of these authorities' chains, each once.
fn anchors<'a>(
    graph: &'a Graph,
    authorities: impl Iterator<Item = &'a AuthorityId>,
) -> BTreeSet<&'a AuthorityId> {
    authorities.map(|it| graph.anchor(it).0).collect()
}
