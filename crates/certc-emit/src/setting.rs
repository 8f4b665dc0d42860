//! What each purpose means: the one place that every backend asks.

use certc_catalog::{Authentication, Port, ProviderKind, Purpose};
use certc_graph::{CertificateId, Graph, PasswordId, Process, Sourced, Url};

use crate::place::{TRUST_KEY, secret, trust_secret};
use crate::{Piece, Quoting};

mod chart;
mod files;

pub use files::{files, password_file, secret_keys};

/// What stands where Camunda's clients insist on a secret, and the identity provider looks at the certificate only.
const NO_SECRET: &str = "unused-x509";
/// What stands before a realm in Keycloak's URLs.
const REALMS: &str = "/realms/";

/// The files in a reader's folder.
pub const KEY_STORE: &str = "keystore.p12";
/// Whom it trusts, for a JVM.
pub const TRUST_STORE: &str = "truststore.p12";
/// Whom it trusts, as PEM.
pub const TRUST_BUNDLE: &str = "truststore.pem";
/// Its certificate and the intermediates.
pub const CHAIN: &str = "chain.pem";
/// Its certificate, the intermediates, and whom members of a cluster trust.
pub const CLUSTER_CHAIN: &str = "cluster.pem";
/// Its key.
pub const PRIVATE_KEY: &str = "private-key.pem";
/// Options of its JVM.
pub const JVM_OPTIONS: &str = "jvm.options";
/// What opens its key store.
pub const KEY_STORE_PASSWORD: &str = "keystore.password";
/// What opens its trust store.
pub const TRUST_STORE_PASSWORD: &str = "truststore.password";
/// What stands where a secret would.
pub const CLIENT_SECRET: &str = "client.secret";

/// What a process is told for a purpose; how it is spelled is the backend's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Text, not quoted yet.
    Text(String),
    /// A file of the reader's folder: its name, and its path to the reader.
    File(&'static str, String),
    /// Yes or no.
    Flag(bool),
    /// A password.
    Password(PasswordId),
    /// A text that changes with a certificate: this, then the certificate's fingerprint.
    Renewed(String, CertificateId),
}

impl Told {
    /// As text, where no certificate and no password is in it.
    pub fn text(&self) -> Option<String> {
        match self {
            Told::Text(it) | Told::File(_, it) => Some(it.clone()),
            Told::Flag(it) => Some(it.to_string()),
            Told::Password(_) | Told::Renewed(..) => None,
        }
    }
}

