//! The lines around the places of a finding, of all its files, as one source for miette.
//!
//! miette 7.6 shows one source, and of a source of its own it takes every line before a place for one that is shown. This
//! one has only what is to be seen, and says where each line comes from.

use std::collections::BTreeMap;
use std::ops::Range;

use certc_diagnostic::Span;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::look::Look;
use super::shown::Shown;

/// What miette writes in front of a line, but for the digits of its number.
const GUTTER: usize = 5;

/// The lines that are shown, one after another.
pub(super) struct Snippets {
    text: String,
    lines: Vec<Line>,
    /// The column of each place, by where it is in the text.
    columns: BTreeMap<usize, usize>,
}

/// A line that is shown.
struct Line {
    path: String,
    /// In its file, from 0.
    number: usize,
    /// Its first byte in the text.
    start: usize,
}

/// A place of a finding.
pub(super) type Place<'a> = (&'a Shown<'a>, Span);

impl Snippets {
    /// The lines around these places, the first one's file first; and where each place is among them, as far as its first
    /// line goes. Nothing for one that has no room beside another in a long line.
    pub(super) fn new(places: &[Place<'_>], look: Look) -> (Self, Vec<Option<SourceSpan>>) {
        let mut files: Vec<_> = places.iter().map(|it| it.1.source).collect();
        let mut seen = Vec::new();
        files.retain(|it| {
            !seen.contains(it) && {
                seen.push(*it);
                true
            }
        });
        let mut wanted: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (index, (shown, span)) in places.iter().enumerate() {
            let file = files.iter().position(|it| *it == span.source).expect("each has its file");
            let line = shown.line_of(span.start);
            let last = (line + 1).min(shown.last_line()).max(line);
            for near in line.saturating_sub(1)..=last {
                let here = wanted.entry((file, near)).or_default();
                here.extend((near == line).then_some(index));
            }
        }
        let (text, lines, columns) = Default::default();
        let mut snippets = Self { text, lines, columns };
        let mut found = vec![None; places.len()];
        for ((file, line), here) in wanted {
            let of = places.iter().find(|it| it.1.source == files[file]);
            let here = here.iter().map(|it| (*it, places[*it].1)).collect::<Vec<_>>();
            let added = snippets.add(of.expect("a file has a place").0, line, &here, look);
            added.into_iter().for_each(|(index, span)| found[index] = Some(span));
        }
        (snippets, found)
    }

    /// Adds a line; returns where in the text its places are.
    fn add(
        &mut self,
        of: &Shown<'_>,
        line: usize,
        places: &[(usize, Span)],
        look: Look,
    ) -> Vec<(usize, SourceSpan)> {
        let (text, from) = (of.line(line), of.start(line));
        let within = |it: Span| {
            let start = (it.start - from).min(text.len());
            start..(it.end - from).clamp(start, text.len())
        };
        let room = look.width.saturating_sub(GUTTER + (line + 2).to_string().len());
        let seen = window(text, places.first().map_or(0..0, |it| within(it.1)), room);
        let start = self.text.len();
        self.lines.push(Line { path: of.source.path.to_string(), number: line, start });
        self.text.push_str(if seen.start > 0 { look.rest() } else { "" });
        let moved = self.text.len();
        self.text.push_str(&text[seen.clone()]);
        self.text.push_str(if seen.end < text.len() { look.rest() } else { "" });
        self.text.push('\n');
        let mut found = Vec::new();
        for (index, span) in places {
            let place = within(*span);
            if place.start < seen.start || place.start > seen.end {
                continue;
            }
            let at = moved + place.start - seen.start;
            self.columns.insert(at, of.position(span.start).column);
            found.push((*index, (at, place.end.min(seen.end) - place.start).into()));
        }
        found
    }

    fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|it| it.start <= offset).saturating_sub(1)
    }

    /// Whether a line follows the one before it in its file.
    fn follows(&self, line: usize) -> bool {
        let Some([before, it]) = line.checked_sub(1).and_then(|it| self.lines.get(it..=it + 1))
        else {
            return false;
        };
        before.path == it.path && before.number + 1 == it.number
    }
}

impl SourceCode for Snippets {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (first, last) = (self.line_at(span.offset()), self.line_at(span.offset() + span.len()));
        if self.lines.is_empty() || !(first + 1..=last).all(|it| self.follows(it)) {
            return Err(MietteError::OutOfBounds);
        }
        let first = (0..before).fold(first, |it, _| if self.follows(it) { it - 1 } else { it });
        let last = (0..after).fold(last, |it, _| if self.follows(it + 1) { it + 1 } else { it });
        let Line { path, number, start } = &self.lines[first];
        let (start, column) = match (before, self.columns.get(&span.offset())) {
            (0, Some(column)) => (span.offset(), column - 1),
            _ => (*start, 0),
        };
        let end = self.lines.get(last + 1).map_or(self.text.len(), |it| it.start);
        Ok(Box::new(MietteSpanContents::new_named(
            path.clone(),
            &self.text.as_bytes()[start..end],
            (start, end - start).into(),
            *number,
            column,
            last + 1 - first,
        )))
    }
}

/// The part of a line that has room, around what is to be seen of it.
pub(super) fn window(line: &str, focus: Range<usize>, room: usize) -> Range<usize> {
    if width(line) <= room {
        return 0..line.len();
    }
    // Each end that is cut has its mark.
    let room = room.saturating_sub(6);
    if width(&line[..focus.end]) <= room {
        return 0..fitting(line.chars(), room);
    }
    let near = focus.start - fitting(line[..focus.start].chars().rev(), room / 4);
    let start = near.min(line.len() - fitting(line.chars().rev(), room));
    start..start + fitting(line[start..].chars(), room)
}

/// How many bytes of these letters have room.
fn fitting(letters: impl Iterator<Item = char>, room: usize) -> usize {
    let (mut bytes, mut left) = (0, room);
    for it in letters {
        let Some(less) = left.checked_sub(wide(it)) else { break };
        (bytes, left) = (bytes + it.len_utf8(), less);
    }
    bytes
}

/// How much room a text takes at most.
fn width(text: &str) -> usize {
    text.chars().map(wide).sum()
}

/// miette writes four blanks for a tab; a letter of another script may be as wide as two.
fn wide(letter: char) -> usize {
    match letter {
        '\t' => 4,
        _ if letter.is_ascii() => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_shown_around_its_place() {
        let check = |line: &str, focus: Range<usize>, shown: &str| {
            let seen = window(line, focus, 20);
            assert_eq!(&line[seen.clone()], shown, "{seen:?}");
        };
        check("a short line", 2..7, "a short line");
        check("component operate { kind operate }", 0..9, "component oper");
        check("component operate { kind operate }", 25..32, "kind operate }");
        check("ééééééééééééé", 0..2, "ééééééé");
        check("\t\t\t\t\t\tab", 6..8, "\t\t\tab");
        check("component operate { kind operate }", 34..34, "kind operate }");
    }
}
