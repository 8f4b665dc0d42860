//! The words for mistakes of syntax. What stands in a message is taken from the text as it may be shown.

use certc_diagnostic::{Diagnostic, SourceId, Span};

use crate::braces::Braces;
use crate::lex::{Kind, Token, is_newline};
use crate::limit::WORTH_KEEPING;
use crate::rules::{SAID_TWICE, SYNTAX, TOO_LARGE, TYPE_ANNOTATION};

mod word;

pub(crate) use word::{Word, is_hash};

/// More places of one mistake than this do not help.
const WORTH_SHOWING: usize = 8;

/// Words the mistakes of one file.
#[derive(Clone, Copy)]
pub(crate) struct Mistakes<'a> {
    pub(crate) source: SourceId,
    pub(crate) text: &'a str,
    pub(crate) shown: &'a str,
}

impl Mistakes<'_> {
    pub(crate) fn at(&self, start: usize, end: usize) -> Span {
        Span { source: self.source, start, end }
    }

    fn shown(&self, place: Span) -> &str {
        &self.shown[place.start..place.end]
    }

    /// The braces that are missing, each place once, and those that are too many.
    pub(crate) fn braces(&self, tokens: &[Token], braces: &Braces) -> Vec<Diagnostic> {
        let open_comment = matches!(tokens.last(), Some(it) if it.kind.is_unclosed_comment());
        let missing = braces.missing.iter().filter(|it| !open_comment || *it.0 < tokens.len());
        let missing = missing.map(|(at, open)| self.missing_braces(tokens, *at, open));
        let extra = braces.extra.iter().map(|it| {
            let place = self.at(tokens[*it].range.start, tokens[*it].range.end);
            let said = SYNTAX.broken("this `}` closes no block").at(place, "here");
            let said = said.help("remove it, or write the `{` that it closes");
            said.unsafe_fix("remove it", [place.replaced_by("")])
        });
        missing.chain(extra).take(WORTH_KEEPING).collect()
    }

    fn missing_braces(&self, tokens: &[Token], at: usize, open: &[usize]) -> Diagnostic {
        let message = match open.len() {
            1 => "a `}` is missing".to_owned(),
            more => format!("{more} `}}` are missing"),
        };
        let before = tokens[..at].iter().rev().find(|it| it.is_said());
        let end = before.map_or(0, |it| it.range.end);
        let said = SYNTAX.broken(message).at(self.at(end, end), "missing here");
        let starts = open.iter().map(|it| tokens[*it].range.start).take(WORTH_SHOWING);
        let said =
            starts.clone().fold(said, |said, it| said.at(self.at(it, it + 1), "for this `{`"));
        let said = said.help("write `}` where the block ends");
        if open.len() > WORTH_SHOWING {
            return said;
        }
        let closing = starts.map(|it| self.closing(it, end)).collect::<String>();
        said.unsafe_fix("write `}` there", [self.at(end, end).replaced_by(closing)])
    }

    /// What closes the block that is opened there: in its line, or below it as far to the right as its line begins.
    fn closing(&self, open: usize, end: usize) -> String {
        let line = self.text[..open].rfind('\n').map_or(0, |it| it + 1);
        if !self.text[open..end].contains('\n') {
            return " }".to_owned();
        }
        let before = &self.text[line..open];
        let indent = &before[..before.len() - before.trim_start().len()];
        format!("\n{indent}}}")
    }

    /// What is wrong with a comment, if it is one.
    pub(crate) fn comment(&self, token: &Token, deepest: usize) -> Option<Diagnostic> {
        let Kind::Comment { depth, closed } = token.kind else { return None };
        let start = self.at(token.range.start, token.range.start + 2);
        if !closed {
            let said = SYNTAX.broken("this comment is never closed").at(start, "opened here");
            return Some(said.help("write `*/` where it ends"));
        }
        let message = format!("this comment nests deeper than {deepest} comments");
        (depth > deepest).then(|| self.too_large(message, start))
    }

    pub(crate) fn too_large(&self, message: String, place: Span) -> Diagnostic {
        TOO_LARGE.broken(message).at(place, "from here on")
    }

    pub(crate) fn semicolon(&self, place: Span) -> Diagnostic {
        let said = SYNTAX.broken("this `;` ends no statement").at(place, "here");
        said.safe_fix("remove it", [place.replaced_by("")])
    }

    pub(crate) fn idle_slashdash(&self, place: Span) -> Diagnostic {
        let said = SYNTAX.broken("this `/-` leaves nothing out").at(place, "nothing follows");
        said.safe_fix("remove it", [place.replaced_by("")])
    }

    pub(crate) fn continuation(&self, place: Span) -> Diagnostic {
        let said = SYNTAX.broken("only a newline may follow a `\\`").at(place, "after it");
        said.help("remove the `\\`")
    }

    /// A `{` where a statement begins, by the tokens before it and after it.
    pub(crate) fn nameless(&self, place: Span, before: &[Token], after: &[Token]) -> Diagnostic {
        let mut inner = after[1..].iter().filter(|it| it.is_said());
        if inner.next().is_some_and(|it| matches!(it.kind, Kind::Text { .. })) {
            let said = SYNTAX.broken("a spec is KDL, not JSON").at(place, "here");
            return said.help(
                "write a line for each fact: its name, a blank and its value, such as `language 1`",
            );
        }
        let said = SYNTAX.broken("this block has no name").at(place, "here");
        let above = before.iter().rev().find(|it| it.is_said() || it.kind == Kind::Semicolon);
        let above = above.filter(|it| it.is_value()).map(|it| it.range.end);
        match above.filter(|it| self.text[*it..place.start].contains('\n')) {
            None => said.help("write its name before the `{`"),
            Some(end) => said.help("write the `{` into the line of its name").unsafe_fix(
                "write it into the line above",
                [self.at(end, end).replaced_by(" {"), place.replaced_by("")],
            ),
        }
    }

    pub(crate) fn no_name(&self, place: Span) -> Diagnostic {
        let said = SYNTAX.broken(format!("`{}` cannot be a name", self.shown(place)));
        said.at(place, "a value").help("begin with a word, or write it in quotes")
    }

    pub(crate) fn misplaced(&self, place: Span) -> Diagnostic {
        SYNTAX.broken("this may not stand here").at(place, "unexpected")
    }

    pub(crate) fn equals(&self, name: Span, gap: Span) -> Diagnostic {
        let said = SYNTAX.broken("a line's own name takes no `=`");
        let said = said.at(Span { end: gap.end, ..name }, "here");
        let said = said.help("write the name, a blank and the value");
        let is_bare = self.text[gap.start..gap.end].trim() == "=";
        let edits = [gap.replaced_by(" ")];
        if is_bare { said.safe_fix("write a blank instead", edits) } else { said }
    }

    pub(crate) fn no_value(&self, place: Span) -> Diagnostic {
        let said = SYNTAX.broken("this property has no value").at(place, "here");
        said.help("write it after the `=`, in the same line")
    }

    pub(crate) fn no_blank(&self, place: Span) -> Diagnostic {
        let said = SYNTAX.broken("a blank is missing before this").at(place, "here");
        said.safe_fix("write a blank before it", [place.before().replaced_by(" ")])
    }

    pub(crate) fn property_twice(&self, before: Span, again: Span) -> Diagnostic {
        let said = SAID_TWICE.broken("a property is said twice").at(again, "again here");
        said.at(before, "first here").help("remove one")
    }

    pub(crate) fn annotation(&self, place: Span) -> Diagnostic {
        let message = "type annotations have no meaning here";
        let said = TYPE_ANNOTATION.broken(message).at(place, "here");
        said.help("write the value alone").safe_fix("remove it", [place.replaced_by("")])
    }

    pub(crate) fn hash(&self, place: Span) -> Diagnostic {
        let said = SYNTAX.broken("`#` starts no comment").at(place, "here");
        let hashes =
            self.text[place.start..].len() - self.text[place.start..].trim_start_matches('#').len();
        let hashes = self.at(place.start, place.start + hashes);
        said.help("comments start with `//`").safe_fix("write `//`", [hashes.replaced_by("//")])
    }

    /// What is wrong with a quoted text.
    pub(crate) fn text(&self, kind: Kind, place: Span) -> Option<Diagnostic> {
        if kind == (Kind::Text { closed: false }) {
            let said = SYNTAX.broken("this string is never closed").at(place, "here");
            let said = said.help("write the closing quotes");
            let text = &self.text[place.start..place.end];
            let is_simple = text.starts_with('"') && !text.starts_with("\"\"\"");
            let fix = "write them at its end";
            let edits = [place.after().replaced_by("\"")];
            return Some(if is_simple { said.unsafe_fix(fix, edits) } else { said });
        }
        self.one_line(place).or_else(|| self.escape(place))
    }

    /// A text in three quotes that begins in their line.
    fn one_line(&self, place: Span) -> Option<Diagnostic> {
        let text = self.text[place.start..place.end].trim_start_matches('#');
        let inner = text.strip_prefix("\"\"\"")?;
        let said = SYNTAX.broken("a text in three quotes begins in the next line");
        let said = said.at(place, "here").help("write it in one quote at each end");
        (!inner.starts_with(is_newline)).then_some(said)
    }

    /// A backslash in a quoted string that escapes nothing.
    fn escape(&self, place: Span) -> Option<Diagnostic> {
        let mut rest = self.text[place.start..place.end].strip_prefix('"')?;
        while let Some((_, after)) = rest.split_once('\\') {
            let escaped = after.chars().next()?;
            if !"nrt\\\"bfsu".contains(escaped) && !escaped.is_whitespace() {
                let at = place.end - after.len() - 1;
                let message = "a backslash begins an escape, and this is none";
                let said = SYNTAX.broken(message).at(place, "here");
                let said = said.help("write `\\\\` for a backslash, or a raw string: `#\"…\"#`");
                let edit = self.at(at, at + 1).replaced_by("\\\\");
                return Some(said.unsafe_fix("write `\\\\`", [edit]));
            }
            rest = &after[escaped.len_utf8()..];
        }
        None
    }

    /// What `kdl` says of a value that it cannot read.
    pub(crate) fn not_kdl(&self, place: Span, said: Option<&str>) -> Diagnostic {
        let message = said.map_or("this is no value of KDL 2".to_owned(), lower_case);
        SYNTAX.broken(message).at(place, "here")
    }
}

fn lower_case(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |it| it.to_lowercase().chain(letters).collect())
}
