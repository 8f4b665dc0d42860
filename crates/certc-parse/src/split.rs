//! Cuts a file into its top-level statements, so that an error in one hides no other, and keeps from `kdl` what it
//! would not survive: deep nesting, which overflows its stack, and nested `/-`, for which its time doubles per level.

use std::ops::Range;

use certc_diagnostic::{Diagnostic, SourceId, Span};

use crate::lex::{Kind, Token, lex};
use crate::rules::{SYNTAX, TOO_LARGE};

/// How deep blocks and comments may nest.
const DEPTH: usize = 64;
/// How deep what `/-` comments out may nest.
const SLASHDASHES: usize = 3;
/// The longest statement in bytes.
const STATEMENT: usize = 256 * 1024;

/// Returns where the statements are that can be read further, and what is wrong with the others.
pub(crate) fn split(source: SourceId, text: &str) -> (Vec<Range<usize>>, Vec<Diagnostic>) {
    let by_indent = is_unbalanced(text);
    let (pieces, said, piece, quote) = Default::default();
    let mut splitter = Splitter {
        source,
        text,
        by_indent,
        quote,
        pieces,
        said,
        piece,
        line_start: true,
        indent: 0,
    };
    lex(text).for_each(|it| splitter.feed(&it));
    splitter.close();
    (splitter.pieces, splitter.said)
}

/// Whether a `}` is missing somewhere: only then is indentation trusted to say where a statement begins.
fn is_unbalanced(text: &str) -> bool {
    let depth = |depth: usize, it: Token| {
        if it.kind == Kind::Open {
            depth + 1
        } else {
            depth - usize::from(it.kind == Kind::Close && depth > 0)
        }
    };
    lex(text).fold(0, depth) > 0
}

fn never_closed_string(place: Span) -> Diagnostic {
    let said = SYNTAX.broken("this string is never closed").at(place, "here");
    said.help("write the closing quotes")
}

/// A block that is open.
struct Block {
    /// Where its `{` is.
    at: usize,
    /// The indentation of that line.
    indent: usize,
    /// Whether a `/-` stands before it in its statement.
    slashdashed: bool,
}

/// The statement at hand.
#[derive(Default)]
struct Piece {
    range: Option<Range<usize>>,
    /// Whether something is wrong with it; one thing is said of each.
    broken: bool,
    /// Its open blocks, and how many more there are than may be.
    open: Vec<Block>,
    beyond: usize,
    slashdashed: bool,
    /// A block whose `}` stands further left than the line that opened it.
    suspect: Option<usize>,
    /// Whether a newline does not end it: after `\` and after `/-`.
    continued: bool,
    dangling: bool,
}

struct Splitter<'a> {
    source: SourceId,
    text: &'a str,
    by_indent: bool,
    /// The first string that is never closed: it may hide a brace.
    quote: Option<Range<usize>>,
    pieces: Vec<Range<usize>>,
    said: Vec<Diagnostic>,
    piece: Piece,
    line_start: bool,
    indent: usize,
}

