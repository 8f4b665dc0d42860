//! `serves`, the names of whoever is called, and what the chart calls it.

use certc_catalog::{Launcher, Port, Purpose, Workload};
use certc_graph::name::AlternativeName;
use certc_graph::{Chart, LeafId, Origin, Served, Sourced};
use certc_schema::Statement;

use crate::bind::quoted;
use crate::deployment::Place;
use crate::rules::{MISSING_STATEMENT, SERVER_WITHOUT_NAME, UNUSABLE_PORT};
use crate::{Resolver, layers, value};

/// What the catalog writes for the release.
const RELEASE: &str = "RELEASE";
/// No platform starts it.
const DESKTOP: &str = "desktop-modeler";

impl<'a> Resolver<'a> {
    /// What a component serves by TLS, as the spec says it and the platform has it.
    pub(crate) fn serves(
        &mut self,
        own: &'a Statement,
        workload: Option<&'a Workload>,
    ) -> Vec<Served> {
        let blocks: Vec<_> = layers::children(own, "serves").collect();
        for block in blocks.iter().filter(|it| it.children.is_empty()) {
            let said = MISSING_STATEMENT.broken("`serves` does not say what is served by TLS");
            let help = "write `serves { grpc; rest; cluster }`, or those of them that are to be";
            self.said.push(said.at(block.span, "names nothing").help(help));
        }
        let mut served = Vec::new();
        for line in blocks.iter().flat_map(|it| &it.children) {
            let known = workload.map_or(&[][..], |it| &it.serves);
            let Some(it) = known.iter().find(|it| it.port.word() == line.name.0) else {
                self.unusable_port(own, line, known.iter().map(|it| it.port));
                continue;
            };
            let port = Sourced::new(it.port, Origin::Written(line.span));
            let host = self.host(own, workload);
            if host.is_none() && it.port != Port::Cluster {
                self.no_name(own, line);
            }
            served.push(Served { port, host, number: it.number });
        }
        served
    }

    /// Nobody can check a certificate without a name, or call a server without one.
    fn no_name(&mut self, own: &'a Statement, line: &Statement) {
        let message = format!("`{}` has no name by which others could call it", value::name(own));
        let said = SERVER_WITHOUT_NAME.broken(message).at(line.span, "serves TLS");
        self.said.push(
            said.help("add `san { dns \"zeebe.example.com\" }` to its block: hosts give no names"),
        );
    }

    fn unusable_port(
        &mut self,
        own: &'a Statement,
        line: &Statement,
        known: impl Iterator<Item = Port>,
    ) {
        let (name, port) = (value::name(own), &line.name.0);
        let words: Vec<_> = known.map(Port::word).collect();
        let said = UNUSABLE_PORT.broken(format!("`{name}` has no `{port}` to serve by TLS here"));
        let help = if words.is_empty() {
            "remove the line: TLS of its pages ends at your proxy or Ingress".to_owned()
        } else {
            format!("here it can serve {} only", quoted(&words))
        };
        self.said.push(said.at(line.span, "not served by it").help(help));
    }

    /// By what name others call it: its service, or the first host name that the spec gives it.
    fn host(&self, own: &'a Statement, workload: Option<&Workload>) -> Option<Sourced<String>> {
        let service = workload.and_then(|it| Some((self.released(it.service?), it.source)));
        if let Some((name, source)) = service {
            return Some(Sourced::new(name, Origin::Catalog { source }));
        }
        let names = layers::children(own, "san").flat_map(|it| layers::children(it, "dns"));
        let first = names.into_iter().next()?;
        Some(Sourced::new(value::text(first).to_owned(), Origin::Written(value::place(first))))
    }

    /// A name of the catalog in this release.
    pub(crate) fn released(&self, name: &str) -> String {
        let kubernetes = self.graph.deployment.as_ref().and_then(|it| it.kubernetes.as_ref());
        let release = kubernetes.map_or("", |it| &it.release.value);
        name.replace(RELEASE, release)
    }

