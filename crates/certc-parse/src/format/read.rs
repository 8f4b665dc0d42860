//! Tokens to the tree of the layout. The text is KDL: the parser has said so.

use super::tree::{Block, Comment, Item, Part, Statement, Wrap, joined, width};
use crate::lex::{Kind, Token, is_newline, lex};

/// Reads a text, token by token.
pub(super) struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// The index of the next token.
    next: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, tokens: lex(text).collect(), next: 0 }
    }

    /// The whole text.
    pub(super) fn file(mut self) -> Block<'a> {
        let (_, items) = self.items(false);
        Block::new(None, items, false)
    }

    /// The block whose `{` is next.
    fn block(&mut self) -> Block<'a> {
        let start = self.step().range.end;
        let (opening, items) = self.items(true);
        let end = self.step().range.start;
        Block::new(opening, items, !self.text[start..end].contains(is_newline))
    }

    /// What stands in a block, and the comment that ends the line of its `{`.
    fn items(&mut self, is_braced: bool) -> (Option<Comment>, Vec<Item<'a>>) {
        let (mut opening, mut items, mut newlines) = (None, Vec::new(), 0);
        while let Some(kind) = self.peek().filter(|it| *it != Kind::Close) {
            if matches!(kind, Kind::Newline | Kind::Blank | Kind::Continuation | Kind::Semicolon) {
                newlines += usize::from(kind == Kind::Newline);
                self.step();
                continue;
            }
            let comments = self.comments();
            let ends = matches!(self.peek(), None | Some(Kind::Newline | Kind::Close));
            let is_first = is_braced && items.is_empty() && self.peek() == Some(Kind::Newline);
            match (joined(comments.iter().cloned()), items.last_mut()) {
                (Some(it), Some(Item::Statement(before))) if ends && newlines == 0 => {
                    before.trailing = joined(before.trailing.take().into_iter().chain([it]));
                    continue;
                }
                (Some(it), None) if newlines == 0 && is_first => {
                    opening = Some(it);
                    continue;
                }
                (_, Some(_)) if newlines > 1 => items.push(Item::Gap),
                _ => {}
            }
            newlines = 0;
            items.push(match joined(comments.iter().cloned()).filter(|_| ends) {
                Some(it) => Item::Comment(it),
                None => Item::Statement(self.statement(comments)),
            });
        }
        (opening, items)
    }

    /// Comments with nothing but white space between them.
    fn comments(&mut self) -> Vec<Comment> {
        let mut comments = Vec::new();
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Comment { .. } => comments.push(self.comment()),
                Kind::Blank => drop(self.step()),
                _ => break,
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
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Blank | Kind::Newline | Kind::Continuation => drop(self.step()),
                Kind::Comment { .. } => {
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
        let range = self.step().range;
        let before = &self.text[..range.start];
        let line = before.rfind(is_newline).map_or(before, |it| &before[it..]);
        let line = line.trim_start_matches(is_newline);
        let column = width(0, line);
        let text = self.text[range].trim_end().to_owned();
        Comment { text, column, gap: column - width(0, line.trim_end()) }
    }

    fn peek(&self) -> Option<Kind> {
        self.tokens.get(self.next).map(|it| it.kind)
    }

    fn step(&mut self) -> Token {
        self.next += 1;
        self.tokens[self.next - 1].clone()
    }
}

/// Takes the comments that end a statement. A `\` before them that says nothing else goes with the white space.
fn trailing(parts: &mut Vec<Part<'_>>) -> Option<Comment> {
    let mut trailing = None;
    while let Some(part) = parts.pop() {
        let before = match part {
            Part::Comment(it) => Some(it),
            Part::Wrap(Wrap { comment: None, .. }) => None,
            Part::Wrap(Wrap { comment: Some(it), .. }) if trailing.is_none() => Some(it),
            other => {
                parts.push(other);
                break;
            }
        };
        trailing = joined(before.into_iter().chain(trailing));
    }
    trailing
}
