//! `deployment`: the name, Camunda's version, Java's, the platform.

use certc_catalog::{Platform, Version};
use certc_diagnostic::rules::NOT_BUILT_YET;
use certc_graph::{Deployment, Origin, Sourced};
use certc_schema::Statement;

use crate::rules::{MISSING_STATEMENT, UNKNOWN_VERSION};
use crate::{Resolver, layers, value};

/// What the catalog is asked with.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub(crate) camunda: Version,
    pub(crate) platform: Platform,
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
        let (Some(camunda), Some(platform)) = (camunda, platform) else { return };
        let line = self.catalog.line(camunda.value);
        if line.is_some_and(|it| !it.built.contains(&platform.value)) {
            let place = value::span(&platform.origin).unwrap_or(statement.span);
            let said = NOT_BUILT_YET.broken("certc cannot make files for this platform yet");
            self.said.push(said.at(place, "this platform").help("it can for `platform compose`"));
            return;
        }
        self.place = Some(Place { camunda: camunda.value, platform: platform.value });
        self.graph.deployment = Some(Deployment {
            name: value::sourced(statement),
            environment: environment.map(str::to_owned),
            java: self.java(statement, camunda.value),
            camunda,
            platform,
        });
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
        if line.built.is_empty() {
            let said =
                NOT_BUILT_YET.broken(format!("certc cannot make files for Camunda {text} yet"));
            let built = self.catalog.camunda.iter().filter(|it| !it.built.is_empty());
            let built: Vec<_> = built.map(|it| it.version.to_string()).collect();
            let help = format!("it can for {}", built.join(", "));
            self.said.push(said.at(place, "this version").help(help));
            return None;
        }
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
