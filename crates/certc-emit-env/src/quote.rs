/// A value as Docker Compose, systemd and sh read it alike; nothing where they would not.
pub(crate) fn quote(text: &str) -> Option<String> {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_./:@%+,=-".contains(it);
    if !text.is_empty() && text.chars().all(is_plain) {
        return Some(text.to_owned());
    }
    let is_fit = |it: char| !"'\\".contains(it) && !it.is_control();
    text.chars().all(is_fit).then(|| format!("'{text}'"))
}

/// Whether a folder's path stands unquoted in an env file and in a JVM's options.
pub(crate) fn is_path(text: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "_-./".contains(it);
    text.starts_with('/') && text.chars().all(is_plain)
}
