//! The same Secrets by plain commands, for who does not use kustomize.

use certc_emit::{Action, Artifact, Content, Effect, Output, Piece};
use certc_graph::Kubernetes;

use crate::Secret;

const SCRIPT: &str = "kubernetes/secrets.sh";

const HEADER: &str = "\
#!/bin/sh
# Makes or replaces the Secrets that the pods read; run again, it changes what changed.
set -eu
cd \"$(dirname \"$0\")/..\"
";

/// Writes the script. Names and files are of letters, digits and `-_./`, so nothing needs quotes.
pub(crate) fn write(place: &Kubernetes, secrets: &[Secret], output: &mut Output) {
    let namespace = &place.namespace.value;
    let command = |of: &Secret| {
        let keys = of.keys.iter().map(|(key, file)| format!(" \\\n  --from-file={key}={file}"));
        format!(
            "kubectl create secret generic {} -n {namespace}{} \\\n  --dry-run=client -o yaml | kubectl apply --server-side -f -\n",
            of.name,
            keys.collect::<String>()
        )
    };
    let text = [HEADER.to_owned()].into_iter().chain(secrets.iter().map(command)).collect();
    output.artifacts.push(Artifact {
        path: SCRIPT.into(),
        content: Content::Text(vec![Piece::Text(text)]),
        kind: "script",
        of: None,
    });
    output.effects.push(Effect { because_of: SCRIPT.into(), action: Action::RunScript });
}
