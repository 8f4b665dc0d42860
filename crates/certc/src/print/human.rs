//! `--format human`: what people read, on their terminal.

use certc_diagnostic::{Diagnostic, Edit, Fix, Severity, Span, apply};
use miette::{GraphicalReportHandler, LabeledSpan, MietteDiagnostic, Report, Severity as Weight};

use super::finding::{Said, is_showable, shown, sorted};
use super::look::Look;
use super::shown::{Shown, Sources};
use super::snippets::{Snippets, window};
use super::{counted, harmless, printable};

/// More places than this do not help.
const WORTH_SHOWING: usize = 8;
/// Of a fix that changes more lines than this the title is shown.
const FEW_LINES: usize = 6;

/// Every finding, in the order of the files; then how many.
pub(super) fn human(said: &Said<'_>, look: Look) -> String {
    let sources = shown(said);
    let findings = sorted(said.diagnostics).into_iter().map(|it| finding(it, &sources, look));
    let findings: String = findings.map(|it| format!("{}\n\n", it.trim_end())).collect();
    findings + &summary(said, look)
}

/// How many findings there are, and by which command certc mends some.
fn summary(said: &Said<'_>, look: Look) -> String {
    let count = |severity| said.diagnostics.iter().filter(|it| it.severity == severity).count();
    let counts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let counts: Vec<_> =
        counts.into_iter().filter(|it| it.0 > 0).map(|it| counted(it.0, it.1)).collect();
    if counts.is_empty() {
        return String::new();
    }
    let of = said.sources.first().map_or(said.spec, |it| &it.path);
    let of =
        if of.as_str().is_empty() { String::new() } else { format!("{}: ", harmless(of.as_str())) };
    let counts = format!("{of}{}", counts.join(", "));
    match by_command(said) {
        None => format!("{counts}\n"),
        Some((fixes, command)) => {
            let line = format!("{counts}; {fixes}: {command}");
            if line.chars().count() <= look.width {
                return format!("{line}\n");
            }
            format!("{}\n  {command}\n", textwrap::fill(&format!("{counts}; {fixes}:"), look.width))
        }
    }
}

/// How many findings certc can mend, and how: surely, or else by a guess.
fn by_command(said: &Said<'_>) -> Option<(String, String)> {
    use certc_diagnostic::Applicability::{Safe, Unsafe};
    let spec = certc_emit::shell(said.spec.as_str())?;
    let count = |wanted| {
        let has = |it: &&Diagnostic| it.fixes.iter().any(|it| it.applicability == wanted);
        said.diagnostics.iter().filter(has).count()
    };
    let have = |count| if count == 1 { "1 has".to_owned() } else { format!("{count} have") };
    match (count(Safe), count(Unsafe)) {
        (0, 0) => None,
        (0, guesses) => Some((
            format!("{} an unsafe fix", have(guesses)),
            format!("certc check --fix --unsafe {spec}"),
        )),
        (safe, _) => {
            Some((format!("{} a safe fix", have(safe)), format!("certc check --fix {spec}")))
        }
    }
}

/// What miette shows of a finding, then what it has no room for.
pub(super) fn finding(said: &Diagnostic, sources: &Sources<'_>, look: Look) -> String {
    let mut text = String::new();
    let (report, elsewhere) = report(said, sources, look);
    let handler =
        GraphicalReportHandler::new_themed(look.theme()).with_width(look.width).with_links(false);
    if handler.render_report(&mut text, report.as_ref()).is_err() {
        return format!("{}: {}", said.rule, printable(&said.message));
    }
    let notes = said.notes.iter().map(|it| printable(it)).chain(elsewhere);
    let notes = notes.map(|it| footer("note", &it, look));
    let fixes = said.fixes.iter().filter(|it| is_showable(it, sources));
    text.extend(notes.chain(fixes.map(|it| fix(it, sources, look))));
    text
}

