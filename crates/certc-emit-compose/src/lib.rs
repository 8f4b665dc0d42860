//! The `compose` emitter: an overlay for Camunda's own Compose file, which copies, mounts and tells all by itself.
//!
//! Files of certc's are their owner's alone, and containers run as other users. Compose cannot give a file another owner
//! (docs.docker.com, services, secrets: not for the source `file`), and a group would have to be there on each host. So a
//! service of the overlay copies each reader's files into a volume of its own, for its user, before it starts.

use certc_catalog::Launcher;
use certc_emit::setting::{Told, value};
use certc_emit::{
    Action, Artifact, Content, Description, Effect, Emitter, Output, Piece, Quoting, Yaml,
    without_files,
};
use certc_graph::{Deployment, Graph, Keeper, PasswordId, Process, Setting};
use certc_schema::{Node, Statement};

mod copy;
mod refuse;
pub mod rules;
mod service;

/// Writes `compose/overlay.yaml`, and the passwords that a service is told.
#[derive(Debug)]
pub struct Compose;

const FILE: &str = "compose/overlay.yaml";

static OPTIONS: &[&Node] = &[];

impl Emitter for Compose {
    fn describe(&self) -> Description {
        Description {
            name: "compose",
            version: env!("CARGO_PKG_VERSION"),
            summary: "an overlay for Camunda's own Docker Compose file",
            options: OPTIONS,
        }
    }

    fn emit(&self, graph: &Graph, _: &[Statement]) -> Output {
        let deployment = graph.deployment.as_ref();
        let Some(deployment) = deployment.filter(|it| it.launcher == Launcher::Compose) else {
            return Output { diagnostics: refuse::without_compose(graph), ..Output::default() };
        };
        let diagnostics = refuse::refused(graph).into_iter().chain(without_files(graph, "compose"));
        let mut output = Output { diagnostics: diagnostics.collect(), ..Output::default() };
        let services: Vec<_> = services(graph).collect();
        let header = header(deployment);
        let text = [Piece::Text(header)].into_iter().chain(overlay(graph, &services).pieces());
        let (content, kind) = (Content::Text(text.collect()), "compose-overlay");
        output.artifacts.push(Artifact { path: FILE.into(), content, kind, of: None });
        output.artifacts.extend(services.iter().filter_map(|it| it.passwords(graph)));
        output.effects.push(Effect { because_of: FILE.into(), action: Action::StartOverlay });
        output
    }
}

/// A service of Camunda's file that is told anything.
struct Service<'a> {
    reader: &'a str,
    /// What that file calls it.
    name: &'a str,
    user: u32,
    settings: &'a [Setting],
}

/// The components, and a Keycloak that Compose starts. Applications are not in Camunda's file.
fn services(graph: &Graph) -> impl Iterator<Item = Service<'_>> {
    let components = graph.processes.iter().filter(|it| !it.1.is_application);
    let components =
        components.map(|(name, it): (&String, &Process)| (name.as_str(), &it.settings));
    let provider = graph.identity_provider.iter();
    let provider = provider.filter(|it| it.managed_by.value == Keeper::Compose);
    let provider = provider.map(|it| (it.name.value.as_str(), &it.settings));
    components.chain(provider).filter_map(|(reader, settings)| {
        let of = graph.readers.get(reader)?;
        let (name, user) = (of.service.as_ref()?, of.user.as_ref()?.value);
        Some(Service { reader, name: &name.value, user, settings })
    })
}

impl Service<'_> {
    /// The passwords among its variables, which stand in no file that others read.
    fn passwords(&self, graph: &Graph) -> Option<Artifact> {
        let told = self.settings.iter().filter_map(|it| {
            let Told::Password(password) = value(graph, self.reader, it.purpose, "")? else {
                return None;
            };
            Some(line(it.name.value, password))
        });
        let lines: Vec<_> = told.flatten().collect();
        (!lines.is_empty()).then(|| Artifact {
            path: self.password_file().into(),
            content: Content::Text(lines),
            kind: "env",
            of: Some(self.reader.to_owned()),
        })
    }

    fn password_file(&self) -> String {
        format!("compose/{}.env", self.reader)
    }
}

fn line(name: &str, password: PasswordId) -> [Piece; 3] {
    let text = |it: String| Piece::Text(it);
    [
        text(format!("{name}=")),
        Piece::Password(password, Quoting::RawEnvFile),
        text("\n".to_owned()),
    ]
}

fn overlay(graph: &Graph, services: &[Service<'_>]) -> Yaml {
    let mut all = Yaml::map();
    let Yaml::Map(entries) = &mut all else { return all };
    entries.insert(copy::SERVICE.to_owned(), copy::service(graph, services));
    for it in services {
        entries.insert(it.name.to_owned(), service::of(graph, it));
    }
    let volumes = services.iter().map(|it| (copy::volume(it), Yaml::map()));
    let volumes = Yaml::Map(volumes.collect());
    Yaml::of([("services", all), ("volumes", volumes)])
}

fn header(of: &Deployment) -> String {
    let (camunda, file) = (of.camunda.value, of.compose_file.value);
    let untold = match &of.untold[..] {
        [] => String::new(),
        kinds => format!(
            "# Not in the spec, so told nothing: {}. They call Keycloak as before, by the URL that its tokens do not say any more:\n\
             # who logs in to them must be told `KC_HOSTNAME`'s URL by an overlay of yours, or leave them off.\n",
            kinds.join(", ")
        ),
    };
    format!(
        "# What mutual TLS needs, for the services of Camunda's own Compose file of {camunda}, {file}.\n\
         # export CERTC_DIR=THE_FOLDER_ABOVE_THIS_ONE, as an absolute path that goes through `current`\n\
         # docker compose -f {file} -f \"$CERTC_DIR/{FILE}\" up -d\n\
         # The labels change with a certificate, so after a renewal the same command restarts whom it must.\n{untold}"
    )
}

/// A path below the generation, which the user says.
fn path(below: &str) -> String {
    format!(
        "${{CERTC_DIR:?must be the folder that certc made, see the top of its overlay}}/{below}"
    )
}

#[cfg(test)]
mod tests;
