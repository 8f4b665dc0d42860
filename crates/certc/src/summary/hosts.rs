//! The summary's part on plain hosts.

use std::collections::BTreeSet;

use certc_catalog::Platform;
use certc_emit::{Action as Do, Effect};

use super::Next;

impl Next<'_> {
    /// Which folder goes where, and who must start anew.
    pub(super) fn hosts(&self) -> String {
        if !self.is_on(Platform::Hosts) {
            return String::new();
        }
        let changed = self.restarted();
        let lines: Vec<_> = self.all.iter().filter_map(|it| self.copied(it, &changed)).collect();
        if lines.is_empty() {
            return String::new();
        }
        let units = if self.has_units() {
            format!("  the drop-ins for units are in {}/systemd\n", self.current)
        } else {
            String::new()
        };
        format!(
            "hosts: on each, for the user of its process, and then start that anew\n{}{units}",
            lines.concat()
        )
    }

    fn has_units(&self) -> bool {
        let env = self.graph.outputs.get("env");
        env.is_some_and(|it| it.children.iter().any(|it| it.name.0 == "systemd"))
    }

    fn copied(&self, effect: &Effect, changed: &BTreeSet<&str>) -> Option<String> {
        let Do::Mount { reader, folder, path, .. } = &effect.action else { return None };
        let base = path.trim_end_matches(reader).trim_end_matches('/');
        let (from, variables) = (&self.current, &effect.because_of);
        changed.contains(reader.as_str()).then(|| {
            format!(
                "  {reader}:\n    sudo install -d -m 0700 -o USER {path}\n    \
                 sudo install -m 0400 -o USER {from}/{folder}/* {path}/\n    \
                 sudo install -m 0600 {from}/{variables} {base}/{reader}.env\n"
            )
        })
    }
}