/// A finding as miette takes it, and its places that are not to be seen in the lines that are shown.
fn report(said: &Diagnostic, sources: &Sources<'_>, look: Look) -> (Report, Vec<String>) {
    let known = said.labels.iter().filter_map(|it| Some((sources.get(&it.0.source)?, it)));
    let known: Vec<_> = known.take(WORTH_SHOWING).collect();
    let places: Vec<_> = known.iter().map(|(of, label)| (*of, label.0)).collect();
    let (snippets, found) = Snippets::new(&places, look);
    let (mut labels, mut elsewhere) = (Vec::new(), Vec::new());
    for (place, (of, (span, label))) in found.into_iter().zip(known) {
        let label = look.words(&printable(label));
        match place {
            Some(it) if labels.is_empty() => {
                labels.push(LabeledSpan::new_primary_with_span(Some(label), it));
            }
            Some(it) => labels.push(LabeledSpan::new_with_span(Some(label), it)),
            None => elsewhere.push(format!("{}: {label}", of.words(*span))),
        }
    }
    let mut diagnostic = MietteDiagnostic::new(look.words(&printable(&said.message)))
        .with_severity(weight(said.severity))
        .with_code(said.rule.clone());
    let is_title = |it: &&String| said.fixes.iter().any(|fix| fix.title == **it);
    let help = said.help.as_ref().filter(|it| !is_title(it));
    diagnostic.help = help.map(|it| look.words(&printable(it)));
    let report = Report::new(diagnostic.with_labels(labels));
    let report = if places.is_empty() { report } else { report.with_source_code(snippets) };
    (report, elsewhere)
}

fn weight(severity: Severity) -> Weight {
    match severity {
        Severity::Note => Weight::Advice,
        Severity::Warning => Weight::Warning,
        Severity::Error => Weight::Error,
    }
}

/// A sentence below a finding, as miette writes `help`.
fn footer(what: &str, text: &str, look: Look) -> String {
    let initial = format!("  {what}: ");
    let rest = " ".repeat(initial.len());
    let options = textwrap::Options::new(look.width.saturating_sub(2))
        .initial_indent(&initial)
        .subsequent_indent(&rest)
        .break_words(false);
    format!("{}\n", textwrap::fill(&look.words(text), options))
}

/// What a fix does, and its lines before and after.
fn fix(of: &Fix, sources: &Sources<'_>, look: Look) -> String {
    let what = match of.applicability {
        certc_diagnostic::Applicability::Safe => "fix",
        certc_diagnostic::Applicability::Unsafe => "unsafe fix",
    };
    let title = footer(what, &printable(&of.title), look);
    let mut lines = Vec::new();
    for source in sources.values() {
        let edits = of.edits.iter().filter(|it| it.span.source == source.source.id);
        lines.extend(changed(source, &edits.collect::<Vec<_>>(), look));
    }
    let lines = if lines.len() > FEW_LINES { Vec::new() } else { lines };
    lines.into_iter().fold(title, |text, it| format!("{text}       {it}\n"))
}

/// The lines that these edits of one source take away, then those that they bring.
fn changed(of: &Shown<'_>, edits: &[&Edit], look: Look) -> Vec<String> {
    let Some(from) = edits.iter().map(|it| it.span.start).min() else { return Vec::new() };
    let to = edits.iter().map(|it| it.span.end).max().unwrap_or(from);
    let (start, end) = (of.start(of.line_of(from)), of.start(of.line_of(to) + 1));
    let moved = edits.iter().map(|it| {
        let Span { source, start: first, end: last } = it.span;
        Span { source, start: first - start, end: last - start }.replaced_by(it.text.clone())
    });
    let before = &of.text[start..end];
    let after = apply(before, &moved.collect::<Vec<_>>());
    let (mut old, mut new): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    while old.last().is_some_and(|it| new.last() == Some(it)) {
        old.pop();
        new.pop();
    }
    let same = old.iter().zip(&new).take_while(|it| it.0 == it.1).count();
    let (old, new) = (&old[same..], &new[same..]);
    let focus = old.first().zip(new.first()).map_or(0, |it| common(it.0, it.1));
    let gone = old.iter().map(|it| cut("- ", it, focus, look));
    gone.chain(new.iter().map(|it| cut("+ ", it, focus, look))).collect()
}

/// How many bytes two lines begin with in common.
fn common(one: &str, other: &str) -> usize {
    let mut letters = one.char_indices().zip(other.chars());
    letters.find(|it| it.0.1 != it.1).map_or(one.len().min(other.len()), |it| it.0.0)
}

/// A line as far as there is room for it.
fn cut(mark: &str, line: &str, focus: usize, look: Look) -> String {
    let line = line.trim_end();
    let focus = line.floor_char_boundary(focus);
    let seen = window(line, focus..focus, look.width.saturating_sub(mark.len() + 7));
    let before = if seen.start > 0 { look.rest() } else { "" };
    let after = if seen.end < line.len() { look.rest() } else { "" };
    format!("{mark}{before}{}{after}", &line[seen])
}
