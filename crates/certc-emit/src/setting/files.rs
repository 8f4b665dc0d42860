//! Which files of its folder a reader reads: all that it needs, and nothing else.

use std::collections::BTreeSet;

use certc_catalog::Purpose;
use certc_graph::{Graph, Keeper, PasswordId, Setting};

use super::{
    CHAIN, CLIENT_SECRET, JVM_OPTIONS, KEY_STORE, KEY_STORE_PASSWORD, PRIVATE_KEY, TRUST_BUNDLE,
    TRUST_STORE, TRUST_STORE_PASSWORD, Told, jvm_options, value,
};

/// The names of the files that a reader's settings name, those included that its options file names.
pub fn files(graph: &Graph, reader: &str) -> BTreeSet<&'static str> {
    let settings = settings(graph, reader).filter(|it| !it.is_inline || it.is_value);
    let told = settings.filter_map(|it| Some((it.purpose, value(graph, reader, it.purpose, "")?)));
    told.flat_map(|(purpose, told)| named(graph, reader, purpose, &told)).collect()
}

/// The keys of a reader's Secret in Kubernetes, each with its file: what its settings name, under the names that they
/// expect. A server whose certificate something else mounts has it as `tls.crt` and `tls.key`.
pub fn secret_keys(graph: &Graph, reader: &str) -> Vec<(&'static str, &'static str)> {
    let provider = graph.identity_provider.as_ref().filter(|it| it.name.value == reader);
    let keeper = provider.map(|it| it.managed_by.value);
    let mut files = files(graph, reader);
    if keeper == Some(Keeper::Operator) && graph.readers.contains_key(reader) {
        files.extend([CHAIN, PRIVATE_KEY, TRUST_BUNDLE]);
    }
    let is_mounted = matches!(keeper, Some(Keeper::HelmChart | Keeper::Operator));
    let key = |file| match file {
        CHAIN if is_mounted => "tls.crt",
        PRIVATE_KEY if is_mounted => "tls.key",
        TRUST_BUNDLE if is_mounted => "ca.crt",
        other => other,
    };
    files.into_iter().map(|it| (key(it), it)).collect()
}

/// What a reader is told: of a process, or of the identity provider.
pub(crate) fn settings<'a>(
    graph: &'a Graph,
    reader: &'a str,
) -> impl Iterator<Item = &'a Setting> + use<'a> {
    let process = graph.processes.get(reader).map(|it| &it.settings);
    let provider = graph.identity_provider.as_ref().filter(|it| it.name.value == reader);
    process.into_iter().chain(provider.map(|it| &it.settings)).flatten()
}

fn named(graph: &Graph, reader: &str, purpose: Purpose, told: &Told) -> Vec<&'static str> {
    let is_options = [Purpose::JvmOptions, Purpose::JvmTrustOptions, Purpose::JvmKeyOptions];
    match told {
        Told::File(name, _) => vec![name],
        Told::Password(it) => vec![password_file(graph, reader, it)],
        Told::Text(_) if is_options.contains(&purpose) => of_options(graph, reader, purpose),
        Told::Text(_) if purpose == Purpose::HttpsSecret => vec![CHAIN, PRIVATE_KEY],
        Told::Text(_) if purpose == Purpose::ClientSecretKey => vec![CLIENT_SECRET],
        Told::Text(_) | Told::Flag(_) | Told::Renewed(..) => Vec::new(),
    }
}

/// The file, and so the key in its Secret, of one of a reader's passwords.
pub fn password_file(graph: &Graph, reader: &str, password: &PasswordId) -> &'static str {
    let of = graph.readers.get(reader);
    let is_keystore = of.is_some_and(|it| it.keystore_password == *password);
    if is_keystore { KEY_STORE_PASSWORD } else { TRUST_STORE_PASSWORD }
}

/// The stores that a file of options names, and the file.
fn of_options(graph: &Graph, reader: &str, purpose: Purpose) -> Vec<&'static str> {
    let shows = !jvm_options(graph, reader, Purpose::JvmKeyOptions, "").is_empty();
    let own = purpose != Purpose::JvmTrustOptions && shows;
    let trust = purpose != Purpose::JvmKeyOptions && graph.has_own_trust(reader);
    let stores = [(KEY_STORE, own), (TRUST_STORE, trust)].into_iter().filter(|it| it.1);
    [JVM_OPTIONS].into_iter().chain(stores.map(|it| it.0)).collect()
}