/// What a reader is told for a purpose, its folder being at `mount`. Nothing where the graph does not say it: then what
/// Camunda's own files say stays.
pub fn value(graph: &Graph, reader: &str, purpose: Purpose, mount: &str) -> Option<Told> {
    use Purpose as For;
    let of = Reader { graph, reader, mount };
    let provider = graph.identity_provider.as_ref();
    let process = graph.processes.get(reader);
    match purpose {
        For::ClientId => text(&process?.client_id.value),
        For::ClientSecret => text(unused_secret(process?)?),
        For::Audience => text(&process?.audience.as_ref()?.value),
        For::ModelerAudience => text("web-modeler-api"),
        For::ConnectorsClient => text(&of_kind(graph, "connectors")?.client_id.value),
        For::TokenIssuer => {
            let signs = process?.signs();
            url(if signs { &provider?.issuer } else { &provider?.backend })
        }
        For::Issuer | For::Discovery => url(&provider?.issuer),
        For::Backend => url(&provider?.backend),
        For::TokenUrl => url(token_url(graph, process)?),
        For::JwksUrl => url(provider?.jwks_url.as_ref()?),
        For::AuthorizationUrl => url(provider?.authorization_url.as_ref()?),
        For::RedirectUrl => of.serves(Port::Rest).and_then(|()| text(redirect(process?)?)),
        For::RedirectRoot => {
            let root = redirect(process?).and_then(|it| it.strip_suffix("/sso-callback"));
            of.serves(Port::Rest).and_then(|()| text(root?))
        }
        For::KeycloakUrl => text(&provider?.backend.value.before(REALMS)?.to_string()),
        For::Realm => text(&provider?.realm.as_ref()?.value),
        For::ZeebeClientId => text(&zeebe_client(graph, reader)?.client_id.value),
        For::ZeebeAudience => text(audience(graph, "zeebe")?),
        For::OperateAudience => text(audience(graph, "operate")?),
        For::OrchestrationAudience => text(audience(graph, "orchestration")?),
        For::Scope => text(&format!("{}/.default", audience(graph, "orchestration")?)),
        For::TokenCachePath => of.token_cache(),
        For::GatewayAuthentication => text("identity"),
        For::AuthenticationMethod | For::Profiles => text("oidc"),
        For::ClientAuthenticationMethod => of.signs().and_then(|()| text("private_key_jwt")),
        For::ClientMode => text("self-managed"),
        For::ConnectionMode => text("ADDRESS"),
        For::ProviderType => text(provider_type(provider?.kind.value)),
        For::InitialClaimName => text(&process?.initial_claim.as_ref()?.0.value),
        For::InitialClaimValue => text(&process?.initial_claim.as_ref()?.1.value),
        For::JvmOptions | For::JvmTrustOptions | For::JvmKeyOptions => of.jvm_options(purpose),
        For::KeystorePath => of.shows().and_then(|()| of.file(KEY_STORE)),
        For::KeystorePassword => of.shows().and_then(|()| of.keystore_password()),
        For::TruststorePath => of.trusts().and_then(|()| of.file(TRUST_STORE)),
        For::TruststorePassword => of.trusts().and_then(|()| of.truststore_password()),
        For::AssertionKeystorePath => of.signs().and_then(|()| of.file(KEY_STORE)),
        For::AssertionKeystorePassword => of.signs().and_then(|()| of.keystore_password()),
        For::AssertionKeyAlias => of.signs().and_then(|()| text(reader)),
        For::GrpcAddress => of.address(Port::Grpc),
        For::RestAddress => of.address(Port::Rest),
        For::CaPath => of.calls_any().and_then(|()| of.file(TRUST_BUNDLE)),
        For::GrpcCaPath => of.calls(Port::Grpc).and_then(|()| of.file(TRUST_BUNDLE)),
        For::GrpcPlaintext => of.calls(Port::Grpc).map(|()| Told::Flag(false)),
        For::GrpcSecure => of.calls(Port::Grpc).map(|()| Told::Flag(true)),
        For::GrpcTls => of.serves(Port::Grpc).map(|()| Told::Flag(true)),
        For::GrpcCertificatePath => of.serves(Port::Grpc).and_then(|()| of.file(CHAIN)),
        For::GrpcPrivateKeyPath => of.serves(Port::Grpc).and_then(|()| of.file(PRIVATE_KEY)),
        For::RestTls => of.serves(Port::Rest).map(|()| Told::Flag(true)),
        For::RestCertificatePath => of.serves(Port::Rest).and_then(|()| of.file(CHAIN)),
        For::RestPrivateKeyPath => of.serves(Port::Rest).and_then(|()| of.file(PRIVATE_KEY)),
        For::ManagementTls => of.serves(Port::Rest).map(|()| Told::Flag(false)),
        For::ClusterTls => of.serves(Port::Cluster).map(|()| Told::Flag(true)),
        For::ClusterCertificatePath => {
            of.serves(Port::Cluster).and_then(|()| of.file(CLUSTER_CHAIN))
        }
        For::ClusterPrivateKeyPath => of.serves(Port::Cluster).and_then(|()| of.file(PRIVATE_KEY)),
        For::HttpsPort => text(&provider?.backend.value.port.to_string()),
        For::HttpsCertificatePath => of.file(CHAIN),
        For::HttpsPrivateKeyPath => of.file(PRIVATE_KEY),
        For::HttpsTruststorePath => of.file(TRUST_STORE),
        For::HttpsTruststorePassword => of.truststore_password(),
        For::HttpsClientAuthentication => text("request"),
        For::ManagementClientAuthentication => text("none"),
        For::ManagementScheme => text("http"),
        For::HttpRelativePath => text(&relative_path(graph)?),
        For::Hostname => text(&provider?.issuer.value.before(REALMS)?.to_string()),
        For::HostnameBackchannelDynamic
        | For::IdentityEnabled
        | For::HttpsEnabled
        | For::HttpsPem => Some(Told::Flag(true)),
        For::HttpsSecret | For::ClientSecretName => text(&secret(reader)),
        For::ClientSecretKey => text(CLIENT_SECRET),
        For::Proxy => text("passthrough"),
        For::KeycloakEnabled => Some(Told::Flag(chart::is_its_keycloak(provider?))),
        For::KeycloakProtocol => chart::other_keycloak(provider?).and_then(|_| text("https")),
        For::KeycloakHost => text(&chart::other_keycloak(provider?)?.host),
        For::KeycloakPort => text(&chart::other_keycloak(provider?)?.port.to_string()),
        For::KeycloakPath => {
            chart::other_keycloak(provider?).and_then(|_| text(&relative_path(graph)?))
        }
        For::ZeebeClientIds => chart::zeebe_clients(graph),
        For::TrustSecret => chart::trusts_any(graph).and_then(|()| text(&trust_secret())),
        For::TrustSecretKey => chart::trusts_any(graph).and_then(|()| text(TRUST_KEY)),
    }
}

