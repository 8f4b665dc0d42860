//! The summary's part on Kubernetes, its Secrets and the chart.

use std::collections::BTreeSet;

use certc_catalog::Platform;
use certc_emit::Action as Do;

use super::Next;

impl Next<'_> {
    /// Where the deployment runs.
    pub(super) fn is_on(&self, platform: Platform) -> bool {
        self.graph.deployment.as_ref().is_some_and(|it| it.platform.value == platform)
    }

    /// Who must start anew, by name.
    pub(super) fn restarted(&self) -> BTreeSet<&str> {
        let readers = self.effects.iter().filter_map(|it| match &it.action {
            Do::Restart(reader) => Some(reader.as_str()),
            Do::Mount { .. }
            | Do::LoadVariables(_)
            | Do::PublishPort { .. }
            | Do::ApplyKustomization
            | Do::RunScript
            | Do::UpgradeRelease
            | Do::StartOverlay
            | Do::ImportRealm(_)
            | Do::AskKeeper
            | Do::UpdateClients { .. }
            | Do::ImportByConfigCli
            | Do::ImportByOperator => None,
        });
        readers.collect()
    }

    /// The Secrets, before what reads them.
    pub(super) fn kubernetes(&self) -> String {
        let place = self.graph.deployment.as_ref().and_then(|it| it.kubernetes.as_ref());
        let Some(place) = place else { return String::new() };
        let namespace = &place.namespace.value;
        let created =
            format!("  kubectl create namespace {namespace}    # where it is not there\n");
        let created = if self.is_first() { created } else { String::new() };
        self.section("Kubernetes: Secrets that the pods read", |it| {
            if it.action == Do::RunScript {
                return Some(format!("  or: sh {}/{}\n", self.current, it.because_of));
            }
            let apply = || format!("{created}  kubectl apply --server-side -k {}\n", self.current);
            (it.action == Do::ApplyKustomization).then(apply)
        })
    }

    /// The chart with its values; a pod restarts where its annotation has changed.
    pub(super) fn helm(&self) -> String {
        let Some(of) = &self.graph.deployment else { return String::new() };
        let Some(place) = &of.kubernetes else { return String::new() };
        let (release, namespace) = (&place.release.value, &place.namespace.value);
        let [tried, _] = of.chart_version.value;
        let repository = "  helm repo add camunda https://helm.camunda.io\n";
        let repository = if self.is_first() { repository } else { "" };
        let title = "Helm: the values, behind your own; pods whose certificates changed restart";
        self.section(title, |it| {
            let values = format!("-f your-values.yaml -f {}/{}", self.current, it.because_of);
            let upgrade = format!(
                "{repository}  helm upgrade --install {release} camunda/camunda-platform --version {tried} -n {namespace} {values}\n"
            );
            let lists = "  each list in it takes the place of yours: what you had there goes into the spec, as `extra-env` and `extra-volume`\n";
            let lists = if self.is_first() { lists } else { "" };
            (it.action == Do::UpgradeRelease).then(|| upgrade + lists)
        })
    }

    /// Pods that no chart restarts.
    pub(super) fn rollouts(&self) -> String {
        let Some(of) = self.graph.deployment.as_ref().filter(|it| it.kubernetes.is_some()) else {
            return String::new();
        };
        let readers = self.restarted().into_iter().filter(|it| !of.chart.contains_key(*it));
        let readers: Vec<_> = readers.collect();
        if self.is_first() || readers.is_empty() {
            return String::new();
        }
        format!(
            "a process reads its files when it starts: kubectl rollout restart what runs {}\n",
            readers.join(", ")
        )
    }
}
