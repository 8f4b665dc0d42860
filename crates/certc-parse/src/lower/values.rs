//! Arguments and properties by their types.

use std::slice::Iter;

use certc_diagnostic::{Rule, Span};
use certc_schema::{Form, Node, Property, Statement, Type, Value};

use super::{Lowering, WORTH_LISTING};
use crate::language::NOT_BUILT;
use crate::limit::short;
use crate::masked::PASSWORD;
use crate::rules::{EXTRA_VALUE, OUT_OF_RANGE, UNKNOWN_WORD, WRONG_TYPE};
use crate::suggest::suggest;

/// What a value is to its type.
enum Fit {
    Fits,
    /// A word that decides what follows.
    Chooses(&'static Form),
    /// `#null`: nothing follows.
    Removes,
    Breaks(&'static Rule),
}

impl Lowering<'_> {
    /// Checks the arguments; returns the form that a word has chosen, or nothing where a word is not built yet.
    pub(super) fn arguments(
        &mut self,
        statement: &Statement,
        node: &Node,
    ) -> Option<Option<&'static Form>> {
        let mut given = statement.arguments.iter();
        let mut form = None;
        let mut types = node.arguments.iter();
        while let Some(it) = types.next() {
            let required = !matches!(it, Type::Optional(_));
            let Some((value, span)) = given.next() else {
                if required {
                    let help = format!("write {} after it", help(it));
                    self.missing(statement, &described(it), help);
                }
                return Some(form);
            };
            if self.is_not_built(node, value, *span) {
                return None;
            }
            match fit(it, value) {
                Fit::Fits => self.rest(node, it, &mut given),
                Fit::Chooses(it) => (form, types) = (Some(it), it.arguments.iter()),
                Fit::Removes => types = [].iter(),
                Fit::Breaks(rule) => {
                    self.misfit(rule, node.name, it, value, *span);
                    return Some(form);
                }
            }
        }
        if let Some((_, span)) = given.next() {
            let message = format!("`{}` takes no more values", node.name);
            let said = EXTRA_VALUE.broken(message).at(*span, "one too many");
            let help = self.instead(statement, node);
            self.said.push(if let Some(it) = help { said.help(it) } else { said });
        }
        Some(form)
    }

    /// How the values of a line that has too many are said.
    fn instead(&self, statement: &Statement, node: &Node) -> Option<String> {
        let values: Vec<_> = statement.arguments.iter().map(|it| self.spelling(it.1)).collect();
        if !node.properties.is_empty() {
            let names = any_of(node.properties.iter().map(|it| format!("{}=…", it.name)));
            return Some(format!("write it as {names}"));
        }
        match node.arguments {
            [] if node.children.iter().any(|it| it.name == PASSWORD) => {
                Some(format!("write `{} {{ password env=\"NAME\" }}`", node.name))
            }
            [] => {
                let line = node.children.first().filter(|it| it.repeats)?;
                Some(format!("write `{} {{ {} {} }}`", node.name, line.name, values.first()?))
            }
            [Type::Name | Type::Text] if node.repeats => {
                let line = |it: &String| format!("`{} {it}`", node.name);
                let lines: Vec<_> = values.iter().take(WORTH_LISTING).map(line).collect();
                Some(format!("write a line for each: {}", lines.join(", ")))
            }
            [Type::Text | Type::Removable(Type::Text)] => {
                let words: Vec<_> = values.iter().map(|it| it.trim_matches('"')).collect();
                Some(format!("write it in quotes: `\"{}\"`", short(&words.join(" "))))
            }
            _ => None,
        }
    }

    /// Checks what follows the first of many.
    fn rest(&mut self, node: &Node, it: &Type, given: &mut Iter<'_, (Value, Span)>) {
        if let Type::Many(it) = it {
            for (value, span) in given {
                if let Fit::Breaks(rule) = fit(it, value) {
                    self.misfit(rule, node.name, it, value, *span);
                }
            }
        }
    }

    fn is_not_built(&mut self, node: &Node, value: &Value, span: Span) -> bool {
        let Some(word) = value.text() else { return false };
        let closed = |it: &Type| matches!(it, Type::Word(_) | Type::Form(_));
        let is_later = |it: &str| {
            NOT_BUILT.iter().any(|(name, words)| *name == node.name && words.contains(&it))
        };
        let later = node.arguments.iter().any(closed) && is_later(word);
        if later {
            let words = node.arguments.iter().flat_map(words).filter(|it| !is_later(it));
            let built = any_of(words.map(|it| format!("{} {it}", node.name)));
            self.not_built(&format!("{} {word}", node.name), span, &format!("it can do {built}"));
        }
        later
    }

    pub(super) fn properties(&mut self, statement: &Statement, node: &Node) {
        for (name, (value, span)) in &statement.properties {
            let Some(Property { of: it, .. }) = node.properties.iter().find(|it| it.name == name)
            else {
                self.unknown_property(statement, node, name);
                return;
            };
            if let Fit::Breaks(rule) = fit(it, value) {
                self.misfit(rule, name, it, value, *span);
            }
        }
        let is_missing = |it: &&Property| {
            !matches!(it.of, Type::Optional(_)) && !statement.properties.contains_key(it.name)
        };
        for Property { name, of: it, .. } in node.properties.iter().filter(is_missing) {
            let help = format!("write `{} {name}=…` with {}", node.name, described(it));
            self.missing(statement, &format!("`{name}`"), help);
        }
    }

