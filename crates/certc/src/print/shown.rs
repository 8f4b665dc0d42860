//! A source as messages show it: by lines and without secrets.

use std::collections::BTreeMap;

use certc_diagnostic::{Source, SourceId, Span};

/// The sources that findings speak of.
pub(super) type Sources<'a> = BTreeMap<SourceId, Shown<'a>>;

/// The text of a source for the eye, each byte in its place.
pub(super) struct Shown<'a> {
    pub(super) source: &'a Source,
    pub(super) text: String,
    /// Where each line starts.
    lines: Vec<usize>,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// From 1.
    pub(super) line: usize,
    /// From 1, in code points.
    pub(super) column: usize,
    /// From 0.
    pub(super) byte: usize,
}

impl<'a> Shown<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let text = certc_parse::masked(&source.text);
        let lines = text.match_indices('\n').map(|it| it.0 + 1);
        let lines = [0].into_iter().chain(lines).collect();
        Self { source, text, lines }
    }

    /// The last line that has something, from 0.
    pub(super) fn last_line(&self) -> usize {
        self.line_of(self.text.len().saturating_sub(1))
    }

    /// Which line a byte is in, from 0.
    pub(super) fn line_of(&self, byte: usize) -> usize {
        self.lines.partition_point(|it| *it <= byte) - 1
    }

    /// Where a line starts.
    pub(super) fn start(&self, line: usize) -> usize {
        self.lines.get(line).copied().unwrap_or(self.text.len())
    }

    /// A line without its end.
    pub(super) fn line(&self, line: usize) -> &str {
        let line = &self.text[self.start(line)..self.start(line + 1)];
        line.strip_suffix('\n').map_or(line, str::trim_end)
    }

    pub(super) fn position(&self, byte: usize) -> Position {
        let line = self.line_of(byte);
        let start = self.start(line);
        let end = self.source.text.floor_char_boundary(byte);
        let column = self.source.text[start..end].chars().count() + 1;
        Position { line: line + 1, column, byte }
    }

    /// A place in words: file, line and column.
    pub(super) fn words(&self, span: Span) -> String {
        let Position { line, column, .. } = self.position(span.start);
        format!("{}:{line}:{column}", self.source.path)
    }

    /// Whether a new text would show what this one hides.
    pub(super) fn is_secret(&self, text: &str) -> bool {
        self.secrets().any(|it| text.contains(it))
    }

    /// What is hidden, without the quotes around it.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &str> {
        let hidden = self.text.char_indices().filter(|it| it.1 == '*').map(|it| it.0);
        let hidden: Vec<_> = hidden.filter(|it| self.source.text.as_bytes()[*it] != b'*').collect();
        let runs = hidden.chunk_by(|one, next| one + 1 == *next);
        let runs: Vec<_> = runs.map(|it| (it[0], it[it.len() - 1] + 1)).collect();
        runs.into_iter().filter_map(|(start, end)| {
            let raw = self.source.text.get(start..end)?;
            Some(raw.trim_matches(['"', '\'', '#', '\n'])).filter(|it| !it.is_empty())
        })
    }
}
