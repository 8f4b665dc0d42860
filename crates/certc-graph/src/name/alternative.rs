//! Subject alternative names, checked.

use std::net::IpAddr;

/// What a certificate is valid for besides its subject (RFC 5280 §4.2.1.6); made by the functions that check it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlternativeName {
    /// A host, or all hosts right below a domain: `*.example.com`.
    Dns(String),
    /// An address.
    Ip(IpAddr),
    /// A mailbox.
    Email(String),
    /// An absolute URI.
    Uri(String),
}

/// What cannot be such a name is refused with a sentence.
#[expect(clippy::missing_errors_doc, reason = "said once, above")]
impl AlternativeName {
    /// A DNS name as Java, too, accepts it: labels of RFC 1123 §2.1, so no `_` and no dot at the end.
    pub fn dns(name: &str) -> Result<Self, String> {
        dns_problem(name).map_or_else(|| Ok(Self::Dns(name.to_owned())), Err)
    }

    /// An address of either family, as `10.0.0.1` or `::1`.
    pub fn ip(address: &str) -> Result<Self, String> {
        address.parse().map(Self::Ip).map_err(|_| format!("`{address}` is not an IP address"))
    }

    /// A mailbox in ASCII (RFC 5280 §4.2.1.6).
    pub fn email(mailbox: &str) -> Result<Self, String> {
        email_problem(mailbox).map_or_else(|| Ok(Self::Email(mailbox.to_owned())), Err)
    }

    /// A URI with its scheme, in the characters of RFC 3986 §2.
    pub fn uri(uri: &str) -> Result<Self, String> {
        uri_problem(uri).map_or_else(|| Ok(Self::Uri(uri.to_owned())), Err)
    }
}

fn dns_problem(name: &str) -> Option<String> {
    if name.parse::<IpAddr>().is_ok() {
        return Some(format!("`{name}` is an IP address, not a DNS name"));
    }
    host_problem(name.strip_prefix("*.").unwrap_or(name), name)
}

/// `host` is what must be labels, `name` what the user wrote.
fn host_problem(host: &str, name: &str) -> Option<String> {
    let wrong = |why: &str| Some(format!("`{name}` is not a DNS name: {why}"));
    let labels = || host.split('.');
    if !name.is_ascii() {
        wrong("it is not ASCII; an international name has an `xn--` form")
    } else if name.len() > 253 {
        wrong("it is longer than 253 characters")
    } else if labels().any(str::is_empty) {
        wrong("a label is empty; there is no dot at start or end")
    } else if host.contains('*') {
        wrong("a `*` can only be the whole first label")
    } else if labels().any(|it| it.len() > 63) {
        wrong("a label is longer than 63 characters")
    } else if !host.chars().all(|it| it.is_ascii_alphanumeric() || ".-".contains(it)) {
        wrong("labels are letters, digits and hyphens, without `_`")
    } else if labels().any(|it| it.starts_with('-') || it.ends_with('-')) {
        wrong("a label cannot start or end with a hyphen")
    } else {
        None
    }
}

/// A mailbox: atoms with dots between them (RFC 5321 §4.1.2), `@`, a host.
pub(super) fn email_problem(mailbox: &str) -> Option<String> {
    let wrong = |why: &str| Some(format!("`{mailbox}` is not an e-mail address: {why}"));
    let parts: Vec<_> = mailbox.split('@').collect();
    let [local, host] = parts[..] else { return wrong("it must have one `@`") };
    let is_atom = |it: &str| !it.is_empty() && it.chars().all(is_atom_char);
    if !mailbox.is_ascii() {
        wrong("it is not ASCII; an international domain has an `xn--` form")
    } else if local.len() > 64 || !local.split('.').all(is_atom) {
        wrong("what stands before the `@` must be letters, digits and dots between them")
    } else if host_problem(host, host).is_some() {
        wrong("what stands after the `@` must be a DNS name")
    } else {
        None
    }
}

/// `atext` of RFC 5322 §3.2.3.
fn is_atom_char(it: char) -> bool {
    it.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(it)
}

fn uri_problem(uri: &str) -> Option<String> {
    let wrong = |why: &str| Some(format!("`{uri}` is not a URI: {why}"));
    let Some((scheme, rest)) = uri.split_once(':') else {
        return wrong("it has no scheme, such as `https:`");
    };
    if !scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        || !scheme.chars().all(is_scheme_char)
    {
        wrong("it has no scheme, such as `https:`")
    } else if rest.trim_start_matches('/').is_empty() {
        wrong("nothing stands after the scheme")
    } else if let Some(it) = rest.chars().find(|it| !is_uri_char(*it)) {
        wrong(&format!("U+{:04X} must be written as `%` and two digits", u32::from(it)))
    } else if !rest.split('%').skip(1).all(starts_with_two_digits) {
        wrong("a `%` must have two hexadecimal digits")
    } else {
        None
    }
}

fn is_scheme_char(it: char) -> bool {
    it.is_ascii_alphanumeric() || "+-.".contains(it)
}

fn is_uri_char(it: char) -> bool {
    it.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(it)
}

fn starts_with_two_digits(it: &str) -> bool {
    it.len() >= 2 && it.bytes().take(2).all(|it| it.is_ascii_hexdigit())
}

#[test]
fn names_are_accepted_or_refused() {
    let check =
        |made: fn(&str) -> Result<AlternativeName, String>, right: &[&str], wrong: &[&str]| {
            right.iter().for_each(|it| assert_eq!(made(it).err(), None));
            wrong.iter().for_each(|it| assert!(made(it).is_err(), "{it:?} is accepted"));
        };
    let label = "a".repeat(64);
    let long = ["a.".repeat(126).as_str(), "ab"].concat();
    let right = ["localhost", "*.example.com", "1.example", "xn--gre-6ka8i.example", "a--b"];
    let wrong =
        ["", "*", "a.", ".a", "a..b", "a_b", "ä", "*a.b", "a.*.b", "*.*.b", "-a", "a-", "a b"];
    check(AlternativeName::dns, &right, &wrong);
    check(AlternativeName::dns, &[&long[..253], &label[1..]], &[&long, &label, "10.0.0.1", "::1"]);
    check(AlternativeName::ip, &["10.0.0.1", "::1"], &["10.0.0", "10.0.0.1/8", "localhost"]);
    let right = ["a@b", "first.last+tag@example.com"];
    let wrong = ["", "a", "@b", "a@", "a@b@c", "ä@b", "a@ä", "a b@c", "a..b@c", "a@b_c", "a@*.b"];
    check(AlternativeName::email, &right, &wrong);
    let right = ["https://example.com/a?b#c", "spiffe://domain/workload", "urn:a", "a:%2F"];
    let wrong = ["", "a", ":a", "1:a", "a:", "a://", "https://ä", "a:b c", "a:%2", "a:%zz", "a:\""];
    check(AlternativeName::uri, &right, &wrong);
}