/// Who is told, and where it finds its folder.
struct Reader<'a> {
    graph: &'a Graph,
    reader: &'a str,
    mount: &'a str,
}

impl<'a> Reader<'a> {
    fn process(&self) -> Option<&'a Process> {
        self.graph.processes.get(self.reader)
    }

    fn file(&self, name: &'static str) -> Option<Told> {
        Some(Told::File(name, format!("{}/{name}", self.mount)))
    }

    /// A path of its own for each certificate: a token that another one fetched is not taken for its own.
    fn token_cache(&self) -> Option<Told> {
        let leaf = self.graph.readers.get(self.reader)?.leaf.clone();
        Some(Told::Renewed("/tmp/certc-tokens-".to_owned(), CertificateId::Leaf(leaf)))
    }

    fn jvm_options(&self, purpose: Purpose) -> Option<Told> {
        let is_told = !jvm_options(self.graph, self.reader, purpose, self.mount).is_empty();
        is_told.then(|| Told::Text(format!("@{}/{JVM_OPTIONS}", self.mount)))
    }

    /// Whether its TLS shows a certificate when it fetches tokens.
    fn shows(&self) -> Option<()> {
        (!self.process()?.signs()).then_some(())
    }

    fn signs(&self) -> Option<()> {
        self.process()?.signs().then_some(())
    }

    /// Whether it has a store of whom it trusts, that is not its JVM's.
    fn trusts(&self) -> Option<()> {
        self.graph.has_own_trust(self.reader).then_some(())
    }

    /// Whether there is somebody to call by TLS; else what it knows of the gateway stays.
    fn calls(&self, port: Port) -> Option<()> {
        self.graph.server(port).map(|_| ())
    }

    fn calls_any(&self) -> Option<()> {
        self.calls(Port::Grpc).or_else(|| self.calls(Port::Rest))
    }

    fn address(&self, port: Port) -> Option<Told> {
        let (_, it) = self.graph.server(port)?;
        text(&format!("https://{}:{}", it.host.as_ref()?.value, it.number))
    }

    fn serves(&self, port: Port) -> Option<()> {
        self.process()?.served(port).map(|_| ())
    }

    fn keystore_password(&self) -> Option<Told> {
        let of = self.graph.readers.get(self.reader)?;
        Some(Told::Password(of.keystore_password.clone()))
    }

    fn truststore_password(&self) -> Option<Told> {
        let of = self.graph.readers.get(self.reader)?;
        Some(Told::Password(of.truststore_password.clone()))
    }
}

