//! Lines of text, and the columns of the comments that end them.

use super::tree::{Comment, width};

/// The blanks of one level.
pub(super) const INDENT: usize = 4;

/// The lines of a file.
#[derive(Default)]
pub(super) struct Rows(Vec<Row>);

struct Row {
    indent: usize,
    text: String,
    /// The first column behind the text.
    end: usize,
    comment: Option<Comment>,
}

impl Row {
    /// Whether a comment is all that stands in it.
    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// The first column that its comment may have: two blanks make a column, one is a blank.
    fn earliest(&self) -> usize {
        let gap = self.comment.as_ref().map_or(0, |it| it.gap.clamp(1, 2));
        self.end + if self.is_blank() { 0 } else { gap }
    }

    fn column(&self) -> Option<usize> {
        self.comment.as_ref().map(|it| it.column)
    }

    fn render(&self, column: usize, text: &mut String) {
        if !self.is_blank() {
            text.extend(std::iter::repeat_n(' ', self.indent));
            text.push_str(&self.text);
        }
        if let Some(it) = &self.comment {
            let before = if self.is_blank() { 0 } else { self.end };
            text.extend(std::iter::repeat_n(' ', column - before));
            text.push_str(&it.text);
        }
        text.push('\n');
    }
}

impl Rows {
    /// Begins a line.
    pub(super) fn begin(&mut self, indent: usize) {
        self.0.push(Row { indent, text: String::new(), end: indent, comment: None });
    }

    /// Puts text at the end of the last line, with a blank before it or not.
    pub(super) fn put(&mut self, text: &str, is_apart: bool) {
        let row = self.last();
        if is_apart && !row.is_blank() {
            row.text.push(' ');
            row.end += 1;
        }
        row.text.push_str(text);
        row.end = width(row.end, text);
    }

    /// Ends the last line with a comment.
    pub(super) fn comment(&mut self, comment: Option<&Comment>) {
        self.last().comment = comment.cloned();
    }

    /// How wide the last line is with a blank and this text.
    pub(super) fn width_with(&self, text: &str) -> usize {
        width(self.0.last().map_or(0, |it| it.end) + 1, text)
    }

    fn last(&mut self) -> &mut Row {
        self.0.last_mut().expect("a line was begun")
    }

    /// The lines one below the other. A comment keeps its column where it has one, and those that stand below each other
    /// stay so.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        let mut rows = self.0.as_slice();
        while let [first, after @ ..] = rows {
            let is_aligned = |it: &&Row| it.comment.is_some() && it.column() == first.column();
            let more = match first.is_blank() {
                true => 0,
                false => after.iter().take_while(is_aligned).count(),
            };
            let (group, rest) = rows.split_at(1 + more);
            let column = column(group);
            group.iter().for_each(|it| it.render(column, &mut text));
            rows = rest;
        }
        text
    }
}

/// The column of the comments in lines below each other, which have the same one.
fn column(group: &[Row]) -> usize {
    let earliest = group.iter().map(Row::earliest).max().unwrap_or_default();
    let has_column = |it: &Row| it.comment.as_ref().is_some_and(|it| it.gap > 1);
    match group {
        [only] if only.is_blank() || !has_column(only) => earliest,
        [first, ..] => earliest.max(first.column().unwrap_or_default()),
        [] => earliest,
    }
}
