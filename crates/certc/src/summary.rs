//! What `compile` ends with: what was made, where, until when, and what is the reader's to do, as commands.

use std::collections::BTreeSet;
use std::fmt::Write;

use camino::{Utf8Path, Utf8PathBuf};
use certc_emit::{Action as Do, Effect};
use certc_graph::{Authority, AuthorityKind, Graph};
use certc_plan::{Action, Manifest, Plan};

use crate::commands::lines;
use crate::generation::MANIFEST;
use crate::pipeline::Analysis;

/// Where the commands put the files for containers, whose users are not the one who compiles.
const SERVED: &str = "/srv/camunda";

/// The summary of a generation that was just published.
pub(crate) fn of(
    analysis: &Analysis,
    plan: &Plan,
    root: &Utf8Path,
    number: u64,
) -> Result<String, String> {
    let path = root.join("current").join(MANIFEST);
    let text = std::fs::read_to_string(&path).map_err(|it| format!("{path}: {it}"))?;
    let manifest = Manifest::read(&text).map_err(|it| format!("{path} {it}"))?;
    let made: BTreeSet<_> =
        plan.files.iter().filter(|it| it.action != Action::Keep).map(|it| &it.of).collect();
    let effects = analysis.effects.iter().filter(|it| made.contains(&it.because_of)).collect();
    let next = Next { graph: &analysis.graph, current: root.join("current"), effects };
    let text = [
        if number == 1 { String::new() } else { why(plan) },
        made_what(&manifest, plan, root, number),
        next.compose(),
        next.kubernetes(),
        next.keycloak(),
        if number == 1 { String::new() } else { next.restarts() },
        pins(analysis, &manifest),
    ];
    Ok(text.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n"))
}

/// Why anything was made, as far as it can be read at a glance.
fn why(plan: &Plan) -> String {
    const GLANCE: usize = 20;
    let lines = lines(plan);
    let more = lines.len().saturating_sub(GLANCE);
    let text: String = lines.into_iter().take(GLANCE).collect();
    if more == 0 { text } else { format!("{text}and {more} more\n") }
}

fn made_what(manifest: &Manifest, plan: &Plan, root: &Utf8Path, number: u64) -> String {
    let is_made = |it: &Action| *it != Action::Keep;
    let certificates = plan.certificates.iter().map(|it| it.action).filter(is_made).count();
    let files = plan.files.iter().map(|it| it.action).filter(is_made).count();
    let gone = plan.removed.len();
    let gone = if gone == 0 { String::new() } else { format!(", {gone} files are gone") };
    let end = manifest.certificates.iter().map(|it| (it.not_after, &it.name)).min();
    let end =
        end.map_or_else(String::new, |(end, name)| format!("first to end: `{name}`, {end}\n"));
    format!(
        "made {certificates} certificates and {files} files{gone}\n{root}/current shows generation {number}\n{end}"
    )
}

/// What follows from the files that were made.
struct Next<'a> {
    graph: &'a Graph,
    current: Utf8PathBuf,
    effects: Vec<&'a Effect>,
}

