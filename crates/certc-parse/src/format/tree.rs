//! A text as its layout sees it: what belongs together, and which comment belongs to what.

use crate::lex::is_newline;

/// The longest line that keeps a block in it, in letters.
pub(super) const WIDTH: usize = 110;
/// How many statements may stand on one line: a change of one of more is hard to see there.
const ON_ONE_LINE: usize = 3;
/// How many blanks a tab is taken for.
const TAB: usize = 4;

/// What stands between two braces, or in a file.
pub(super) struct Block<'a> {
    /// The comment behind the `{`, where that ends the line.
    pub(super) opening: Option<Comment>,
    pub(super) items: Vec<Item<'a>>,
    /// The block on one line, where it may stand there.
    pub(super) inline: Option<String>,
}

/// What has a line of its own.
pub(super) enum Item<'a> {
    /// One blank line or more.
    Gap,
    Comment(Comment),
    Statement(Statement<'a>),
}

/// One statement, left out by a `/-` or not, up to the end of its last line.
#[derive(Default)]
pub(super) struct Statement<'a> {
    pub(super) parts: Vec<Part<'a>>,
    /// The comment that ends it.
    pub(super) trailing: Option<Comment>,
}

/// A part of a statement.
pub(super) enum Part<'a> {
    /// A word, a string, a mark.
    Said(&'a str),
    Comment(Comment),
    Block(Block<'a>),
    /// The statement goes on in the next line.
    Wrap(Wrap),
}

/// An end of a line within a statement.
pub(super) struct Wrap {
    /// Whether a `\` says so; behind a `/-` none has to.
    pub(super) is_said: bool,
    pub(super) comment: Option<Comment>,
}

/// One comment, or some with nothing between them.
#[derive(Clone)]
pub(super) struct Comment {
    pub(super) text: String,
    /// How many letters its author wrote before it in its line.
    pub(super) column: usize,
    /// How many of them are the white space right before it.
    pub(super) gap: usize,
}

impl Comment {
    /// One comment for both, where the other stands behind this one.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.text.push(' ');
        self.text += &other.text;
        self
    }
}

/// One comment for all of them, if there is any.
pub(super) fn joined(comments: impl IntoIterator<Item = Comment>) -> Option<Comment> {
    comments.into_iter().reduce(|all, it| all.and(&it))
}

impl<'a> Block<'a> {
    pub(super) fn new(opening: Option<Comment>, items: Vec<Item<'a>>, is_one_line: bool) -> Self {
        let is_empty = opening.is_none() && items.is_empty();
        let inline = match is_empty {
            true => Some("{}".to_owned()),
            false => inline(&items).filter(|_| is_one_line),
        };
        Self { opening, items, inline }
    }
}

fn inline(items: &[Item<'_>]) -> Option<String> {
    let statements = items.iter().filter(|it| matches!(it, Item::Statement(_))).count();
    if statements > ON_ONE_LINE {
        return None;
    }
    let items: Option<Vec<_>> = items.iter().map(Item::inline).collect();
    Some(format!("{{ {} }}", items?.join("; "))).filter(|it| it.len() <= 4 * WIDTH)
}

impl Item<'_> {
    fn inline(&self) -> Option<String> {
        match self {
            Item::Gap => None,
            Item::Comment(it) => Some(it.text.clone()),
            Item::Statement(it) => it.inline(),
        }
    }
}

impl Statement<'_> {
    fn inline(&self) -> Option<String> {
        let mut text = String::new();
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 && is_apart(&self.parts[at - 1], part) {
                text.push(' ');
            }
            text += part.inline()?;
        }
        if let Some(it) = &self.trailing {
            text.push(' ');
            text += &it.text;
        }
        Some(text)
    }
}

impl Part<'_> {
    /// Whether it is a `\` without a comment: before a block and at the end nobody needs it.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self, Part::Wrap(Wrap { comment: None, .. }))
    }

    /// Whether it belongs to the end of its statement, where only what belongs there follows: of a `\` the last comment.
    pub(super) fn ends(&self, is_last: bool) -> bool {
        self.is_idle()
            || matches!(self, Part::Comment(_))
            || is_last && matches!(self, Part::Wrap(_))
    }

    pub(super) fn comment(self) -> Option<Comment> {
        match self {
            Part::Comment(it) => Some(it),
            Part::Wrap(it) => it.comment,
            Part::Said(_) | Part::Block(_) => None,
        }
    }

    /// The part on one line, where it may stand there.
    pub(super) fn inline(&self) -> Option<&str> {
        match self {
            Part::Said(it) => Some(it),
            Part::Comment(it) => Some(&it.text),
            Part::Block(it) => it.inline.as_deref(),
            Part::Wrap(_) => None,
        }
    }
}

/// Whether a blank stands between two parts.
pub(super) fn is_apart(before: &Part<'_>, after: &Part<'_>) -> bool {
    use Part::Said;
    match (before, after) {
        (Part::Comment(_), _) | (_, Part::Comment(_)) => true,
        (Said("=" | "(" | ")"), _) | (_, Said("=" | ")")) => false,
        _ => true,
    }
}

/// The column behind a text that begins in this one, in its last line.
pub(super) fn width(column: usize, text: &str) -> usize {
    text.chars().fold(column, |at, it| match it {
        '\t' => (at / TAB + 1) * TAB,
        it if is_newline(it) => 0,
        _ => at + 1,
    })
}
