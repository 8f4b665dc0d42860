//! The text of a file as it may be shown: no password in it, and nothing that a terminal obeys.

use std::ops::Range;

use crate::lex::{Kind, Token, lex};
use crate::suggest::distance;

/// The node that holds a password, or rather says where it comes from.
pub(crate) const PASSWORD: &str = "password";

/// Returns `text` with every literal password and every control character replaced, byte for byte, so that spans stay right.
///
/// Works on tokens, so also where a line does not parse.
pub fn masked(text: &str) -> String {
    let mut secrets = secrets(text).into_iter().peekable();
    let mut shown = String::with_capacity(text.len());
    for (at, it) in text.char_indices() {
        while secrets.next_if(|range| range.end <= at).is_some() {}
        let hidden = secrets.peek().is_some_and(|range| range.contains(&at));
        let instead = match it {
            '\n' | '\t' => it,
            '\r' if text[at..].starts_with("\r\n") => ' ',
            _ if is_control(it) => '?',
            _ if hidden => '*',
            _ => it,
        };
        let times = it.len_utf8() / instead.len_utf8();
        shown.extend(std::iter::repeat_n(instead, times));
    }
    shown
}

/// Whether a terminal would obey a character instead of showing it: controls and the marks of writing direction.
pub(crate) fn is_control(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(it, '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Where the literal passwords are, in order.
fn secrets(text: &str) -> Vec<Range<usize>> {
    let mut secrets = Vec::new();
    let mut reader = Reader::default();
    for token in lex(text) {
        let shown = &text[token.range.clone()];
        if let Kind::Comment { .. } = token.kind {
            let inner = shown.trim_start_matches(['/', '*']);
            let start = token.range.end - inner.len();
            let mut reader = Reader::default();
            let hidden = lex(inner).filter(|it| reader.is_secret(it, &inner[it.range.clone()]));
            secrets.extend(hidden.map(|it| start + it.range.start..start + it.range.end));
        } else if reader.is_secret(&token, shown) {
            secrets.push(token.range);
        }
    }
    secrets
}

/// How far one statement is read.
#[derive(Default)]
struct Reader {
    /// Whether its name was said.
    named: bool,
    /// Whether its values are secret.
    secret: bool,
    /// The last name or value, and whether `=` came after it.
    last: String,
    equals: bool,
    continued: bool,
}

impl Reader {
    fn is_secret(&mut self, token: &Token, shown: &str) -> bool {
        match token.kind {
            Kind::Newline if self.continued => self.continued = false,
            Kind::Newline | Kind::Semicolon | Kind::Open | Kind::Close => *self = Self::default(),
            Kind::Continuation => self.continued = true,
            Kind::Equals => self.equals = true,
            Kind::Text { .. } | Kind::Word => return self.value(shown),
            Kind::Blank | Kind::Comment { .. } | Kind::Slashdash | Kind::Parenthesis => {}
        }
        false
    }

    fn value(&mut self, shown: &str) -> bool {
        let name = shown.trim_matches(['"', ':']);
        let key = std::mem::replace(&mut self.last, name.to_owned());
        let property = std::mem::take(&mut self.equals);
        if !std::mem::replace(&mut self.named, true) {
            self.secret = means_password(name);
            return false;
        }
        if property {
            return means_password(&key) || self.secret && !matches!(&*key, "env" | "file");
        }
        self.secret && !matches!(name, "env" | "file" | "generate")
    }
}

/// Whether a name is `password`, or what somebody may write for it.
fn means_password(name: &str) -> bool {
    let name = name.to_lowercase();
    let parts = ["passw", "passphrase", "pwd", "secret"];
    parts.iter().any(|it| name.contains(it))
        || name.len().abs_diff(PASSWORD.len()) <= 2 && distance(&name, PASSWORD) <= 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    fn check(text: &str, shown: &str) {
        assert_eq!(masked(text), shown);
    }

    #[test]
    fn no_password_is_shown() {
        check("password \"s3cret\"", "password ********");
        check("keystore { password s3cret }", "keystore { password ****** }");
        check("pasword \"é", "pasword ***");
        check("password \\ // why\n  hidden\nnext", "password \\ // why\n  ******\nnext");
        check("password value=\"hidden\"", "password *****=********");
        check("keystore password=\"hidden\" {", "keystore password=******** {");
        check("// password hidden", "// password ******");
        check("password \"\"\"\na\n\"\"\"", "password ***\n*\n***");
        check("/- password #\"x\"#", "/- password *****");
    }

    #[test]
    fn where_a_password_comes_from_is_shown() {
        for text in
            ["password env=\"X\"", "password file=\"x\"", "password generate", "a \"b\"; key"]
        {
            check(text, text);
        }
        check("authenticate client-secret", "authenticate client-secret");
    }

    #[test]
    fn nothing_is_shown_that_a_terminal_obeys() {
        check("a\u{1b}[1m\u{9b}\u{202e}\r\n\tb\r", "a?[1m????? \n\tb?");
    }

    proptest! {
        #[test]
        fn every_byte_stays_in_its_place(text in any::<String>()) {
            let shown = masked(&text);
            prop_assert_eq!(shown.len(), text.len());
            prop_assert!(text.char_indices().all(|it| shown.is_char_boundary(it.0)));
            prop_assert!(!shown.chars().any(|it| is_control(it) && !matches!(it, '\n' | '\t')));
        }
    }
}
