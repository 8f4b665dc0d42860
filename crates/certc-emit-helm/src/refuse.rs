//! What no values can do.

use certc_catalog::Port;
use certc_diagnostic::Diagnostic;
use certc_emit::{at_reader, mount};
use certc_graph::{Graph, blame};

use crate::rules::{
    CHART_COMPONENT_MISSING, CHART_COMPONENT_TWICE, CHART_MISSING, CHART_MOUNT_PATH,
    SECRETS_MISSING,
};

/// Paths at which the chart mounts volumes of its own (rendered, each line).
pub(crate) const TAKEN: [&str; 3] = ["/camunda", "/exporters", "/tmp"];

/// Without Kubernetes there is no chart.
pub(crate) fn without_chart(graph: &Graph) -> Vec<Diagnostic> {
    let Some(place) = &graph.deployment else { return Vec::new() };
    let said = CHART_MISSING.broken("values are for the Helm chart, and the platform is another");
    let said = match graph.outputs.get("helm") {
        Some(it) => said.at(it.name.1, "for Kubernetes only"),
        None => said,
    };
    let said = blame(said, &place.platform.origin, "the platform");
    vec![said.help("write `platform kubernetes { namespace …; release … }`, or remove the output")]
}

/// All that a deployment asks of the chart and cannot have.
pub(crate) fn refused(graph: &Graph) -> Vec<Diagnostic> {
    [
        twice(graph),
        without_gateway(graph),
        without_members(graph),
        without_secrets(graph),
        taken(graph),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The chart starts one of each kind.
fn twice(graph: &Graph) -> Vec<Diagnostic> {
    let Some(place) = &graph.deployment else { return Vec::new() };
    let mut said = Vec::new();
    for (index, (name, chart)) in place.chart.iter().enumerate() {
        let other = place.chart.iter().take(index).find(|it| it.1.key.value == chart.key.value);
        let Some((other, _)) = other else { continue };
        let message = format!("the chart starts one `{}`, and `{other}` is it", chart.key.value);
        let found = at_reader(graph, name, CHART_COMPONENT_TWICE.broken(message), "a second one");
        let found = at_reader(graph, other, found, "the first");
        let help = "keep one here, and give the other a spec of its own with `output env`";
        said.push(found.help(help));
    }
    said
}

/// Up to 8.7 the chart starts a gateway that checks tokens, whether the spec has it or not.
fn without_gateway(graph: &Graph) -> Vec<Diagnostic> {
    let Some(place) = &graph.deployment else { return Vec::new() };
    let zeebe = graph.processes.iter().find(|it| it.1.is_of_kind("zeebe"));
    let Some((zeebe, _)) = zeebe.filter(|_| place.untold.contains(&"zeebe-gateway")) else {
        return Vec::new();
    };
    let message =
        "the chart starts a gateway of its own, and it would trust nobody who checks tokens";
    let said =
        at_reader(graph, zeebe, CHART_COMPONENT_MISSING.broken(message), "has no gateway here");
    vec![said.help("add `component zeebe-gateway`")]
}

/// Members of a cluster that the chart starts and nobody tells cannot join one that talks by TLS.
fn without_members(graph: &Graph) -> Vec<Diagnostic> {
    let Some(place) = &graph.deployment else { return Vec::new() };
    let served = graph.processes.values().find_map(|it| it.served(Port::Cluster));
    let (Some(served), [first, ..]) = (served, &place.untold_members[..]) else {
        return Vec::new();
    };
    let message =
        format!("the chart starts `{first}` as a member of the cluster, which talks by TLS now");
    let said =
        blame(CHART_COMPONENT_MISSING.broken(message), &served.port.origin, "between all members");
    vec![said.help(format!("add `component {first}`; where the chart's is off: `allow chart-component-missing reason=\"…\"`"))]
}

/// The volumes that the values name are of Secrets.
fn without_secrets(graph: &Graph) -> Vec<Diagnostic> {
    let (helm, secrets) = (graph.outputs.get("helm"), graph.outputs.get("kubernetes"));
    let (Some(helm), None) = (helm, secrets) else { return Vec::new() };
    let message = "nobody makes the Secrets that the values name: pods would wait for them";
    let said = SECRETS_MISSING.broken(message).at(helm.name.1, "names Secrets");
    vec![said.help("add `output kubernetes`")]
}

fn taken(graph: &Graph) -> Vec<Diagnostic> {
    let base = graph.readers.keys().next().map(|it| mount(graph, it)).unwrap_or_default();
    if !TAKEN.contains(&base.as_str()) {
        return Vec::new();
    }
    let said = CHART_MOUNT_PATH.broken(format!("the chart mounts a volume of its own at `{base}`"));
    let option = graph
        .outputs
        .get("env")
        .and_then(|it| it.children.iter().find(|it| it.name.0 == "mount-path"));
    let said = match option {
        Some(it) => said.at(it.span, "said here"),
        None => said,
    };
    vec![said.help("say another `mount-path`, such as `/opt/security/conf`")]
}
