//! Tokens to the tree of the layout. The text is KDL: the parser has said so.

use super::tree::{Block, Comment, Item, Part, Statement, Wrap, joined, width};
use crate::lex::{Kind, Token, is_newline, lex};

/// Reads a text, token by token.
pub(super) struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// The index of the next token.
    next: usize,
    /// The column that it begins in.
    column: usize,
    /// The column behind what was last read and is not white space.
    said: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, tokens: lex(text).collect(), next: 0, column: 0, said: 0 }
    }

    /// The whole text.
    pub(super) fn file(mut self) -> Block<'a> {
        Block::new(None, self.items(false).items, false)
    }

    /// The block whose `{` is next.
    fn block(&mut self) -> Block<'a> {
        let start = self.step().range.end;
        let inner = self.items(true);
        let end = self.step().range.start;
        Block::new(inner.opening, inner.items, !self.text[start..end].contains(is_newline))
    }

    /// What stands in a block or file, up to its end.
    fn items(&mut self, is_braced: bool) -> Items<'a> {
        let mut items = Items { is_braced, ..<_>::default() };
        while let Some(kind) = self.peek().filter(|it| *it != Kind::Close) {
            if matches!(kind, Kind::Newline | Kind::Blank | Kind::Continuation | Kind::Semicolon) {
                items.newlines += usize::from(kind == Kind::Newline);
                self.step();
                continue;
            }
            let comments = self.comments();
            match self.peek() {
                end @ (None | Some(Kind::Newline | Kind::Close)) => items.comment(comments, end),
                Some(_) => items.push(Item::Statement(self.statement(comments))),
            }
        }
        items
    }

    /// Comments with nothing but white space between them.
    fn comments(&mut self) -> Vec<Comment> {
        let mut comments = Vec::new();
        while let Some(kind @ (Kind::Comment { .. } | Kind::Blank)) = self.peek() {
            if kind == Kind::Blank {
                self.step();
            } else {
                comments.push(self.comment());
            }
        }
        comments
    }

    /// One statement behind these comments, up to what ends it.
    fn statement(&mut self, comments: Vec<Comment>) -> Statement<'a> {
        let mut parts: Vec<_> = comments.into_iter().map(Part::Comment).collect();
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Newline | Kind::Semicolon | Kind::Close => break,
                Kind::Blank => drop(self.step()),
                Kind::Comment { .. } => parts.push(Part::Comment(self.comment())),
                Kind::Continuation => parts.push(Part::Wrap(self.continuation())),
                Kind::Slashdash => self.slashdash(&mut parts),
                Kind::Open => {
                    while parts.pop_if(|it| it.is_idle()).is_some() {}
                    parts.push(Part::Block(self.block()));
                }
                Kind::Equals | Kind::Parenthesis | Kind::Text { .. } | Kind::Word => {
                    let range = self.step().range;
                    parts.push(Part::Said(&self.text[range]));
                }
            }
        }
        let trailing = trailing(&mut parts);
        Statement { parts, trailing }
    }

    /// A `\` and the end of its line.
    fn continuation(&mut self) -> Wrap {
        self.step();
        let comment = joined(self.comments());
        if self.peek() == Some(Kind::Newline) {
            self.step();
        }
        Wrap { is_said: true, comment }
    }

    /// A `/-`, and the comments between it and what it leaves out.
    fn slashdash(&mut self, parts: &mut Vec<Part<'a>>) {
        let range = self.step().range;
        parts.push(Part::Said(&self.text[range]));
        loop {
            match self.peek() {
                Some(Kind::Blank | Kind::Newline | Kind::Continuation) => drop(self.step()),
                Some(Kind::Comment { .. }) => {
                    let comment = self.comment();
                    parts.push(match comment.text.starts_with("//") {
                        true => Part::Wrap(Wrap { is_said: false, comment: Some(comment) }),
                        false => Part::Comment(comment),
                    });
                }
                _ => break,
            }
        }
    }

    fn comment(&mut self) -> Comment {
        let (column, gap) = (self.column, self.column - self.said);
        let range = self.step().range;
        Comment { text: self.text[range].trim_end().to_owned(), column, gap }
    }

    fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.next).map(|it| it.kind)
    }

    fn step(&mut self) -> Token {
        let token = self.tokens[self.next].clone();
        self.next += 1;
        self.column = width(self.column, &self.text[token.range.clone()]);
        if token.kind == Kind::Newline {
            self.said = 0;
        } else if token.kind != Kind::Blank {
            self.said = self.column;
        }
        token
    }
}

/// What was read of a block or file.
#[derive(Default)]
struct Items<'a> {
    is_braced: bool,
    opening: Option<Comment>,
    items: Vec<Item<'a>>,
    /// How many stand behind the last item.
    newlines: usize,
}

impl<'a> Items<'a> {
    fn push(&mut self, item: Item<'a>) {
        if self.newlines > 1 && !self.items.is_empty() {
            self.items.push(Item::Gap);
        }
        self.newlines = 0;
        self.items.push(item);
    }

    /// Adds comments that no statement follows in their line: they belong to what stands before them there.
    fn comment(&mut self, comments: Vec<Comment>, end: Option<Kind>) {
        let Some(comment) = joined(comments) else { return };
        match self.items.last_mut() {
            Some(Item::Statement(before)) if self.newlines == 0 => {
                before.trailing = joined(before.trailing.take().into_iter().chain([comment]));
            }
            None if self.newlines == 0 && self.is_braced && end == Some(Kind::Newline) => {
                self.opening = Some(comment);
            }
            _ => self.push(Item::Comment(comment)),
        }
    }
}

/// Takes the comments that end a statement. A `\` before them that says nothing else goes with the white space.
fn trailing(parts: &mut Vec<Part<'_>>) -> Option<Comment> {
    let mut trailing = Vec::new();
    while let Some(part) = parts.pop_if(|it| it.ends(trailing.is_empty())) {
        trailing.extend(part.comment());
    }
    joined(trailing.into_iter().rev())
}
