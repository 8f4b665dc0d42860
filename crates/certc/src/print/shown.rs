//! A source as messages show it: without secrets, and no line longer than somebody reads.

use certc_diagnostic::{Source, Span};

/// The longest line that is shown, in bytes; of a longer one its beginning is.
const LONGEST_LINE: usize = 400;
/// What stands for the rest.
const REST: &str = "…";

/// The text of a source for the eye, and where it lacks something.
pub(super) struct Shown<'a> {
    pub(super) source: &'a Source,
    pub(super) text: String,
    /// Ranges of the source that are not in the text, in order.
    cuts: Vec<(usize, usize)>,
}

impl<'a> Shown<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let (mut text, mut cuts, mut start) = (String::new(), Vec::new(), 0);
        for line in certc_parse::masked(&source.text).split_inclusive('\n') {
            let words = line.trim_end_matches('\n');
            if words.len() > LONGEST_LINE {
                let kept = words.floor_char_boundary(LONGEST_LINE - REST.len());
                cuts.push((start + kept, start + words.len()));
                text.push_str(&words[..kept]);
                text.push_str(REST);
            } else {
                text.push_str(words);
            }
            text.push_str(&line[words.len()..]);
            start += line.len();
        }
        Self { source, text, cuts }
    }

    /// Where a span is in the text, as far as its first line goes; `None` where it begins in what was cut.
    pub(super) fn place(&self, span: Span) -> Option<(usize, usize)> {
        let before = self.cuts.partition_point(|it| it.1 <= span.start);
        if self.cuts.get(before).is_some_and(|it| it.0 <= span.start) {
            return None;
        }
        let lacking: usize = self.cuts[..before].iter().map(|it| it.1 - it.0 - REST.len()).sum();
        let start = span.start - lacking;
        let line = self.text.get(start..)?.lines().next().map_or(0, str::len);
        Some((start, line.min(span.end - span.start)))
    }

    pub(super) fn path(&self) -> &str {
        self.source.path.as_str()
    }
}

/// A place in words: file, line and column.
pub(super) fn words(source: &Source, span: Span) -> String {
    let text = &source.text;
    let before = &text[..text.floor_char_boundary(span.start)];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
    format!("{}:{line}:{column}", source.path)
}
