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
        Quoting::JvmOptions => Ok(escaped(value, "\\\"")),
        Quoting::Properties => Ok(properties(value)),
        Quoting::Shell => Ok(format!("'{}'", value.replace('\'', r"'\''"))),
    }
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
