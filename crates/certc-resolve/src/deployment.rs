//! `deployment`: the name, Camunda's version, Java's, the platform.

use certc_catalog::{Launcher, Platform, Version};
use certc_graph::{Deployment, Kubernetes, Origin, Sourced};
use certc_schema::Statement;

use crate::rules::{MISSING_STATEMENT, UNKNOWN_VERSION, UNUSABLE_NAME};
use crate::{Resolver, layers, value};

/// The emitter that tells the chart; with it the chart starts the components.
const HELM: &str = "helm";

/// Helm adds what a chart's names have behind the release (Helm, chart best practices: 53).
const LONGEST_RELEASE: usize = 53;
/// A label of DNS (RFC 1123).
const LONGEST_NAMESPACE: usize = 63;

/// What the catalog is asked with.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) camunda: Version,
    pub(crate) platform: Platform,
    pub(crate) launcher: Launcher,
}

impl<'a> Resolver<'a> {
    pub(crate) fn deployment(&mut self, environment: Option<&str>) {
        let Some(statement) = self.layers.named("deployment").next() else {
            self.missing(
                "deployment",
                "add `deployment camunda { camunda \"8.7\"; platform compose }`",
            );
            return;
        };
        let (camunda, platform) = (self.camunda(statement), self.platform(statement));
        let kubernetes = self.kubernetes(statement);
        let (Some(camunda), Some(platform)) = (camunda, platform) else { return };
        if kubernetes.is_none() && platform.value == Platform::Kubernetes {
            return;
        }
        let launcher = self.launcher(platform.value);
        let Some(line) = self.catalog.line(camunda.value) else { return };
        let sourced = |it| Sourced::new(it, Origin::Catalog { source: line.source });
        self.place = Some(Place { camunda: camunda.value, platform: platform.value, launcher });
        self.graph.deployment = Some(Deployment {
            name: value::sourced(statement),
            environment: environment.map(str::to_owned),
            java: self.java(statement, camunda.value),
            camunda,
            platform,
            launcher,
            kubernetes,
            chart: <_>::default(),
            chart_version: Sourced::new(
                [line.chart_tried, line.chart_since],
                Origin::Catalog { source: line.source },
            ),
            compose_file: sourced(line.compose_file),
            untold: Vec::new(),
            untold_members: Vec::new(),
            maintained_until: sourced(line.maintained_until),
        });
    }

    /// On Kubernetes the chart, where the spec asks for its values.
    fn launcher(&self, platform: Platform) -> Launcher {
        let is_chart = self.layers.named("output").any(|it| value::name(it) == HELM);
        match platform {
            Platform::Compose => Launcher::Compose,
            Platform::Kubernetes if is_chart => Launcher::Chart,
            Platform::Kubernetes => Launcher::Kubernetes,
            Platform::Hosts => Launcher::Hosts,
        }
    }

    /// Namespace and release, from which all names of Services are made.
    fn kubernetes(&mut self, of: &'a Statement) -> Option<Kubernetes> {
        let platform = layers::children(of, "platform").next()?;
        if value::text(platform) != "kubernetes" {
            return None;
        }
        let namespace = self.label(platform, "namespace", LONGEST_NAMESPACE);
        let release = self.label(platform, "release", LONGEST_RELEASE);
        Some(Kubernetes { namespace: namespace?, release: release? })
    }

    fn label(
        &mut self,
        platform: &'a Statement,
        name: &str,
        longest: usize,
    ) -> Option<Sourced<String>> {
        let Some((text, place)) = value::own(platform, name) else {
            let said = MISSING_STATEMENT.broken(format!("the platform does not say its `{name}`"));
            let help = "write `platform kubernetes { namespace camunda; release camunda }`: names of Services are made of them";
            self.said.push(said.at(platform.name.1, format!("has no `{name}`")).help(help));
            return None;
        };
        let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        let ends_well = |it: &str| !it.starts_with('-') && !it.ends_with('-') && !it.is_empty();
        if !text.chars().all(is_plain) || !ends_well(text) || text.len() > longest {
            let message = format!("`{text}` cannot be a {name} of Kubernetes");
            let help = format!(
                "use lower-case letters, digits and `-`, a letter or digit at both ends, at most {longest}"
            );
            self.said.push(UNUSABLE_NAME.broken(message).at(place, "refused by it").help(help));
            return None;
        }
        Some(Sourced::new(text.to_owned(), Origin::Written(place)))
    }

    pub(crate) fn missing(&mut self, name: &str, help: &str) {
        self.said.push(MISSING_STATEMENT.broken(format!("the spec has no `{name}`")).help(help));
    }

    fn camunda(&mut self, of: &'a Statement) -> Option<Sourced<Version>> {
        let Some((text, place)) = value::own(of, "camunda") else {
            let said = MISSING_STATEMENT.broken("the deployment does not say which Camunda it is");
            let help = "add `camunda \"8.7\"` to the block";
            self.said.push(said.at(of.name.1, "has no `camunda`").help(help));
            return None;
        };
        let known: Vec<_> = self.catalog.camunda.iter().map(|it| it.version.to_string()).collect();
        let version = Version::try_from(text).ok();
        let Some(line) = version.and_then(|it| self.catalog.line(it)) else {
            let said = UNKNOWN_VERSION.broken(format!("certc knows no Camunda `{text}`"));
            let help = format!("it knows the lines {}", known.join(", "));
            self.said.push(said.at(place, "not a line of Camunda 8").help(help));
            return None;
        };
        Some(Sourced::new(line.version, Origin::Written(place)))
    }

    fn platform(&mut self, of: &'a Statement) -> Option<Sourced<Platform>> {
        let Some((text, place)) = value::own(of, "platform") else {
            let said = MISSING_STATEMENT.broken("the deployment does not say where it runs");
            let help = "add `platform compose` to the block";
            self.said.push(said.at(of.name.1, "has no `platform`").help(help));
            return None;
        };
        let platform = match text {
            "kubernetes" => Platform::Kubernetes,
            "hosts" => Platform::Hosts,
            _ => Platform::Compose,
        };
        Some(Sourced::new(platform, Origin::Written(place)))
    }

    fn java(&mut self, of: &'a Statement, camunda: Version) -> Sourced<u32> {
        let line = self.catalog.line(camunda);
        let (oldest, source) = line.map_or((17, ""), |it| (it.java, it.source));
        let oldest = Sourced::new(oldest, Origin::Catalog { source });
        let Some(statement) = layers::children(of, "java").next() else { return oldest };
        let (text, place) = (value::text(statement), value::place(statement));
        match text.parse() {
            Ok(version @ 8..=99) => oldest.overridden_by(version, Origin::Written(place)),
            _ => {
                let said = UNKNOWN_VERSION.broken(format!("`{text}` is no version of Java"));
                let help = "write its major version: `java \"17\"`";
                self.said
                    .push(said.at(place, "the oldest JVM that must open the stores").help(help));
                oldest
            }
        }
    }
}
