//! The summary's part on Docker Compose.

use std::collections::BTreeSet;

use camino::Utf8Path;
use certc_catalog::Platform;
use certc_emit::setting::value;
use certc_emit::{Action as Do, Effect};
use certc_graph::{Reader, Setting};

use super::Next;

impl Next<'_> {
    /// A copy that containers can read, and an overlay with each service's folder and variables.
    pub(super) fn compose(&self) -> String {
        let title = format!(
            "Docker Compose: containers run as other users, so give them a copy\n{}\
             and start with an overlay of this text, a second `-f` after Camunda's own file:\n  services:",
            self.copy()
        );
        if !self.is_told() || !self.is_on(Platform::Compose) || self.has_overlay() {
            return String::new();
        }
        let services: String = self.all.iter().filter_map(|it| self.service(it)).collect();
        format!("{title}\n{services}")
    }

    /// The overlay that is written: it copies and tells all by itself.
    pub(super) fn overlay(&self) -> String {
        let line = |it: &Effect| {
            let Do::StartOverlay = it.action else { return None };
            Some(format!(
                "  export CERTC_DIR=\"$(cd {} && pwd -L)\"\n  {} up -d\n  \
                 the first file is Camunda's own; the second needs Compose 2.30 or later (`format: raw`)\n",
                self.current,
                self.compose_command(&it.because_of)
            ))
        };
        self.section(
            "Docker Compose: start with the overlay, which copies each folder for its service",
            line,
        )
    }

    /// Compose with Camunda's file and the overlay.
    fn compose_command(&self, overlay: &Utf8Path) -> String {
        let file = self.graph.deployment.as_ref().map_or("", |it| it.compose_file.value);
        format!("docker compose -f {file} -f \"$CERTC_DIR/{overlay}\"")
    }

    fn has_overlay(&self) -> bool {
        self.all.iter().any(|it| it.action == Do::StartOverlay)
    }

    /// Whether any service must be told another folder or other variables.
    fn is_told(&self) -> bool {
        self.effects.iter().any(|it| matches!(it.action, Do::Mount { .. }))
    }

    fn service(&self, effect: &Effect) -> Option<String> {
        let Do::Mount { reader, folder, path, user } = &effect.action else { return None };
        let served = self.served();
        let user = user.map_or_else(String::new, |it| format!("  # runs as user {it}"));
        let variables = format!("      env_file: [\"{served}/{}\"]\n", effect.because_of);
        let mut volumes = vec![format!("\"{served}/{folder}:{path}:ro\"")];
        let provider = self.graph.identity_provider.as_ref();
        if provider.is_some_and(|it| it.name.value == *reader) {
            volumes.extend(self.realms());
        }
        let volumes = format!("      volumes: [{}]\n", volumes.join(", "));
        let name = self.service_of(reader);
        Some(format!("    {name}:{user}\n{variables}{volumes}{}", self.ports(reader)))
    }

    /// What Camunda's own file calls a reader's service; of two of one service each is its own.
    pub(super) fn service_of<'b>(&'b self, reader: &'b str) -> &'b str {
        let service = |it: &'b Reader| it.service.as_ref().map(|it| it.value.as_str());
        let Some(name) = self.graph.readers.get(reader).and_then(service) else { return reader };
        let same = self.graph.readers.values().filter(|it| service(it) == Some(name)).count();
        if same == 1 { name } else { reader }
    }

    /// Where a fresh server looks for realms.
    fn realms(&self) -> impl Iterator<Item = String> {
        self.all.iter().filter_map(|it| {
            let Do::ImportRealm(_) = &it.action else { return None };
            let (served, name) = (self.served(), it.because_of.file_name()?);
            let home = &self.graph.identity_provider.as_ref()?.home.as_ref()?.value;
            Some(format!("\"{served}/{}:{home}/data/import/{name}:ro\"", it.because_of))
        })
    }

    fn ports(&self, of: &str) -> String {
        let ports = self.all.iter().filter_map(|it| {
            let Do::PublishPort { reader, outside, inside } = &it.action else { return None };
            (reader == of).then(|| format!("      ports: [\"{outside}:{inside}\"]\n"))
        });
        ports.collect()
    }

    /// What stands inline in Camunda's own file wins over an env file.
    pub(super) fn inline(&self) -> String {
        if !self.is_on(Platform::Compose) || self.has_overlay() {
            return String::new();
        }
        let title = "Camunda's own Compose file sets these inline, where they win over an env file; delete them there:";
        self.section(title, |it| {
            let Do::LoadVariables(reader) = &it.action else { return None };
            let process = self.graph.processes.get(reader).map(|it| &it.settings);
            let provider =
                self.graph.identity_provider.iter().filter(|it| it.name.value == *reader);
            let settings = process.into_iter().chain(provider.map(|it| &it.settings)).flatten();
            let is_told =
                |it: &Setting| it.is_inline && value(self.graph, reader, it.purpose, "").is_some();
            let names = settings.filter(|it| is_told(it)).map(|it| it.name.value);
            let names: Vec<_> = names.collect();
            let line = || format!("  {}: {}\n", self.service_of(reader), names.join(", "));
            (!names.is_empty()).then(line)
        })
    }

    /// Stores and variables are read at the start of a process.
    pub(super) fn restarts(&self) -> String {
        if !self.is_on(Platform::Compose) || self.has_overlay() {
            return String::new();
        }
        let restarted = self.effects.iter().filter_map(|it| {
            let Do::Restart(reader) = &it.action else { return None };
            Some(self.service_of(reader))
        });
        let names: BTreeSet<_> = restarted.filter(|_| !self.is_first()).collect();
        if names.is_empty() {
            return String::new();
        }
        let names = names.into_iter().collect::<Vec<_>>().join(" ");
        format!(
            "a process reads its files when it starts; with Docker Compose:\n{}  docker compose up -d --force-recreate {names}\n",
            if self.is_told() { String::new() } else { self.copy() }
        )
    }

    /// Where the commands put the files for containers, whose users are not the one who compiles.
    fn served(&self) -> String {
        let deployment = self.graph.deployment.as_ref();
        let name = deployment.map_or("", |it| it.name.value.as_str());
        format!("/srv/certc/{name}")
    }

    /// Compose itself reads the variables, each process its folder: most run as one user, the others are named.
    fn copy(&self) -> String {
        let served = self.served();
        let files = self.graph.outputs.get("files").map_or(&[][..], |it| &it.children);
        let folder = format!("{served}/{}", certc_emit::directory(files));
        let user = |it: &Reader| it.user.as_ref().map(|it| it.value);
        let users: Vec<_> = self.graph.readers.values().filter_map(user).collect();
        let count = |user: u32| users.iter().filter(|it| **it == user).count();
        let most = users.iter().copied().max_by_key(|it| (count(*it), *it));
        let all = most.map(|it| format!("  sudo chown -R {it} {folder}\n"));
        let others = self.graph.readers.iter().filter_map(|(name, it)| {
            let user = user(it).filter(|it| Some(*it) != most)?;
            Some(format!("  sudo chown -R {user} {folder}/{name}\n"))
        });
        let copy = format!(
            "  sudo rm -rf {served} && sudo mkdir -p /srv/certc && sudo cp -RL {} {served}\n  \
             sudo chown -R \"$(id -u)\" {served}\n",
            self.current
        );
        [copy].into_iter().chain(all).chain(others).collect()
    }
}
