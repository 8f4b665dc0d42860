//! The `kubernetes` emitter: a kustomization that makes one Secret a reader of the files that it reads.

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use certc_diagnostic::Diagnostic;
use certc_emit::setting::secret_keys;
use certc_emit::{
    Action, Artifact, Content, Description, Effect, Emitter, Output, Piece, TRUST_KEY, Yaml,
    folder, secret, trust_secret, without_files,
};
use certc_graph::{Graph, Kubernetes, TrustId};
use certc_schema::{Node, Statement};

mod names;
pub mod rules;
mod script;

use rules::KUBERNETES_MISSING;

/// Writes `kustomization.yaml` at the top of the generation: kustomize reads no file above it.
#[derive(Debug)]
pub struct Secrets;

static OPTIONS: &[&Node] = &[&HASHED, &COMMANDS];

const fn option(name: &'static str, summary: &'static str) -> Node {
    Node { name, summary, arguments: &[], properties: &[], children: &[], repeats: false }
}

static HASHED: Node = option(
    "hashed",
    "Immutable Secrets whose names change with their content; not beside the chart, which needs stable names.",
);
static COMMANDS: Node =
    option("commands", "A script of plain kubectl commands beside the kustomization.");

/// The file that kustomize looks for.
const KUSTOMIZATION: &str = "kustomization.yaml";
/// The public trust, for the Secret that all share.
const TRUST: &str = "kubernetes/ca.crt";

impl Emitter for Secrets {
    fn describe(&self) -> Description {
        Description {
            name: "kubernetes",
            version: env!("CARGO_PKG_VERSION"),
            summary: "a kustomization of Secrets: one a reader, with what it reads and nothing else",
            options: OPTIONS,
        }
    }

    fn emit(&self, graph: &Graph, options: &[Statement]) -> Output {
        let place = graph.deployment.as_ref().and_then(|it| it.kubernetes.as_ref());
        let Some(place) = place else {
            return Output { diagnostics: without_kubernetes(graph), ..Output::default() };
        };
        let secrets = secrets(graph);
        let mut diagnostics = names::refused(graph);
        diagnostics.extend(without_files(graph, "kubernetes"));
        diagnostics.extend(names::too_large(graph));
        let hashed = options.iter().find(|it| it.name.0 == "hashed");
        diagnostics.extend(hashed.and_then(|it| names::hashed_beside_chart(graph, it)));
        let mut output = Output { diagnostics, ..Output::default() };
        kustomization(place, &secrets, hashed.is_some(), &mut output);
        if options.iter().any(|it| it.name.0 == "commands") {
            script::write(place, &secrets, &mut output);
        }
        let trust = graph.trusts.contains_key(&TrustId::all());
        output.artifacts.extend(trust.then(|| Artifact {
            path: TRUST.into(),
            content: Content::TrustBundle(TrustId::all()),
            kind: "bundle",
            of: None,
        }));
        output
    }
}

/// One Secret: its name, and its keys with the files that hold their values, within the generation.
struct Secret {
    name: String,
    keys: Vec<(&'static str, Utf8PathBuf)>,
}

/// That of each reader that reads any file, then the one of the public trust.
fn secrets(graph: &Graph) -> Vec<Secret> {
    let of_reader = |reader: &String| {
        let folder = folder(graph, reader);
        let keys = secret_keys(graph, reader).into_iter();
        let keys: Vec<_> = keys.map(|(key, file)| (key, folder.join(file))).collect();
        (!keys.is_empty()).then(|| Secret { name: secret(reader), keys })
    };
    let trust = graph.trusts.contains_key(&TrustId::all());
    let trust =
        trust.then(|| Secret { name: trust_secret(), keys: vec![(TRUST_KEY, TRUST.into())] });
    graph.readers.keys().filter_map(of_reader).chain(trust).collect()
}

/// Without a namespace and a release there is nothing to name.
fn without_kubernetes(graph: &Graph) -> Vec<Diagnostic> {
    let Some(place) = &graph.deployment else { return Vec::new() };
    let said = KUBERNETES_MISSING.broken("Secrets are for Kubernetes, and the platform is another");
    let said = match graph.outputs.get("kubernetes") {
        Some(it) => said.at(it.name.1, "for Kubernetes only"),
        None => said,
    };
    let said = certc_graph::blame(said, &place.platform.origin, "the platform");
    vec![said.help("write `platform kubernetes { namespace …; release … }`, or remove the output")]
}

fn kustomization(place: &Kubernetes, secrets: &[Secret], hashed: bool, output: &mut Output) {
    let mut file = Yaml::of([
        ("apiVersion", Yaml::text("kustomize.config.k8s.io/v1beta1")),
        ("kind", Yaml::text("Kustomization")),
        ("namespace", Yaml::text(&*place.namespace.value)),
    ]);
    file.set("generatorOptions.disableNameSuffixHash", Yaml::Flag(!hashed));
    if hashed {
        file.set("generatorOptions.immutable", Yaml::Flag(true));
    }
    file.set("generatorOptions.labels", Yaml::map());
    if let Yaml::Map(top) = &mut file {
        let labels = Yaml::of([("app.kubernetes.io/managed-by", Yaml::text("certc"))]);
        let options = top.get_mut("generatorOptions").expect("it was just set");
        options.set("labels", labels);
    }
    file.set("secretGenerator", Yaml::List(secrets.iter().map(generator).collect()));
    let text = [Piece::Text(HEADER.to_owned())].into_iter().chain(file.pieces()).collect();
    output.artifacts.push(Artifact {
        path: KUSTOMIZATION.into(),
        content: Content::Text(text),
        kind: "kustomization",
        of: None,
    });
    let own = Effect { because_of: KUSTOMIZATION.into(), action: Action::ApplyKustomization };
    let folders = secrets.iter().flat_map(|it| &it.keys).filter_map(|it| it.1.parent());
    let folders: BTreeSet<_> = folders.map(ToOwned::to_owned).collect();
    let of_folder = |because_of| Effect { because_of, action: Action::ApplyKustomization };
    output.effects.extend([own].into_iter().chain(folders.into_iter().map(of_folder)));
}

const HEADER: &str = "\
# Makes the Secrets that the pods read: kubectl apply --server-side -k THIS_FOLDER
# Each holds what its reader reads and nothing else; the values are read from the files, none stands here.
";

fn generator(of: &Secret) -> Yaml {
    let files = of.keys.iter().map(|(key, file)| Yaml::Text(format!("{key}={file}")));
    Yaml::of([("name", Yaml::text(&*of.name)), ("files", Yaml::List(files.collect()))])
}

#[cfg(test)]
mod tests;
