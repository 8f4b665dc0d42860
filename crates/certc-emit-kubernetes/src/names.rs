//! What Kubernetes refuses: names, and Secrets that are too large.

use certc_diagnostic::Diagnostic;
use certc_emit::setting::{TRUST_BUNDLE, TRUST_STORE, secret_keys};
use certc_emit::{at_reader, secret};
use certc_graph::{Graph, Reader, Trust, blame};
use certc_schema::Statement;

use crate::rules::{HASHED_BESIDE_CHART, NAME_REFUSED, SECRET_TOO_LARGE};

/// `MaxSecretSize` of Kubernetes' API: all values of one Secret together.
const LARGEST: usize = 1024 * 1024;

/// Readers whose Secret could not be called after them (RFC 1123: labels with points between).
pub(crate) fn refused(graph: &Graph) -> Vec<Diagnostic> {
    let readers = graph.readers.iter().filter(|it| !is_subdomain(&secret(it.0)));
    let said = |(name, _): (&String, &Reader)| {
        let said = NAME_REFUSED.broken(format!("Kubernetes refuses the name `{}`", secret(name)));
        let said = at_reader(graph, name, said, "names a Secret");
        let better = name.replace('_', "-");
        let better = better.trim_end_matches('-');
        said.help(if is_subdomain(&secret(better)) {
            format!("call it `{better}`")
        } else {
            "use lower-case letters, digits and `-`, with a letter or digit before and after each point and at the end".to_owned()
        })
    };
    readers.map(said).collect()
}

fn is_subdomain(name: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    let is_label = |it: &str| {
        !it.is_empty() && it.chars().all(is_plain) && !it.starts_with('-') && !it.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

/// Readers that are to trust more than a Secret can hold. What certc makes is small; files that are added may not be.
pub(crate) fn too_large(graph: &Graph) -> Vec<Diagnostic> {
    let mut said = Vec::new();
    for (name, reader) in &graph.readers {
        let Some(trust) = reader.trust.as_ref().map(|it| graph.trust(it)) else { continue };
        let keys = secret_keys(graph, name);
        let has = |file| keys.iter().any(|it| it.1 == file);
        let size = size(trust);
        // A store holds the certificates as they are, PEM a third more.
        let all =
            usize::from(has(TRUST_STORE)) * size + usize::from(has(TRUST_BUNDLE)) * size * 4 / 3;
        let Some(file) = trust.also.first().filter(|_| all > LARGEST) else { continue };
        let message = format!("the Secret of `{name}` would hold more than 1 MiB");
        let found = SECRET_TOO_LARGE.broken(message);
        let found = blame(found, &file.origin, "adds these certificates");
        said.push(found.help("add the certificates that it needs, not all that there are"));
    }
    said
}

fn size(of: &Trust) -> usize {
    of.also.iter().flat_map(|it| &it.value.certificates).map(Vec::len).sum()
}

/// A chart that names Secrets does not know what they will be called.
pub(crate) fn hashed_beside_chart(graph: &Graph, option: &Statement) -> Option<Diagnostic> {
    let helm = graph.outputs.get("helm")?;
    let said =
        HASHED_BESIDE_CHART.broken("the values would name Secrets that are called otherwise");
    let said = said.at(option.span, "names change with the content").at(helm.name.1, "names them");
    Some(said.help("remove `hashed`: a pod restarts by an annotation when its certificate changes"))
}