fn text(it: &str) -> Option<Told> {
    Some(Told::Text(it.to_owned()))
}

fn url(it: &Sourced<Url>) -> Option<Told> {
    text(&it.value.to_string())
}

/// The JVM's file of options, for the launcher's `JDK_JAVA_OPTIONS=@file`: its quotes take any password, those of
/// `-XX:VMOptionsFile` do not. The key store is left out with `JvmTrustOptions`, and where
/// JWTs are signed; the trust store with `JvmKeyOptions`, and where the public CAs are trusted.
pub fn jvm_options(graph: &Graph, name: &str, purpose: Purpose, mount: &str) -> Vec<Piece> {
    let Some(reader) = graph.readers.get(name) else { return Vec::new() };
    let own = store("keyStore", "keystore", &reader.keystore_password, mount);
    let trust = store("trustStore", "truststore", &reader.truststore_password, mount);
    let signs = graph.processes.get(name).is_some_and(Process::signs);
    let shows = purpose != Purpose::JvmTrustOptions && !signs;
    let trusts = purpose != Purpose::JvmKeyOptions && graph.has_own_trust(name);
    let own = own.into_iter().filter(|_| shows);
    own.chain(trust.into_iter().filter(|_| trusts)).collect()
}

fn store(property: &str, file: &str, password: &PasswordId, mount: &str) -> [Piece; 3] {
    let property = format!("-Djavax.net.ssl.{property}");
    let path = format!("{property}={mount}/{file}.p12\n{property}Type=PKCS12\n");
    [
        Piece::Text(format!("{path}\"{property}Password=")),
        Piece::Password(password.clone(), Quoting::JvmOptions),
        Piece::Text("\"\n".to_owned()),
    ]
}

/// Where a process fetches its tokens: who signs, where the issuer takes JWTs.
fn token_url<'a>(graph: &'a Graph, process: Option<&Process>) -> Option<&'a Sourced<Url>> {
    let provider = graph.identity_provider.as_ref()?;
    let signs = process.is_some_and(Process::signs);
    if signs { provider.assertion_url.as_ref() } else { provider.token_url.as_ref() }
}

fn zeebe_client<'a>(graph: &'a Graph, reader: &'a str) -> Option<&'a Process> {
    graph.processes.get(graph.zeebe_client(reader)?)
}

/// Where browsers come back to.
fn redirect(process: &Process) -> Option<&str> {
    Some(&process.redirect.as_ref()?.value)
}

/// As Camunda's Identity calls them.
fn provider_type(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Keycloak => "KEYCLOAK",
        ProviderKind::EntraId => "MICROSOFT",
        ProviderKind::Oidc => "GENERIC",
    }
}

/// The secret of who shows a certificate; who signs JWTs needs none.
fn unused_secret(process: &Process) -> Option<&'static str> {
    match process.authenticate.value {
        Authentication::TlsClientAuth => Some(NO_SECRET),
        Authentication::PrivateKeyJwt | Authentication::ClientSecret => None,
    }
}

fn audience<'a>(graph: &'a Graph, kind: &str) -> Option<&'a str> {
    Some(&of_kind(graph, kind)?.audience.as_ref()?.value)
}

fn of_kind<'a>(graph: &'a Graph, kind: &str) -> Option<&'a Process> {
    graph.processes.values().find(|it| it.is_of_kind(kind))
}

fn relative_path(graph: &Graph) -> Option<String> {
    let path = graph.identity_provider.as_ref()?.backend.value.before(REALMS)?.path;
    Some(if path.is_empty() { "/".to_owned() } else { path })
}