impl Next<'_> {
    /// For each service its folder and its variables; what stands inline in Camunda's own file wins over them.
    fn compose(&self) -> String {
        let mut text = String::new();
        let mut inline = String::new();
        for effect in &self.effects {
            match &effect.action {
                Do::Mount { reader, folder, path, user } => {
                    let user = user.map_or_else(String::new, |it| format!("  # runs as user {it}"));
                    writeln!(text, "  {reader}:{user}").expect("text takes all");
                    writeln!(text, "    volumes: [\"{SERVED}/{folder}:{path}:ro\"]")
                        .expect("text takes all");
                    writeln!(text, "    env_file: [\"{SERVED}/{}\"]", effect.because_of)
                        .expect("text takes all");
                }
                Do::PublishPort { reader, outside, inside } => {
                    writeln!(text, "    ports: [\"{outside}:{inside}\"]  # {reader}")
                        .expect("text takes all");
                }
                Do::LoadVariables(reader) => inline += &self.inline(reader),
                Do::Restart(_)
                | Do::CreateSecret { .. }
                | Do::ImportRealm(_)
                | Do::SetClientAttribute { .. } => {}
            }
        }
        if text.is_empty() {
            return text;
        }
        let copy = self.copy();
        format!(
            "Docker Compose: containers run as other users, so give them a copy that they can read\n{copy}\
             and add to each service of an overlay file:\n{text}{}",
            if inline.is_empty() {
                inline
            } else {
                format!(
                    "Camunda's own Compose file sets these inline, where they win over an env file; delete them there:\n{inline}"
                )
            }
        )
    }

    fn inline(&self, reader: &str) -> String {
        let process = self.graph.processes.get(reader).map(|it| &it.settings);
        let provider = self.graph.identity_provider.iter().filter(|it| it.name.value == reader);
        let settings = process.into_iter().chain(provider.map(|it| &it.settings)).flatten();
        let names: Vec<_> = settings.filter(|it| it.is_inline).map(|it| it.name.value).collect();
        if names.is_empty() { String::new() } else { format!("  {reader}: {}\n", names.join(", ")) }
    }

    /// A copy for containers: most run as one user, the others are named.
    fn copy(&self) -> String {
        let files = self.graph.outputs.get("files").map_or(&[][..], Vec::as_slice);
        let folder = format!("{SERVED}/{}", certc_emit::directory(files));
        let users = self.graph.readers.iter();
        let users: Vec<_> =
            users.filter_map(|(name, it)| Some((name, it.user.as_ref()?.value))).collect();
        let count = |user: u32| users.iter().filter(|it| it.1 == user).count();
        let most = users.iter().map(|it| it.1).max_by_key(|it| (count(*it), *it));
        let mut text =
            format!("  sudo mkdir -p {SERVED} && sudo cp -RL {}/. {SERVED}/\n", self.current);
        if let Some(user) = most {
            writeln!(text, "  sudo chown -R {user} {folder}").expect("text takes all");
        }
        for (name, user) in users.iter().filter(|it| Some(it.1) != most) {
            writeln!(text, "  sudo chown -R {user} {folder}/{name}").expect("text takes all");
        }
        text
    }

    fn kubernetes(&self) -> String {
        let mut text = String::new();
        for effect in &self.effects {
            if let Do::CreateSecret { name, folder } = &effect.action {
                let from = self.current.join(folder);
                writeln!(
                    text,
                    "  kubectl create secret generic {name} --from-file={from} --dry-run=client -o yaml | kubectl apply -f -"
                )
                .expect("text takes all");
            }
        }
        if text.is_empty() { text } else { format!("Kubernetes: a Secret for each folder\n{text}") }
    }

    fn keycloak(&self) -> String {
        let mut text = String::new();
        for effect in &self.effects {
            if let Do::ImportRealm(realm) = &effect.action {
                let file = self.current.join(&effect.because_of);
                writeln!(
                    text,
                    "Keycloak: a fresh server imports realm `{realm}`, one that has it changes nothing\n  \
                     mount {file} into /opt/keycloak/data/import and start with --import-realm"
                )
                .expect("text takes all");
            }
        }
        text
    }

    fn restarts(&self) -> String {
        let restarted = self.effects.iter().filter_map(|it| match &it.action {
            Do::Restart(it) => Some(it.as_str()),
            Do::Mount { .. }
            | Do::LoadVariables(_)
            | Do::PublishPort { .. }
            | Do::CreateSecret { .. }
            | Do::ImportRealm(_)
            | Do::SetClientAttribute { .. } => None,
        });
        let names: Vec<_> = restarted.collect();
        if names.is_empty() {
            return String::new();
        }
        let copy = self.copy();
        format!(
            "what was made is read at the start of its reader\n{copy}  docker compose restart {}\n",
            names.join(" ")
        )
    }
}

/// For each root of ours that is not pinned the line to add.
fn pins(analysis: &Analysis, manifest: &Manifest) -> String {
    let is_ours = |it: &Authority| it.kind.value == AuthorityKind::Root && it.pinned.is_none();
    let unpinned = analysis.graph.authorities.iter().filter(|(_, it)| is_ours(it));
    let line = |name: &str, sha256: &str| {
        format!(
            "so that nobody makes a second `{name}`, add to its block:\n  pinned sha256=\"{sha256}\"\n"
        )
    };
    unpinned.filter_map(|(id, _)| Some(line(&id.0, &manifest.certificate(&id.0)?.sha256))).collect()
}
