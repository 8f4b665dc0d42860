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
            let hidden = lex(inner).filter(|it| reader.is_secret(it, inner));
            secrets.extend(hidden.map(|it| start + it.range.start..start + it.range.end));
        } else if reader.is_secret(&token, text) {
            secrets.push(token.range);
        } else if let Some(login) = login(shown) {
            secrets.push(token.range.start + login.start..token.range.start + login.end);
        }
    }
    secrets
}

/// The name and the password in a URL: `https://name:password@host`.
fn login(text: &str) -> Option<Range<usize>> {
    let start = text.find("//")? + 2;
    let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |it| start + it);
    let length = text[start..end].rfind('@')?;
    text[start..start + length].contains(':').then_some(start..start + length)
}

/// What of a block may be secret.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Secret {
    #[default]
    Nothing,
    /// All but the lines of a store: what else stands there may be a password that has lost its name.
    Store,
    /// Names too: they may be values in braces.
    All,
}

/// How far a text is read.
#[derive(Default)]
struct Reader {
    /// What is secret in each open block.
    blocks: Vec<Secret>,
    statement: Statement,
    continued: bool,
    /// The end of the last `}`: what touches it may be the rest of a password.
    closed: usize,
}

/// How far one statement is read.
#[derive(Default)]
struct Statement {
    named: bool,
    /// What its block may hold that is secret.
    secret: Secret,
    /// Whether the values that follow are secret.
    hides: bool,
    /// The last name or value, and whether `=` came after it.
    last: String,
    equals: bool,
}

impl Reader {
    fn is_secret(&mut self, token: &Token, text: &str) -> bool {
        match token.kind {
            Kind::Newline if self.continued => self.continued = false,
            Kind::Newline | Kind::Semicolon => self.statement = Statement::default(),
            Kind::Open => self.blocks.push(std::mem::take(&mut self.statement).secret),
            Kind::Close => {
                self.blocks.pop();
                self.statement = Statement::default();
                self.closed = token.range.end;
            }
            Kind::Continuation => self.continued = true,
            Kind::Equals => self.statement.equals = true,
            Kind::Text { .. } | Kind::Word => {
                let block = self.blocks.last().copied().unwrap_or_default();
                let shown = &text[token.range.clone()];
                let is_key = text[token.range.end..].trim_start().starts_with('=');
                let touches = self.closed > 0 && self.closed == token.range.start;
                return self.statement.hides(block, shown, is_key) || touches;
            }
            Kind::Blank | Kind::Comment { .. } | Kind::Slashdash | Kind::Parenthesis => {}
        }
        false
    }
}

impl Statement {
    /// Whether the next name or value of the statement is secret.
    fn hides(&mut self, block: Secret, shown: &str, is_key: bool) -> bool {
        let (name, has_more) = first_part(shown);
        let key = std::mem::replace(&mut self.last, name.to_owned());
        let property = std::mem::take(&mut self.equals);
        let is_source = matches!(name, "env" | "file" | "generate");
        if !std::mem::replace(&mut self.named, true) {
            self.secret = match (block, name) {
                (Secret::Nothing, "keystore" | "truststore" | "private-key") => Secret::Store,
                (Secret::Nothing, _) if !means_password(name) => Secret::Nothing,
                _ => Secret::All,
            };
            self.hides = self.secret != Secret::Nothing;
            let is_of_store = name == "also" || means_password(name);
            return self.hides && has_more
                || block == Secret::All && !is_source
                || block == Secret::Store && !is_source && !is_of_store;
        }
        if property {
            return means_password(&key) || self.hides && !matches!(&*key, "env" | "file");
        }
        let is_named = is_source || is_key && self.secret == Secret::Store;
        let hidden = self.hides && !is_named;
        let announces = announces_secret(name);
        self.hides |= announces;
        hidden || announces && has_more
    }
}

/// What stands before the mark by which somebody may have tied a value to its name, and whether something stands behind it.
fn first_part(shown: &str) -> (&str, bool) {
    let inner = shown.trim_matches(['"', ':', '#', ',', '\'']);
    match inner.split_once([':', '\'', ',']) {
        Some((name, _)) => (name, true),
        None => (inner, false),
    }
}