impl Splitter<'_> {
    fn feed(&mut self, token: &Token) {
        if self.piece.continued && (token.is_said() || token.kind == Kind::Continuation) {
            let said = SYNTAX.broken("only a newline may follow a `\\`");
            self.say(said.at(self.at(&token.range), "after it").help("remove the `\\`"));
            self.piece.continued = false;
        }
        match token.kind {
            Kind::Blank if self.line_start => self.indent = token.range.len(),
            Kind::Blank => {}
            Kind::Newline => {
                (self.line_start, self.indent) = (true, 0);
                if !std::mem::take(&mut self.piece.continued) {
                    self.end_statement();
                }
            }
            Kind::Comment { depth, closed } => self.comment(token, depth, closed),
            Kind::Continuation => self.piece.continued = true,
            Kind::Semicolon => self.semicolon(token),
            Kind::Slashdash | Kind::Open | Kind::Close | Kind::Equals => self.said(token),
            Kind::Parenthesis | Kind::Text { .. } | Kind::Word => self.said(token),
        }
    }

    fn said(&mut self, token: &Token) {
        let starts_anew = self.line_start && self.indent == 0 && token.kind != Kind::Close;
        if self.by_indent && starts_anew && !self.piece.open.is_empty() {
            self.close();
        }
        if self.piece.range.is_some() || token.kind != Kind::Close {
            self.piece.range.get_or_insert(token.range.clone()).end = token.range.end;
        }
        if token.kind == (Kind::Text { closed: false }) {
            self.quote.get_or_insert(token.range.clone());
        }
        self.piece.dangling = token.kind == Kind::Slashdash;
        self.piece.slashdashed |= self.piece.dangling;
        if token.kind == Kind::Open {
            self.open(token);
        } else if token.kind == Kind::Close {
            self.shut(token);
        }
        self.line_start = false;
    }

    fn semicolon(&mut self, token: &Token) {
        if self.piece.range.is_none() {
            let said =
                SYNTAX.broken("this `;` ends no statement").at(self.at(&token.range), "here");
            self.say(said.help("remove it"));
        }
        self.end_statement();
    }

    fn open(&mut self, token: &Token) {
        if self.piece.open.len() == DEPTH {
            self.piece.beyond += 1;
            return self.refuse(token, &format!("this nests deeper than {DEPTH} blocks"));
        }
        let slashdashed = std::mem::take(&mut self.piece.slashdashed);
        self.piece.open.push(Block { at: token.range.start, indent: self.indent, slashdashed });
        if self.piece.open.iter().filter(|it| it.slashdashed).count() > SLASHDASHES {
            self.refuse(token, &format!("`/-` nests deeper than {SLASHDASHES} blocks"));
        }
    }

    fn shut(&mut self, token: &Token) {
        if self.piece.beyond > 0 {
            self.piece.beyond -= 1;
        } else if let Some(block) = self.piece.open.pop() {
            self.piece.slashdashed = block.slashdashed;
            if self.line_start && self.indent < block.indent {
                self.piece.suspect.get_or_insert(block.at);
            }
        } else if self.quote.take().is_none() {
            let said = SYNTAX.broken("this `}` closes no block").at(self.at(&token.range), "here");
            self.say(said.help("remove it, or write the `{` that it closes"));
        }
    }

    fn comment(&mut self, token: &Token, depth: usize, closed: bool) {
        let start = self.at(&(token.range.start..token.range.start + 2));
        if !closed {
            let said = SYNTAX.broken("this comment is never closed").at(start, "opened here");
            self.say(said.help("write `*/` where it ends"));
        } else if depth > DEPTH {
            self.refuse(token, &format!("this comment nests deeper than {DEPTH} comments"));
        }
    }

    fn refuse(&mut self, token: &Token, message: &str) {
        let start = token.range.start;
        self.say(TOO_LARGE.broken(message).at(self.at(&(start..start + 1)), "from here on"));
    }

    /// Says one thing of a statement, the first; what is outside any is always said.
    fn say(&mut self, said: Diagnostic) {
        if !self.piece.broken {
            self.said.push(said);
        }
        self.piece.broken = self.piece.range.is_some();
    }

    fn at(&self, range: &Range<usize>) -> Span {
        Span { source: self.source, start: range.start, end: range.end }
    }

    /// A newline or `;`: the end of a statement of this block; at the top, of a piece.
    fn end_statement(&mut self) {
        if !self.piece.dangling {
            self.piece.slashdashed = false;
            if self.piece.open.is_empty() {
                self.finish();
            }
        }
    }

    /// The end of the file, or what looks like a statement of its own within an open block.
    fn close(&mut self) {
        if let Some(block) = self.piece.open.last() {
            let at = self.piece.suspect.unwrap_or(block.at);
            let said = match self.quote.take().filter(|it| it.start > block.at) {
                Some(it) => never_closed_string(self.at(&it)),
                None => {
                    let said = SYNTAX.broken("this block is never closed");
                    let said = said.at(self.at(&(at..at + 1)), "opened here");
                    said.help("write `}` where it ends")
                }
            };
            self.say(said);
        }
        self.finish();
    }

    fn finish(&mut self) {
        let Piece { range: Some(range), broken: false, .. } = std::mem::take(&mut self.piece)
        else {
            return;
        };
        if range.len() > STATEMENT {
            let end = self.text.ceil_char_boundary(range.start + 1);
            let start = self.at(&(range.start..end));
            let message = format!("this statement is longer than {} KiB", STATEMENT / 1024);
            self.said.push(TOO_LARGE.broken(message).at(start, "it starts here"));
        } else {
            self.pieces.push(range);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, pieces: &[&str], said: &[(usize, &str)]) {
        let (found, diagnostics) = split(SourceId(0), text);
        let found: Vec<_> = found.into_iter().map(|it| &text[it]).collect();
        let place = |it: &Diagnostic| (it.labels[0].0.start, it.message.clone());
        let diagnostics: Vec<_> = diagnostics.iter().map(place).collect();
        let diagnostics: Vec<_> = diagnostics.iter().map(|it| (it.0, it.1.as_str())).collect();
        assert_eq!((found.as_slice(), diagnostics.as_slice()), (pieces, said), "{text}");
    }

    #[test]
    fn statements_end_with_their_line() {
        check("a 1 \\\n 2 // b\n\nc {\n d\n} ; e", &["a 1 \\\n 2", "c {\n d\n}", "e"], &[]);
        check("/-\na {\n}\nb", &["/-\na {\n}", "b"], &[]);
        check("a \"{\" /* } */", &["a \"{\""], &[]);
        check("a {\nb\n}\nc", &["a {\nb\n}", "c"], &[]);
    }

    #[test]
    fn a_broken_statement_hides_no_other() {
        let never = "this block is never closed";
        check("a {\n b\nc\n", &["c"], &[(2, never)]);
        check("a {\n b {\n c\n}\nd\n", &["d"], &[(7, never)]);
        check("a {\n b { c\n", &[], &[(7, never)]);
        check("a;;b", &["a", "b"], &[(2, "this `;` ends no statement")]);
        check("\\ a", &["a"], &[(2, "only a newline may follow a `\\`")]);
        check("}\na", &["a"], &[(0, "this `}` closes no block")]);
        check("a }\nb", &["b"], &[(2, "this `}` closes no block")]);
        check("a\n/* b", &["a"], &[(2, "this comment is never closed")]);
    }

    #[test]
    fn what_kdl_does_not_survive_is_refused() {
        let deep = format!("{}{}\nb", "a {".repeat(1300), "}".repeat(1300));
        check(&deep, &["b"], &[(64 * 3 + 2, "this nests deeper than 64 blocks")]);
        let slashdashes = format!("a {}{}\nb", "/-{".repeat(20), "}".repeat(20));
        check(&slashdashes, &["b"], &[(13, "`/-` nests deeper than 3 blocks")]);
        let comments = format!("{}{}\nb", "/*".repeat(60_000), "*/".repeat(60_000));
        check(&comments, &["b"], &[(0, "this comment nests deeper than 64 comments")]);
        let long = format!("a \"{}\"\nb", "x".repeat(10_000_000));
        check(&long, &["b"], &[(0, "this statement is longer than 256 KiB")]);
    }
}
