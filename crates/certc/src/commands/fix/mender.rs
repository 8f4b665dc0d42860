//! Applies fixes in memory, round by round.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use certc_analyze::Read;
use certc_diagnostic::{Applicability, Diagnostic, Diagnostics, Fix, Source, apply, compatible};
use certc_emit::Emitter;

use super::judge::is_better;
use crate::pipeline;

/// What was fixed may show what can be fixed next; nobody has so many layers of mistakes.
const ROUNDS: usize = 10;

/// A file of a spec that a fix has changed.
#[derive(Clone)]
pub(super) struct File {
    /// As it was read.
    pub(super) read: String,
    /// As it is now.
    pub(super) text: String,
}

type Files = BTreeMap<Utf8PathBuf, File>;

/// A spec after its fixes.
pub(super) struct Mended {
    pub(super) sources: Vec<Source>,
    /// What is left.
    pub(super) said: Diagnostics,
    /// How many fixes were applied.
    pub(super) fixed: usize,
    /// Whether there were errors before.
    pub(super) had_errors: bool,
}

/// Applies fixes in memory.
pub(super) struct Mender<'a> {
    emitters: &'a [&'a dyn Emitter],
    read: Read<'a>,
    /// How uncertain a fix may be.
    most: Applicability,
    /// What was changed so far: two specs may include one file.
    files: Files,
}

/// The files of a spec, and what is said of them.
pub(super) type Checked = (Vec<Source>, Diagnostics);

/// A finding and the fix that is chosen for it.
pub(super) type Chosen<'a> = (&'a Diagnostic, &'a Fix);

impl<'a> Mender<'a> {
    pub(super) fn new(
        emitters: &'a [&'a dyn Emitter],
        read: Read<'a>,
        most: Applicability,
    ) -> Self {
        Self { emitters, read, most, files: Files::new() }
    }

    /// Applies fixes until nothing more can be fixed.
    pub(super) fn mend(&mut self, spec: &Utf8Path) -> Mended {
        let (mut checked, mut fixed) = (self.check(spec, &self.files), 0);
        let had_errors = checked.1.has_errors();
        for _ in 0..ROUNDS {
            let Some((after, more)) = self.round(spec, &checked) else { break };
            (checked, fixed) = (after, fixed + more);
        }
        let (sources, said) = checked;
        Mended { sources, said, fixed, had_errors }
    }

    /// The files that are another text now.
    pub(super) fn files(self) -> Files {
        self.files.into_iter().filter(|it| it.1.read != it.1.text).collect()
    }

    fn check(&self, spec: &Utf8Path, files: &Files) -> Checked {
        let read = |path: &Utf8Path| match files.get(path) {
            Some(it) => Ok(it.text.clone().into_bytes()),
            None => (self.read)(path),
        };
        pipeline::check(spec, self.emitters, &read)
    }

    /// Applies all fixes that go together, or else each of them that makes nothing worse.
    fn round(&mut self, spec: &Utf8Path, base: &Checked) -> Option<(Checked, usize)> {
        let chosen = self.chosen(base);
        if let Some((files, after)) = self.attempt(spec, base, base, &chosen) {
            self.files = files;
            return Some((after, chosen.len()));
        }
        let (mut kept, mut best) = (Vec::new(), None);
        for it in chosen {
            kept.push(it);
            let last = best.as_ref().map_or(base, |it: &(Files, Checked)| &it.1);
            match self.attempt(spec, base, last, &kept) {
                None => drop(kept.pop()),
                better => best = better,
            }
        }
        let (files, after) = best?;
        self.files = files;
        Some((after, kept.len()))
    }

    /// The fixes that can be applied at once, the first one of each finding.
    fn chosen<'b>(&self, base: &'b Checked) -> Vec<Chosen<'b>> {
        let mut said: Vec<_> = base.1.0.iter().collect();
        said.sort_by_key(|it| it.labels.first().map(|it| it.0));
        let allowed = |it: &&Fix| it.applicability <= self.most;
        let all = said.into_iter().filter_map(|it| Some((it, it.fixes.iter().find(allowed)?)));
        let all: Vec<_> = all.collect();
        let together = compatible(all.iter().map(|it| it.1));
        all.into_iter().filter(|it| together.iter().any(|fix| std::ptr::eq(*fix, it.1))).collect()
    }

    /// Applies these fixes of the findings of `base`; nothing where the result is no better than `last`.
    fn attempt(
        &self,
        spec: &Utf8Path,
        base: &Checked,
        last: &Checked,
        fixes: &[Chosen<'_>],
    ) -> Option<(Files, Checked)> {
        let mut files = self.files.clone();
        for source in &base.0 {
            let edits = fixes.iter().flat_map(|it| &it.1.edits);
            let edits: Vec<_> = edits.filter(|it| it.span.source == source.id).collect();
            if !edits.is_empty() {
                let file = files.entry(source.path.clone());
                let read = || File { read: source.text.clone(), text: String::new() };
                file.or_insert_with(read).text = apply(&source.text, edits);
            }
        }
        let after = self.check(spec, &files);
        (!fixes.is_empty() && is_better(base, last, &after, fixes)).then_some((files, after))
    }
}

