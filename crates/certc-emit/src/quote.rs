//! How a value is written where it stands, so that its reader gets it unchanged.

use crate::Quoting;

/// Spells a value for its place; the error says why the place cannot carry it, as a sentence without its subject.
///
/// Control characters are refused everywhere.
pub fn quote(quoting: Quoting, value: &str) -> Result<String, &'static str> {
    if value.chars().any(char::is_control) {
        return Err("has a control character");
    }
    match quoting {
        // A string of JSON is one of YAML.
        Quoting::Json | Quoting::Yaml => Ok(json(value)),
        Quoting::EnvFile => env_file(value),
        Quoting::RawEnvFile => Ok(value.to_owned()),
        Quoting::JvmOptions => Ok(escaped(value, "\\\"")),
        Quoting::Properties => Ok(properties(value)),
        Quoting::Shell => Ok(format!("'{}'", value.replace('\'', r"'\''"))),
    }
}

/// A word of a shell, quoted where it needs it; nothing where a shell cannot carry it.
pub fn shell(value: &str) -> Option<String> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./".contains(it);
    if !value.is_empty() && value.chars().all(is_plain) {
        return Some(value.to_owned());
    }
    quote(Quoting::Shell, value).ok()
}

/// RFC 8259 section 7; some readers of YAML take the characters beyond it for line breaks or drop them.
fn json(value: &str) -> String {
    let character = |it: char| match it {
        '"' | '\\' => format!("\\{it}"),
        '\u{2028}' | '\u{2029}' | '\u{feff}' => format!("\\u{:04x}", u32::from(it)),
        _ => it.to_string(),
    };
    format!("\"{}\"", value.chars().map(character).collect::<String>())
}

/// The dialect that Compose, systemd and shells share. Single quotes have no escape there; in double quotes a backtick
/// has none that all three know.
fn env_file(value: &str) -> Result<String, &'static str> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_./:@%+,=-".contains(it);
    if !value.is_empty() && !value.starts_with('=') && value.chars().all(is_plain) {
        Ok(value.to_owned())
    } else if !value.contains('\'') && !value.ends_with('\\') {
        Ok(format!("'{value}'"))
    } else if !value.contains('`') {
        Ok(format!("\"{}\"", escaped(value, "\\\"$")))
    } else {
        Err(
            "has a backtick beside a quote or a backslash at its end, for which env files have no spelling",
        )
    }
}

/// As `java.util.Properties.store` writes a value.
fn properties(value: &str) -> String {
    let mut text = escaped(value, "\\=:#!");
    if value.starts_with(' ') {
        text.insert(0, '\\');
    }
    let unit = |it: u16| match u8::try_from(it) {
        Ok(it) if it.is_ascii() => char::from(it).to_string(),
        _ => format!("\\u{it:04X}"),
    };
    text.encode_utf16().map(unit).collect()
}

