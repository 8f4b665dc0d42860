//! Which files of its folder a reader reads: all that it needs, and nothing else.

use std::collections::BTreeSet;

use certc_catalog::Purpose;
use certc_graph::{Graph, Keeper, Setting};

use super::{
    CHAIN, CLIENT_SECRET, CLUSTER_CHAIN, JVM_OPTIONS, KEY_STORE, KEY_STORE_PASSWORD, PRIVATE_KEY,
    TRUST_BUNDLE, TRUST_STORE, TRUST_STORE_PASSWORD, Told, jvm_options, value,
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
    if is_options.contains(&purpose) {
        return of_options(graph, reader, purpose);
    }
    if purpose == Purpose::HttpsSecret {
        return vec![CHAIN, PRIVATE_KEY];
    }
    if purpose == Purpose::ClientSecretKey {
        return vec![CLIENT_SECRET];
    }
    if let Told::Password(it) = told {
        let is_keystore = graph.readers.get(reader).is_some_and(|of| of.keystore_password == *it);
        return vec![if is_keystore { KEY_STORE_PASSWORD } else { TRUST_STORE_PASSWORD }];
    }
    let all = [CHAIN, CLUSTER_CHAIN, KEY_STORE, PRIVATE_KEY, TRUST_BUNDLE, TRUST_STORE];
    let path = told.text().unwrap_or_default();
    all.into_iter().filter(|it| path == format!("/{it}")).collect()
}

/// The stores that a file of options names, and the file.
fn of_options(graph: &Graph, reader: &str, purpose: Purpose) -> Vec<&'static str> {
    let shows = !jvm_options(graph, reader, Purpose::JvmKeyOptions, "").is_empty();
    let own = purpose != Purpose::JvmTrustOptions && shows;
    let trust = purpose != Purpose::JvmKeyOptions && graph.has_own_trust(reader);
    let stores = [(KEY_STORE, own), (TRUST_STORE, trust)].into_iter().filter(|it| it.1);
    [JVM_OPTIONS].into_iter().chain(stores.map(|it| it.0)).collect()
}