#[cfg(test)]
mod tests {
    use certc_emit_files::Files as Emitter;

    use super::*;

    /// Mends a spec of these files; checks how many fixes were made, and the files that are another text then.
    fn check(files: &[(&str, &str)], most: Applicability, fixed: usize, after: &[(&str, &str)]) {
        let read = |path: &Utf8Path| {
            let found = files.iter().find(|it| it.0 == path);
            found.map(|it| it.1.into()).ok_or_else(|| "no such file".to_owned())
        };
        let mut mender = Mender::new(&[&Emitter], &read, most);
        let mended = mender.mend(files[0].0.into());
        let changed = mender.files();
        let changed: Vec<_> = changed.iter().map(|it| (it.0.as_str(), &*it.1.text)).collect();
        assert_eq!(changed, after, "{:#?}", mended.said);
        assert_eq!(mended.fixed, fixed, "{changed:?}");
    }

    const END: &str = "identity-provider keycloak { version \"26.3.3\" }\noutput files\n";

    /// A spec around a line, before and after.
    fn one(before: &str, most: Applicability, fixed: usize, after: &str) {
        let start = "language 1\ndeployment a { camunda \"8.7\"; platform compose }\n";
        let whole = |it: &str| format!("{start}{it}\n{END}");
        let (before, after) = (whole(before), whole(after));
        let changed = [("a.kdl", &*after)];
        let changed = if before == after { &[][..] } else { &changed };
        check(&[("a.kdl", &before)], most, fixed, changed);
    }

    #[test]
    fn fixes_are_applied_until_nothing_is_left() {
        use Applicability::{Safe, Unsafe};
        one("authority root", Safe, 0, "authority root");
        one("authority: root // a root", Safe, 1, "authority root // a root");
        one("authority: 'root'", Safe, 2, "authority \"root\"");
        one("authorty root", Safe, 0, "authorty root");
        one("authorty root", Unsafe, 1, "authority root");
        one("authorty: 'root'", Unsafe, 3, "authority \"root\"");
    }

    #[test]
    fn what_a_missing_language_hides_is_fixed_too() {
        let before = "deployment: a { camunda 8.7; platform compose }\nauthority root\n";
        let after =
            "language 1\ndeployment a { camunda \"8.7\"; platform compose }\nauthority root\n";
        let (before, after) = (format!("{before}{END}"), format!("{after}{END}"));
        check(&[("a.kdl", &before)], Applicability::Safe, 3, &[("a.kdl", &after)]);
        let crlf = |it: &str| it.replace('\n', "\r\n");
        let (before, after) = (crlf(&before), crlf(&after));
        check(&[("a.kdl", &before)], Applicability::Safe, 3, &[("a.kdl", &after)]);
    }

    #[test]
    fn an_included_file_is_fixed_too() {
        let main = format!(
            "language 1\ninclude \"b/b.kdl\"\ndeployment a {{ camunda \"8.7\"; platform compose }}\n{END}"
        );
        let files = [("x/a.kdl", &*main), ("x/b/b.kdl", "authority: root\n")];
        check(&files, Applicability::Safe, 1, &[("x/b/b.kdl", "authority root\n")]);
    }
}
