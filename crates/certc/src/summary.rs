//! What `compile` ends with: what was made, where, until when, and what is the reader's to do, as commands.

use std::collections::BTreeSet;

use camino::Utf8Path;
use certc_emit::{Action as Do, Effect, Quoting};
use certc_graph::{Authority, AuthorityKind, Graph, Reader};
use certc_plan::{Action, Manifest, Plan};

use crate::commands::lines;
use crate::generation::MANIFEST;
use crate::pipeline::Analysis;
use crate::print::reason;

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
    let bytes = std::fs::read(&path).map_err(|it| format!("{path}: {}", reason(&it)))?;
    let manifest = Manifest::read(&bytes, None).map_err(|it| format!("{path} {it}"))?;
    let made: BTreeSet<_> =
        plan.files.iter().filter(|it| it.action != Action::Keep).map(|it| &it.of).collect();
    let effects = analysis.effects.iter().filter(|it| made.contains(&it.because_of)).collect();
    let current = shell(root.join("current").as_str());
    let next = Next { graph: &analysis.graph, current, effects };
    let text = [
        if number == 1 { String::new() } else { why(plan) },
        made_what(&manifest, plan, root, number),
        next.compose(),
        next.inline(),
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
    /// The folder that readers read through, as a shell takes it.
    current: String,
    effects: Vec<&'a Effect>,
}

impl Next<'_> {
    /// A section of the lines that effects ask for; nothing where none does.
    fn section(&self, title: &str, line: impl Fn(&Effect) -> Option<String>) -> String {
        let lines: String = self.effects.iter().filter_map(|it| line(it)).collect();
        if lines.is_empty() { lines } else { format!("{title}\n{lines}") }
    }

    /// For each service its folder and its variables.
    fn compose(&self) -> String {
        let title = format!(
            "Docker Compose: containers run as other users, so give them a copy that they can read\n{}\
             and add to each service of an overlay file:",
            self.copy()
        );
        self.section(&title, |it| match &it.action {
            Do::Mount { reader, folder, path, user } => {
                let user = user.map_or_else(String::new, |it| format!("  # runs as user {it}"));
                let volume = format!("    volumes: [\"{SERVED}/{folder}:{path}:ro\"]");
                let variables = format!("    env_file: [\"{SERVED}/{}\"]", it.because_of);
                Some(format!("  {reader}:{user}\n{volume}\n{variables}\n"))
            }
            Do::PublishPort { outside, inside, .. } => {
                Some(format!("    ports: [\"{outside}:{inside}\"]\n"))
            }
            Do::LoadVariables(_)
            | Do::Restart(_)
            | Do::CreateSecret { .. }
            | Do::ImportRealm(_) => None,
        })
    }

    /// What stands inline in Camunda's own file wins over an env file.
    fn inline(&self) -> String {
        let title = "Camunda's own Compose file sets these inline, where they win over an env file; delete them there:";
        self.section(title, |it| {
            let Do::LoadVariables(reader) = &it.action else { return None };
            let process = self.graph.processes.get(reader).map(|it| &it.settings);
            let provider =
                self.graph.identity_provider.iter().filter(|it| it.name.value == *reader);
            let settings = process.into_iter().chain(provider.map(|it| &it.settings)).flatten();
            let names: Vec<_> =
                settings.filter(|it| it.is_inline).map(|it| it.name.value).collect();
            (!names.is_empty()).then(|| format!("  {reader}: {}\n", names.join(", ")))
        })
    }

    /// A copy for containers: most run as one user, the others are named.
    fn copy(&self) -> String {
        let files = self.graph.outputs.get("files").map_or(&[][..], |it| &it.children);
        let folder = format!("{SERVED}/{}", certc_emit::directory(files));
        let user = |it: &Reader| it.user.as_ref().map(|it| it.value);
        let users: Vec<_> = self.graph.readers.values().filter_map(user).collect();
        let count = |user: u32| users.iter().filter(|it| **it == user).count();
        let most = users.iter().copied().max_by_key(|it| (count(*it), *it));
        let all = most.map(|it| format!("  sudo chown -R {it} {folder}\n"));
        let others = self.graph.readers.iter().filter_map(|(name, it)| {
            let user = user(it).filter(|it| Some(*it) != most)?;
            Some(format!("  sudo chown -R {user} {folder}/{name}\n"))
        });
        let copy =
            format!("  sudo mkdir -p {SERVED} && sudo cp -RL {}/. {SERVED}/\n", self.current);
        [copy].into_iter().chain(all).chain(others).collect()
    }

    fn kubernetes(&self) -> String {
        self.section("Kubernetes: a Secret for each folder", |it| {
            let Do::CreateSecret { name, folder } = &it.action else { return None };
            let create = format!("kubectl create secret generic {name}");
            let from = format!("--from-file={}/{folder}", self.current);
            Some(format!("  {create} {from} --dry-run=client -o yaml | kubectl apply -f -\n"))
        })
    }

    fn keycloak(&self) -> String {
        let title =
            "Keycloak: a fresh server imports the realm, one that has it already changes nothing";
        self.section(title, |it| {
            let Do::ImportRealm(_) = &it.action else { return None };
            let file = format!("{}/{}", self.current, it.because_of);
            Some(format!(
                "  mount {file} into /opt/keycloak/data/import, start with --import-realm\n"
            ))
        })
    }

    /// Stores are read at the start of a process.
    fn restarts(&self) -> String {
        let restarted = self.effects.iter().filter_map(|it| match &it.action {
            Do::Restart(it) => Some(it.as_str()),
            Do::Mount { .. }
            | Do::LoadVariables(_)
            | Do::PublishPort { .. }
            | Do::CreateSecret { .. }
            | Do::ImportRealm(_) => None,
        });
        let names: Vec<_> = restarted.collect();
        if names.is_empty() {
            return String::new();
        }
        let copy = self.copy();
        format!(
            "a process reads its stores when it starts\n{copy}  docker compose restart {}\n",
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

/// A path as a shell takes it: quoted where it needs it.
fn shell(path: &str) -> String {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./".contains(it);
    if path.chars().all(is_plain) {
        return path.to_owned();
    }
    certc_emit::quote(Quoting::Shell, path).unwrap_or_else(|_| path.to_owned())
}