    fn misfit(&mut self, rule: &Rule, name: &str, it: &Type, value: &Value, span: Span) {
        let (spelling, needed) = (self.spelling(span), described(it));
        let message = if rule.name == UNKNOWN_WORD.name {
            format!("`{name}` knows no `{spelling}`")
        } else {
            format!("`{name}` needs {needed}, and `{spelling}` is {}", kind(rule, value))
        };
        let said = rule.broken(message).at(span, "not here");
        let said = match (base(it), value) {
            (
                Type::Text | Type::Name | Type::Reference(_),
                Value::Decimal(_) | Value::Number(_),
            ) => {
                let quoted = format!("write it in quotes: `\"{spelling}\"`");
                let said = said.help(
                    if let Value::Decimal(number) = value
                        && number.to_string() != spelling
                    {
                        format!("{quoted}; without them it is read as {number}")
                    } else {
                        quoted
                    },
                );
                said.safe_fix("write it in quotes", span.in_quotes())
            }
            (Type::Number | Type::Between(..) | Type::OneOf(_), Value::Text(text))
                if text.parse::<i128>().is_ok() =>
            {
                let said = said.help(format!("write it without quotes: `{text}`"));
                said.safe_fix("write it without quotes", [span.replaced_by(text)])
            }
            (it, Value::Text(text)) => match suggest(text, words(it)) {
                Some(meant) => said.meant(span, meant, meant),
                None => said.help(format!("write {}", help(it))),
            },
            _ => said.help(format!("write {}", help(it))),
        };
        self.said.push(said);
    }
}

fn fit(it: &Type, value: &Value) -> Fit {
    let fits = |it: bool, rule: &'static Rule| if it { Fit::Fits } else { Fit::Breaks(rule) };
    match (it, value) {
        (Type::Removable(_), Value::Null) => Fit::Removes,
        (Type::Removable(it) | Type::Optional(it) | Type::Many(it), _) => fit(it, value),
        (Type::Text | Type::Name | Type::Reference(_), Value::Text(_)) => Fit::Fits,
        (Type::Number, Value::Number(_)) | (Type::Flag, Value::Flag(_)) => Fit::Fits,
        (Type::Between(first, last), Value::Number(it)) => {
            fits((first..=last).contains(&it), &OUT_OF_RANGE)
        }
        (Type::OneOf(numbers), Value::Number(it)) => fits(numbers.contains(it), &OUT_OF_RANGE),
        (Type::Word(words), Value::Text(it)) => fits(words.contains(&it.as_str()), &UNKNOWN_WORD),
        (Type::Form(forms), Value::Text(it)) => {
            let form = forms.iter().find(|form| form.word == it);
            form.map_or(Fit::Breaks(&UNKNOWN_WORD), Fit::Chooses)
        }
        _ => Fit::Breaks(&WRONG_TYPE),
    }
}

/// A type without what only says whether it must be there.
fn base(it: &Type) -> &Type {
    if let Type::Optional(it) | Type::Many(it) | Type::Removable(it) = it { base(it) } else { it }
}

fn words(it: &Type) -> Vec<&'static str> {
    if let Type::Form(forms) = it {
        return forms.iter().map(|it| it.word).collect();
    }
    if let Type::Word(words) = it { words.to_vec() } else { Vec::new() }
}

fn described(it: &Type) -> String {
    match base(it) {
        Type::Text => "text".to_owned(),
        Type::Name => "a name".to_owned(),
        Type::Number => "a whole number".to_owned(),
        Type::Between(first, last) => format!("a whole number from {first} to {last}"),
        Type::OneOf(numbers) => any_of(numbers.iter()),
        Type::Flag => "`#true` or `#false`".to_owned(),
        Type::Reference(kinds) => format!("a name of {}", any_of(kinds.iter())),
        it @ (Type::Word(_) | Type::Form(_)) if words(it).len() <= WORTH_LISTING => {
            any_of(words(it))
        }
        Type::Word(_) | Type::Form(_) => "one of its words".to_owned(),
        Type::Optional(it) | Type::Many(it) | Type::Removable(it) => described(it),
    }
}

/// The same, with all words of a long list.
fn help(it: &Type) -> String {
    match words(base(it)) {
        words if words.is_empty() => described(it),
        words => any_of(words),
    }
}

fn kind(rule: &Rule, value: &Value) -> &'static str {
    match value {
        _ if rule.name == OUT_OF_RANGE.name => "none of them",
        Value::Text(_) => "text",
        Value::Number(_) | Value::Decimal(_) => "a number",
        Value::Flag(_) => "a flag",
        Value::Null => "no value",
    }
}

/// Names in backticks, the last after `or`.
pub(super) fn any_of(names: impl IntoIterator<Item = impl ToString>) -> String {
    let quoted = |it| format!("`{}`", ToString::to_string(&it));
    let mut names: Vec<_> = names.into_iter().map(quoted).collect();
    match (names.pop(), names.is_empty()) {
        (Some(last), false) => format!("{} or {last}", names.join(", ")),
        (last, _) => last.unwrap_or_default(),
    }
}
