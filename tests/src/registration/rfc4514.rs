//! Names of RFC 4514, read by its grammar alone.

/// RFC 4514 §3; other keywords are for nobody to know.
const KEYWORDS: [(&str, &str); 9] = [
    ("CN", "2.5.4.3"),
    ("L", "2.5.4.7"),
    ("ST", "2.5.4.8"),
    ("O", "2.5.4.10"),
    ("OU", "2.5.4.11"),
    ("C", "2.5.4.6"),
    ("STREET", "2.5.4.9"),
    ("DC", "0.9.2342.19200300.100.1.25"),
    ("UID", "0.9.2342.19200300.100.1.1"),
];

/// The type of an attribute, dotted, and the bytes of its text.
pub(super) type Attribute = (String, Vec<u8>);

/// The attributes of a name of one-valued RDNs; nothing where it is none.
pub(super) fn read(name: &str) -> Option<Vec<Attribute>> {
    parts(name).into_iter().map(attribute).collect()
}

/// What stands between commas that no backslash escapes.
fn parts(name: &str) -> Vec<&str> {
    let (mut parts, mut start, mut escaped) = (Vec::new(), 0, false);
    for (at, it) in name.bytes().enumerate() {
        if it == b',' && !escaped {
            parts.push(&name[start..at]);
            start = at + 1;
        }
        escaped = it == b'\\' && !escaped;
    }
    parts.push(&name[start..]);
    parts
}

fn attribute(part: &str) -> Option<Attribute> {
    let (kind, value) = part.split_once('=')?;
    let keyword = KEYWORDS.iter().find(|it| it.0 == kind).map(|it| it.1);
    let is_dotted =
        kind.split('.').count() > 1 && kind.split('.').all(|it| it.parse::<u64>().is_ok());
    let value = value.strip_prefix('#').map_or_else(|| string(value), content)?;
    Some((keyword.or(is_dotted.then_some(kind))?.to_owned(), value))
}

/// `string` of RFC 4514 §3, as UTF-8.
fn string(value: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut rest) = (Vec::new(), value.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let (is_start, is_end) = (bytes.is_empty(), after.is_empty());
        rest = after;
        match first {
            b'\\' => bytes.push(escape(&mut rest)?),
            b' ' if is_start || is_end => return None,
            b'"' | b'+' | b',' | b';' | b'<' | b'>' | 0 => return None,
            it => bytes.push(it),
        }
    }
    Some(bytes)
}

/// `pair` of RFC 4514 §3, behind its backslash.
fn escape(rest: &mut &[u8]) -> Option<u8> {
    let (&first, after) = rest.split_first()?;
    if b"\\\"+,;<> #=".contains(&first) {
        *rest = after;
        return Some(first);
    }
    let (pair, after) = rest.split_at_checked(2)?;
    *rest = after;
    u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok()
}

/// What a `hexstring` encodes: DER of a short text, without its tag and length.
fn content(hex: &str) -> Option<Vec<u8>> {
    let digits = |at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    let der: Vec<u8> = (0..hex.len()).step_by(2).map(digits).collect::<Option<_>>()?;
    let (_tag, rest) = der.split_first()?;
    let (length, content) = rest.split_first()?;
    (*length < 128 && usize::from(*length) == content.len()).then(|| content.to_vec())
}

#[test]
fn names_are_read_or_refused() {
    let check = |name: &str, expected: &[(&str, &str)]| {
        let expected = expected.iter().map(|it| (it.0.to_owned(), it.1.as_bytes().to_vec()));
        assert_eq!(read(name), Some(expected.collect()), "{name}");
    };
    check(r"CN=a\, b,O=\ c\20", &[("2.5.4.3", "a, b"), ("2.5.4.10", " c ")]);
    check(r"1.2.3=#0c0161,CN=L\C3\BC\=", &[("1.2.3", "a"), ("2.5.4.3", "Lü=")]);
    for wrong in
        ["", "CN", "CN= a", "CN=a ", "CN=a+b", "SN=a", "CN=a\\", "CN=a\\x", "CN=#0c02", "CN=\"a\""]
    {
        assert_eq!(read(wrong), None, "{wrong}");
    }
}
