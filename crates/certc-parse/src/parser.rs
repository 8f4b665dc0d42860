//! Tokens to statements. The structure is read here, so that a mistake costs its own line and no other; what a single
//! value is, `kdl` says.

use certc_diagnostic::{Diagnostic, Source, Span};
use certc_schema::Statement;

use crate::braces::{Braces, braces};
use crate::lex::{Kind, Token};
use crate::limit::WORTH_KEEPING;
use crate::mistakes::{Mistakes, is_hash};

mod line;
mod tokens;
mod value;

use tokens::tokens;

/// How deep blocks and comments may nest.
const DEPTH: usize = 64;

/// The statements of a block, or of a file.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) statements: Vec<Statement>,
    /// Whether one of them could not be read.
    pub(crate) is_incomplete: bool,
}

/// Reads one file, token by token.
pub(crate) struct Parser<'a> {
    mistakes: Mistakes<'a>,
    tokens: Vec<Token>,
    braces: Braces,
    /// The index of the next token.
    next: usize,
    /// The end of the last token that said something.
    end: usize,
    /// The `{` of each open block, by their indices.
    open: Vec<usize>,
    said: Vec<Diagnostic>,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(source: &'a Source, shown: &'a str) -> Self {
        let text = source.text.as_str();
        let mut tokens = tokens(text);
        let braces = braces(text, &tokens);
        let mistakes = Mistakes { source: source.id, text, shown };
        let mut said = mistakes.braces(&tokens, &braces);
        said.extend(tokens.iter().filter_map(|it| mistakes.comment(it, DEPTH)));
        for extra in &braces.extra {
            tokens[*extra].kind = Kind::Blank;
        }
        Self { mistakes, tokens, braces, next: 0, end: 0, open: Vec::new(), said }
    }

    /// The whole file. Where no line tells which brace is wrong, nobody knows for certain what stands at its top.
    pub(crate) fn file(mut self) -> (Block, Vec<Diagnostic>) {
        let mut block = self.block();
        let is_open = self.braces.missing.contains_key(&self.tokens.len());
        block.is_incomplete |= is_open || !self.braces.extra.is_empty();
        (block, self.said)
    }

    /// The statements up to the end of the block, or of the file.
    fn block(&mut self) -> Block {
        let mut block = Block::default();
        while let Some(kind) = self.peek() {
            if kind == Kind::Close {
                break;
            } else if kind.is_space() || kind == Kind::Newline {
                self.step();
            } else if kind == Kind::Continuation {
                self.continuation();
            } else if kind == Kind::Semicolon {
                self.said.push(self.mistakes.semicolon(self.place()));
                self.step();
            } else if kind == Kind::Word && is_hash(self.words(self.place())) {
                self.hash();
            } else {
                self.statement(&mut block);
            }
            self.said.truncate(WORTH_KEEPING);
        }
        block
    }

    /// The block whose `{` is next, and whether a `}` ends it.
    fn braced(&mut self) -> (Block, bool) {
        self.open.push(self.next);
        self.step();
        let block = if self.open.len() > DEPTH { self.too_deep() } else { self.block() };
        let is_closed = self.peek() == Some(Kind::Close);
        self.open.pop();
        if is_closed {
            self.step();
        }
        (block, is_closed)
    }

    /// Skips what nests too deeply.
    fn too_deep(&mut self) -> Block {
        let message = format!("this nests deeper than {DEPTH} blocks");
        let place = self.mistakes.at(self.end - 1, self.end);
        self.said.push(self.mistakes.too_large(message, place));
        let mut depth = 0_usize;
        while let Some(kind) = self.peek().filter(|it| depth > 0 || *it != Kind::Close) {
            depth += usize::from(kind == Kind::Open);
            depth -= usize::from(kind == Kind::Close);
            self.step();
        }
        Block { statements: Vec::new(), is_incomplete: true }
    }

    fn statement(&mut self, block: &mut Block) {
        let is_dropped = self.peek() == Some(Kind::Slashdash);
        if is_dropped {
            self.slashdash();
        }
        let statement = self.line();
        if !is_dropped {
            block.is_incomplete |= statement.as_ref().is_none_or(|it| it.is_broken);
            block.statements.extend(statement);
        }
    }

    /// A `/-` and the space behind it, newlines too.
    fn slashdash(&mut self) {
        let place = self.place();
        self.step();
        self.space();
        while self.peek() == Some(Kind::Newline) {
            self.step();
            self.space();
        }
        if self.peek().is_none_or(Kind::is_end) {
            self.said.push(self.mistakes.idle_slashdash(place));
        }
    }

    /// The space between the parts of a statement.
    fn space(&mut self) {
        while let Some(kind) = self.peek() {
            if kind.is_space() {
                self.step();
            } else if kind == Kind::Continuation {
                self.continuation();
            } else {
                break;
            }
        }
    }

    /// A `\`, and the newline that must follow it.
    fn continuation(&mut self) {
        self.step();
        while self.peek().is_some_and(Kind::is_space) {
            self.step();
        }
        match self.peek() {
            Some(Kind::Newline) => self.step(),
            None => {}
            Some(_) => self.said.push(self.mistakes.continuation(self.place())),
        }
    }

    /// What other languages begin a comment with: up to the end of the line.
    fn hash(&mut self) {
        self.said.push(self.mistakes.hash(self.place()));
        while self.peek().is_some_and(|it| it != Kind::Newline) {
            self.step();
        }
    }

    /// What the next token is; nothing at the end of the file, and where a block ends that nothing closes.
    fn peek(&self) -> Option<Kind> {
        let ends =
            |open: &usize| self.braces.missing.get(&self.next).is_some_and(|it| it.contains(open));
        let token = self.tokens.get(self.next)?;
        (!self.open.last().is_some_and(ends)).then_some(token.kind)
    }

    fn step(&mut self) {
        let token = &self.tokens[self.next];
        if token.is_said() {
            self.end = token.range.end;
        }
        self.next += 1;
    }

    /// Where the next token is; at the end of the file, behind the last one.
    fn place(&self) -> Span {
        let end = self.mistakes.text.len();
        let range = self.tokens.get(self.next).map_or(end..end, |it| it.range.clone());
        self.mistakes.at(range.start, range.end)
    }

    fn words(&self, place: Span) -> &'a str {
        &self.mistakes.text[place.start..place.end]
    }
}
