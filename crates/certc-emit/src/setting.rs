//! What each purpose means: the one place that every backend asks.

use certc_catalog::{Authentication, ProviderKind, Purpose};
use certc_graph::{Graph, PasswordId, Process};

use crate::{Piece, Quoting};

/// What stands where Camunda's clients insist on a secret, and Keycloak looks at the certificate only.
const NO_SECRET: &str = "unused-x509";

/// What a reader is told for a purpose, its folder being at `mount`: text, not quoted yet, or a password for a place
/// of this quoting. Nothing where the graph does not say it: then what Camunda's own files say stays.
pub fn value(
    graph: &Graph,
    reader: &str,
    purpose: Purpose,
    mount: &str,
    quoting: Quoting,
) -> Option<Piece> {
    let provider = graph.identity_provider.as_ref();
    let process = graph.processes.get(reader);
    let signer = process.filter(|it| it.signs());
    let file = |name: &str| Some(format!("{mount}/{name}"));
    let constant = |it: &str| Some(it.to_owned());
    let text = match purpose {
        Purpose::ClientId => Some(process?.client_id.value.clone()),
        Purpose::ClientSecret => secret(process?),
        Purpose::Audience => Some(process?.audience.as_ref()?.value.clone()),
        Purpose::Issuer => Some(provider?.issuer.value.to_string()),
        Purpose::Backend => Some(provider?.backend.value.to_string()),
        Purpose::TokenUrl => {
            let url = match signer {
                Some(_) => &provider?.assertion_url,
                None => &provider?.token_url,
            };
            Some(url.as_ref()?.value.to_string())
        }
        Purpose::JwksUrl => Some(provider?.jwks_url.as_ref()?.value.to_string()),
        Purpose::KeycloakUrl => Some(provider?.backend.value.before("/realms/")?.to_string()),
        Purpose::Realm => Some(provider?.realm.as_ref()?.value.clone()),
        Purpose::ZeebeClientId => {
            let client = graph.processes.get(graph.zeebe_client(reader)?)?;
            Some(client.client_id.value.clone())
        }
        Purpose::ZeebeAudience => audience(graph, "zeebe"),
        Purpose::OperateAudience => audience(graph, "operate"),
        Purpose::TokenCachePath => constant("/tmp/zeebe_auth_cache"),
        Purpose::GatewayAuthentication => constant("identity"),
        Purpose::JvmOptions | Purpose::JvmTrustOptions => {
            let is_told = !jvm_options(graph, reader, purpose, mount).is_empty();
            is_told.then(|| format!("@{mount}/jvm.options"))
        }
        Purpose::AssertionKeystorePath => signer.and_then(|_| file("keystore.p12")),
        Purpose::AssertionKeystorePassword => {
            signer?;
            let password = graph.readers.get(reader)?.keystore_password.clone();
            return Some(Piece::Password(password, quoting));
        }
        Purpose::AssertionKeyAlias => signer.map(|_| reader.to_owned()),
        Purpose::ProviderType => constant(provider_type(provider?.kind.value)),
        Purpose::Profiles => constant("oidc"),
        Purpose::InitialClaimName => Some(process?.initial_claim.as_ref()?.0.value.clone()),
        Purpose::InitialClaimValue => Some(process?.initial_claim.as_ref()?.1.value.clone()),
        Purpose::HttpsPort => Some(provider?.backend.value.port.to_string()),
        Purpose::HttpsCertificatePath => file("chain.pem"),
        Purpose::HttpsPrivateKeyPath => file("private-key.pem"),
        Purpose::HttpsTruststorePath => file("truststore.p12"),
        Purpose::HttpsTruststorePassword => {
            let password = graph.readers.get(reader)?.truststore_password.clone();
            return Some(Piece::Password(password, quoting));
        }
        Purpose::HttpsClientAuthentication => constant("request"),
        Purpose::ManagementClientAuthentication => constant("none"),
        Purpose::HttpRelativePath => relative_path(graph),
        Purpose::Hostname => Some(provider?.issuer.value.before("/realms/")?.to_string()),
        Purpose::HostnameBackchannelDynamic => constant("true"),
    };
    text.map(Piece::Text)
}

/// The JVM's file of options, for the launcher's `JDK_JAVA_OPTIONS=@file`: its quotes take any password, those of
/// `-XX:VMOptionsFile` do not. The key store is left out with `JvmTrustOptions`, and where
/// JWTs are signed.
pub fn jvm_options(graph: &Graph, name: &str, purpose: Purpose, mount: &str) -> Vec<Piece> {
    let Some(reader) = graph.readers.get(name) else { return Vec::new() };
    let own = store("keyStore", "keystore", &reader.keystore_password, mount);
    let trust = store("trustStore", "truststore", &reader.truststore_password, mount);
    let signs = graph.processes.get(name).is_some_and(Process::signs);
    let shows = purpose != Purpose::JvmTrustOptions && !signs;
    let own = own.into_iter().filter(|_| shows);
    own.chain(trust.into_iter().filter(|_| reader.trust.is_some())).collect()
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

/// As Camunda's Identity calls them.
fn provider_type(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Keycloak => "KEYCLOAK",
        ProviderKind::EntraId => "MICROSOFT",
        ProviderKind::Oidc => "GENERIC",
    }
}

fn secret(process: &Process) -> Option<String> {
    match process.authenticate.value {
        Authentication::TlsClientAuth => Some(NO_SECRET.to_owned()),
        Authentication::PrivateKeyJwt | Authentication::ClientSecret => None,
    }
}

fn audience(graph: &Graph, kind: &str) -> Option<String> {
    let process = graph.processes.values().find(|it| it.is_of_kind(kind))?;
    Some(process.audience.as_ref()?.value.clone())
}

fn relative_path(graph: &Graph) -> Option<String> {
    let path = graph.identity_provider.as_ref()?.backend.value.before("/realms/")?.path;
    Some(if path.is_empty() { "/".to_owned() } else { path })
}