/// Whether a name is `password`, or what somebody may write for it.
fn means_password(name: &str) -> bool {
    let name = name.to_lowercase();
    if name == "token-url" {
        return false;
    }
    let parts = ["pass", "pwd", "secret", "token", "credential", "apikey", "api-key"];
    // Each letter that it lacks is a slip, so most names need no closer look.
    let is_near = || name.chars().filter(|it| !PASSWORD.contains(*it)).count() <= 2;
    name == "pin"
        || parts.iter().any(|it| name.contains(it))
        || name.len().abs_diff(PASSWORD.len()) <= 2 && is_near() && distance(&name, PASSWORD) <= 2
}

/// Whether a value says that a secret follows it.
fn announces_secret(name: &str) -> bool {
    name == "client-secret" || means_password(name)
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
        check("token-url \"https://a\"", "token-url \"https://a\"");
        check("keystore { password s3cret }", "keystore { password ****** }");
        check("pasword \"é", "pasword ***");
        check("password \\ // why\n  hidden\nnext", "password \\ // why\n  ******\nnext");
        check("password value=\"hidden\"", "password *****=********");
        check("keystore password=\"hidden\" {", "keystore password=******** {");
        check("// password hidden", "// password ******");
        check("password \"\"\"\na\n\"\"\"", "password ***\n*\n***");
        check("/- password #\"x\"#", "/- password *****");
        check("keystore { pass \"hunter2\" }", "keystore { pass ********* }");
        check("keystore \"hunter2\"", "keystore *********");
        check(
            "keystore { store hunter2 {\n hunter2 } }",
            "keystore { ***** ******* {\n ******* } }",
        );
        check("keystore {\npassword {\nhunter2\n} }", "keystore {\npassword {\n*******\n} }");
        check("truststore { also file=\"x\" pin=y }", "truststore { also file=\"x\" ***=* }");
        check("private-key file=\"x\" y", "private-key file=\"x\" *");
        check("authenticate client-secret \"hunter2\"", "authenticate client-secret *********");
        check("component a token=\"hunter2\"", "component a token=*********");
        check("credentials { user { hunter2 } }", "credentials { **** { ******* } }");
        check("a { passphrase hunter2; b } c d", "a { passphrase *******; b } c d");
    }

    /// However its value is tied to its name, and wherever it ends.
    #[test]
    fn no_part_of_a_password_is_shown() {
        for text in [
            "password:hunter2",
            "password'hunter2'",
            "password,hunter2",
            "password: hunter2",
            "password\n  hunter2",
            "password: >\n hunter2",
            "password\n= \"hunter2\"",
            "password \"line1\nhunter2\"",
            "password; hunter2",
            "password \"a\";\"hunter2\"",
            "password a}hunter2",
            "hunter2",
            "\"hunter2\"",
            "store hunter2",
        ] {
            for store in ["keystore", "truststore", "private-key file=\"x\""] {
                let shown = masked(&format!("component a {{ {store} {{ {text} }} }}"));
                assert!(!shown.contains("hunter2"), "{shown}");
            }
        }
        for text in [
            "client-secret:hunter2",
            "authenticate client-secret:hunter2",
            "authenticate client-secret, hunter2",
            "kind connectopassword \"hunter2\"rs",
            "storepass hunter2",
            "pin \"hunter2\"",
            "issuer \"https://admin:hunter2@sso.example.com/auth\"",
        ] {
            let shown = masked(&format!("component a {{ {text} }}"));
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }

    #[test]
    fn where_a_password_comes_from_is_shown() {
        for text in [
            "password env=\"X\"",
            "keystore { password file=\"x\" }",
            "password generate",
            "a \"b\"; key",
            "truststore { also file=\"a\" }",
            "issuer \"https://sso.example.com:8443/auth/realms/a@b\"",
            "component token-service { kind connectors }",
        ] {
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