/// The value with a backslash before each of these characters.
fn escaped(value: &str, special: &str) -> String {
    let mut text = String::with_capacity(2 * value.len());
    for it in value.chars() {
        if special.contains(it) {
            text.push('\\');
        }
        text.push(it);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spelled by [`quote`], and read back as that place's reader does; `None` is a value that is refused.
    fn check(quoting: Quoting, read: fn(&str) -> String, rows: &[(&str, Option<&str>)]) {
        for (value, spelled) in rows {
            let quoted = quote(quoting, value).ok();
            assert_eq!(quoted.as_deref(), *spelled, "{value:?}");
            if let Some(it) = quoted {
                assert_eq!(read(&it), *value);
            }
        }
        for it in ["a\nb", "\0", "\r", "\u{7f}", "\u{85}"] {
            assert_eq!(quote(quoting, it), Err("has a control character"));
        }
    }

    /// What stands between the quotes, each backslash and what it escapes taken together.
    fn unescaped(text: &str) -> String {
        let mut characters = text.chars();
        let mut value = String::new();
        while let Some(it) = characters.next() {
            match it {
                '\\' => value.extend(unescaped_one(&mut characters)),
                _ => value.push(it),
            }
        }
        value
    }

    fn unescaped_one(characters: &mut std::str::Chars<'_>) -> Option<char> {
        match characters.next()? {
            'u' => {
                let digits: String = characters.take(4).collect();
                char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
            }
            it => Some(it),
        }
    }

    fn in_double_quotes(text: &str) -> String {
        unescaped(text.strip_prefix('"').unwrap().strip_suffix('"').unwrap())
    }

    #[test]
    fn json_and_yaml() {
        let rows = [
            ("", Some(r#""""#)),
            ("no", Some(r#""no""#)),
            ("it's {{x}} $(x): #", Some(r#""it's {{x}} $(x): #""#)),
            ("a\"b\\", Some(r#""a\"b\\""#)),
            ("ü\u{2028}\u{feff}", Some("\"ü\\u2028\\ufeff\"")),
        ];
        check(Quoting::Json, in_double_quotes, &rows);
        check(Quoting::Yaml, in_double_quotes, &rows);
    }

    /// Bare, in single quotes, or in double quotes, as Compose, systemd and shells agree on.
    #[test]
    fn env_files() {
        let read = |text: &str| match text.chars().next() {
            Some('\'') => text.trim_matches('\'').to_owned(),
            Some('"') => in_double_quotes(text),
            _ => text.to_owned(),
        };
        let rows = [
            ("", Some("''")),
            ("Az09_./:@%+,=-", Some("Az09_./:@%+,=-")),
            ("=a", Some("'=a'")),
            ("pa ss", Some("'pa ss'")),
            ("a#b`$(x)\"\\x", Some("'a#b`$(x)\"\\x'")),
            ("ü", Some("'ü'")),
            ("it's $HOME \"", Some(r#""it's \$HOME \"""#)),
            ("end\\", Some(r#""end\\""#)),
            ("it's `x`", None),
            ("`\\", None),
        ];
        check(Quoting::EnvFile, read, &rows);
    }

    #[test]
    fn raw_env_files() {
        let rows = [("", Some("")), ("a'b \"c $d #e `f\\", Some("a'b \"c $d #e `f\\"))];
        check(Quoting::RawEnvFile, str::to_owned, &rows);
    }

    /// Within a double-quoted argument of an `@argfile`; what it is was tried on JDK 17 and 25.
    #[test]
    fn jvm_options() {
        let rows = [
            ("pa ss", Some("pa ss")),
            ("it's a#b $(x) {{x}} %d", Some("it's a#b $(x) {{x}} %d")),
            ("a\"b", Some(r#"a\"b"#)),
            ("back\\slash\\", Some(r"back\\slash\\")),
        ];
        check(Quoting::JvmOptions, unescaped, &rows);
    }

    #[test]
    fn properties_files() {
        let rows = [
            (" a b ", Some(r"\ a b ")),
            ("a=b:c#d!e\\", Some(r"a\=b\:c\#d\!e\\")),
            ("ü", Some(r"\u00FC")),
        ];
        check(Quoting::Properties, unescaped, &rows);
        assert_eq!(quote(Quoting::Properties, "😀").unwrap(), r"\uD83D\uDE00");
    }

    #[test]
    fn shells() {
        let read = |text: &str| {
            let parts = text.split(r"\'").map(|it| it.replace('\'', ""));
            parts.collect::<Vec<_>>().join("'")
        };
        let rows = [
            ("", Some("''")),
            ("$(x) `x` \\ \"", Some("'$(x) `x` \\ \"'")),
            ("it's", Some(r"'it'\''s'")),
        ];
        check(Quoting::Shell, read, &rows);
        for (value, word) in [
            ("a/b-1.kdl", Some("a/b-1.kdl")),
            ("", Some("''")),
            ("a=b", Some("'a=b'")),
            ("a\nb", None),
        ] {
            assert_eq!(shell(value).as_deref(), word);
        }
    }
}
