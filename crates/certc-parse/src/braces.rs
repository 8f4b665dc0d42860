//! Which braces are missing and which are too many, by the indentation that their author gave them.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::TOP;
use crate::lex::{Kind, Token};

/// What makes the braces of a file match.
#[derive(Debug, Default)]
pub(crate) struct Braces {
    /// The blocks that end before the token of this index although nothing closes them, the innermost first: each by the
    /// index of its `{`. The end of the file has the index after the last token.
    pub(crate) missing: BTreeMap<usize, Vec<usize>>,
    /// The index of each `}` that closes nothing.
    pub(crate) extra: BTreeSet<usize>,
}

/// Matches the braces of a file. Where they match already, indentation says nothing.
pub(crate) fn braces(text: &str, tokens: &[Token]) -> Braces {
    let (unclosed, excess) = imbalance(tokens);
    if unclosed == 0 && excess == 0 {
        return Braces::default();
    }
    let mut matcher = Matcher {
        unclosed,
        excess,
        is_indented: is_indented(tokens),
        open: Vec::new(),
        braces: Braces::default(),
    };
    for (line, index) in lines(tokens) {
        let token = &tokens[index];
        let is_top = line.indent == 0 && is_top(&text[token.range.clone()]);
        matcher.feed(line, index, token.kind, is_top);
    }
    matcher.close_while(tokens.len(), |_| true);
    matcher.braces
}

/// Whether it can only begin a statement of the file itself, or of an environment.
fn is_top(word: &str) -> bool {
    TOP.iter().any(|it| it.name == word)
}

/// How many blocks are never closed, and how many `}` close nothing, taken as they come.
fn imbalance(tokens: &[Token]) -> (usize, usize) {
    let braces = tokens.iter().filter(|it| it.is_brace());
    braces.fold((0, 0), |(open, excess), it| {
        if it.kind == Kind::Open {
            (open + 1, excess)
        } else if open == 0 {
            (open, excess + 1)
        } else {
            (open - 1, excess)
        }
    })
}

/// The line that a token stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Line {
    /// Counted from 0; a line that continues another is that one.
    number: usize,
    /// The bytes of its indentation.
    indent: usize,
    /// Whether nothing is said before the token.
    starts: bool,
}

/// The tokens that say something, each with its line.
fn lines(tokens: &[Token]) -> impl Iterator<Item = (Line, usize)> {
    let mut line = Line { number: 0, indent: 0, starts: true };
    let (mut is_continued, mut is_fresh) = (false, true);
    tokens.iter().enumerate().filter_map(move |(index, token)| {
        if token.kind == Kind::Newline {
            if !std::mem::take(&mut is_continued) {
                line = Line { number: line.number + 1, indent: 0, starts: true };
                is_fresh = true;
            }
            return None;
        }
        if std::mem::take(&mut is_fresh) && token.kind == Kind::Blank {
            line.indent = token.range.len();
        }
        is_continued |= matches!(token.kind, Kind::Continuation | Kind::Slashdash);
        if !token.is_said() {
            return None;
        }
        is_continued = token.kind == Kind::Slashdash;
        let here = line;
        line.starts = false;
        Some((here, index))
    })
}

/// Whether the author indents what stands in blocks: only then a line without indentation says something.
fn is_indented(tokens: &[Token]) -> bool {
    let mut last: Option<(Line, Kind)> = None;
    let firsts = lines(tokens).filter_map(|(line, index)| {
        let (before, kind) = last.replace((line, tokens[index].kind))?;
        let is_first = kind == Kind::Open && before.number < line.number;
        is_first.then_some(before.indent < line.indent)
    });
    let (indented, plain): (Vec<_>, Vec<_>) = firsts.partition(|it| *it);
    indented.len() >= plain.len()
}

/// A block that is open.
struct Open {
    /// The index of its `{`.
    at: usize,
    line: Line,
}

struct Matcher {
    /// How many blocks may still be said to be never closed, and how many `}` to close nothing.
    unclosed: usize,
    excess: usize,
    is_indented: bool,
    open: Vec<Open>,
    braces: Braces,
}

impl Matcher {
    fn feed(&mut self, line: Line, index: usize, kind: Kind, is_top: bool) {
        if kind == Kind::Close {
            return self.close(line, index);
        }
        if line.starts && (self.is_indented || is_top) {
            self.close_while(index, |it| it.line.indent >= line.indent);
        }
        if kind == Kind::Open {
            self.open.push(Open { at: index, line });
        }
    }

    fn close(&mut self, line: Line, index: usize) {
        let is_opener = |it: &Open| it.line.indent == line.indent;
        if self.is_indented && line.starts && self.open.iter().any(is_opener) {
            self.close_while(index, |it| it.line.indent > line.indent);
        }
        let is_odd = |it: &Open| {
            let inner = it.line.number != line.number;
            inner && (!line.starts || it.line.indent != line.indent)
        };
        let is_extra = self.open.last().is_none_or(|it| self.is_indented && is_odd(it));
        if self.excess > 0 && is_extra {
            self.excess -= 1;
            self.braces.extra.insert(index);
        } else if self.open.pop().is_none() {
            self.braces.extra.insert(index);
        }
    }

    /// Closes the innermost blocks before this token, as long as they are such and more are open than are closed.
    fn close_while(&mut self, index: usize, is_over: impl Fn(&Open) -> bool) {
        while self.unclosed > 0
            && let Some(block) = self.open.pop_if(|it| is_over(it))
        {
            self.unclosed -= 1;
            self.braces.missing.entry(index).or_default().push(block.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lex::lex;

    /// `‹` stands where a `}` is missing, and must not for other reasons; `›` after one that is too many.
    fn check(marked: &str) {
        let text = marked.replace(['‹', '›'], "");
        let tokens: Vec<_> = lex(&text).collect();
        let Braces { missing, extra } = braces(&text, &tokens);
        let mut shown = String::new();
        for (index, token) in tokens.iter().enumerate() {
            shown += &"‹".repeat(missing.get(&index).map_or(0, Vec::len));
            shown += &text[token.range.clone()];
            shown += if extra.contains(&index) { "›" } else { "" };
        }
        shown += &"‹".repeat(missing.get(&tokens.len()).map_or(0, Vec::len));
        assert_eq!(shown, marked);
    }

    #[test]
    fn indentation_tells_which_brace_is_wrong() {
        check("a {\n  b\n}\nc {\n}\n");
        check("a {\nb\n}\n");
        check("a {\n  b\n‹c {\n  d\n}\n");
        check("a {\n  b {\n    c\n‹}\nd\n");
        check("a {\n  b {\n    c\n  ‹d\n}\ne\n");
        check("a {\n  b {\n    c\n‹‹");
        check("a { b { c }\n‹d\n");
        check("a {\nb {\nc\n}\nd\n‹");
        check("a {\nb\n‹component c {\nd\n}\n");
        check("a {\n  b }›\n  c\n}\nd\n");
        check("a {\n  b {\n    c\n  }\n  }›\n  d\n}\n");
        check("a\n}›\nb\n");
        check("a { \\\nb\n‹c {\n  d\n}\n");
    }
}
