//! The summary's part on Kubernetes, its Secrets and the chart, and on plain hosts.

use certc_catalog::Platform;
use certc_emit::{Action as Do, Effect};

use super::Next;

impl Next<'_> {
    /// Where the deployment runs.
    pub(super) fn is_on(&self, platform: Platform) -> bool {
        self.graph.deployment.as_ref().is_some_and(|it| it.platform.value == platform)
    }

    /// The Secrets, before what reads them.
    pub(super) fn kubernetes(&self) -> String {
        self.section("Kubernetes: Secrets that the pods read", |it| {
            if it.action == Do::RunScript {
                return Some(format!("  or: sh {}/{}\n", self.current, it.because_of));
            }
            let apply = || format!("  kubectl apply --server-side -k {}\n", self.current);
            (it.action == Do::ApplyKustomization).then(apply)
        })
    }

    /// The chart with its values; a pod restarts where its annotation has changed.
    pub(super) fn helm(&self) -> String {
        let kubernetes = self.graph.deployment.as_ref().and_then(|it| it.kubernetes.as_ref());
        let Some(of) = kubernetes else { return String::new() };
        let (release, namespace) = (&of.release.value, &of.namespace.value);
        self.section("Helm: the values, behind your own; pods whose certificates changed restart", |it| {
            let Do::UpgradeRelease = it.action else { return None };
            let values = format!("-f your-values.yaml -f {}/{}", self.current, it.because_of);
            Some(format!(
                "  helm upgrade --install {release} camunda/camunda-platform -n {namespace} {values}\n"
            ))
        })
    }

    /// Plain hosts: which folder goes where.
    pub(super) fn hosts(&self) -> String {
        if !self.is_on(Platform::Hosts) {
            return String::new();
        }
        self.section(
            "hosts: each process finds its folder there, readable by its user and nobody else",
            |it| {
                let Do::Mount { reader, folder, path, .. } = &it.action else { return None };
                Some(self.copied(it, reader, folder.as_str(), path))
            },
        )
    }

    fn copied(&self, effect: &Effect, reader: &str, folder: &str, path: &str) -> String {
        let (from, base) = (&self.current, path.trim_end_matches(reader).trim_end_matches('/'));
        format!(
            "  {reader}: copy {from}/{folder} to {path}, and {from}/{} to {base}/{reader}.env\n",
            effect.because_of
        )
    }
}