    /// All names that the platform gives a workload; in a cluster each with its namespace too.
    pub(crate) fn workload_names(
        &self,
        workload: Option<&Workload>,
    ) -> Vec<Sourced<AlternativeName>> {
        let Some(workload) = workload else { return Vec::new() };
        let kubernetes = self.graph.deployment.as_ref().and_then(|it| it.kubernetes.as_ref());
        let names = workload.service.into_iter().chain(workload.names.iter().copied());
        let names = names.map(|it| self.released(it)).flat_map(|name| {
            let namespace =
                kubernetes.map(|it| &it.namespace.value).filter(|_| name != "localhost");
            let longer = namespace.map(|it| {
                ["", ".svc", ".svc.cluster.local"].map(|suffix| format!("{name}.{it}{suffix}"))
            });
            [name].into_iter().chain(longer.into_iter().flatten()).collect::<Vec<_>>()
        });
        let origin = Origin::Catalog { source: workload.source };
        let names = names.filter_map(|it| AlternativeName::dns(&it).ok());
        names.map(|it| Sourced::new(it, origin.clone())).collect()
    }

    /// Between the members of a cluster TLS is all or nothing: where one serves it, each does.
    pub(crate) fn join_cluster(&mut self) {
        let first = self.graph.processes.values().find_map(|it| it.served(Port::Cluster));
        let Some(first) = first.cloned() else { return };
        let mut joined = Vec::new();
        for (name, process) in &mut self.graph.processes {
            if process.is_told(Purpose::ClusterTls) && process.served(Port::Cluster).is_none() {
                let lines = first.port.origin.spans().to_vec();
                let port = Sourced::new(Port::Cluster, Origin::Derived(lines));
                process.serves.push(Served { port, host: None, number: first.number });
                joined.push(LeafId(name.as_str().into()));
            }
        }
        for leaf in joined {
            if let Some(it) = self.graph.leaves.get_mut(&leaf) {
                it.server = true;
            }
        }
    }

    /// What the platform's own files start too and the spec does not name.
    pub(crate) fn untold(&mut self) {
        let Some(place) = self.place else { return };
        let is_theirs = matches!(place.launcher, Launcher::Chart | Launcher::Compose);
        let Some(line) = self.catalog.line(place.camunda).filter(|_| is_theirs) else { return };
        let is_told = |kind: &str| self.graph.processes.values().any(|it| it.is_of_kind(kind));
        let is_started = |kind: &str| {
            let has_client = self.catalog.client(kind, place.camunda).is_some();
            !has_client || self.catalog.workload(kind, place.platform, place.camunda).is_some()
        };
        let kinds = line.kinds.iter().copied().filter(|it| !is_told(it) && is_started(it));
        let untold: Vec<_> = kinds.filter(|it| *it != DESKTOP).collect();
        let is_member = |kind: &&&str| {
            let mut settings = self.catalog.setting(kind, place.launcher, place.camunda);
            settings.any(|it| it.purpose == Purpose::ClusterTls)
        };
        let members = untold.iter().filter(is_member).copied().collect();
        if let Some(it) = self.graph.deployment.as_mut() {
            (it.untold, it.untold_members) = (untold, members);
        }
    }

    /// What the chart calls it, where the chart starts it.
    pub(crate) fn chart_of(&mut self, own: &'a Statement, kind: &str, place: Place) {
        let chart = self.catalog.chart(kind, place.camunda);
        let Some(chart) = chart.filter(|_| place.launcher == Launcher::Chart) else { return };
        let chart = Chart {
            key: Sourced::new(chart.key, Origin::Catalog { source: chart.source }),
            env: chart.env,
            evaluates: chart.evaluates,
            copies: chart.copies,
            variables: chart.variables.clone(),
            volumes: chart.volumes.clone(),
            writes: self.catalog.written(kind, place.camunda).to_vec(),
        };
        if let Some(it) = self.graph.deployment.as_mut() {
            it.chart.insert(value::name(own).to_owned(), chart);
        }
    }
}
