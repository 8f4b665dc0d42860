//! URLs of an identity provider, in parts.

use std::fmt;

/// An absolute `https` URL in parts, as RFC 3986 section 3 names them; without query and fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// A DNS name or an IP address.
    pub host: String,
    /// The port; 443 is not printed.
    pub port: u16,
    /// From the first slash on; empty where there is none.
    pub path: String,
}

impl Url {
    /// Reads one; the error says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        let rest = text.strip_prefix("https://").ok_or("is no https URL")?;
        let (authority, path) = match rest.split_once('/') {
            Some((authority, path)) => (authority, format!("/{path}")),
            None => (rest, String::new()),
        };
        if authority.contains('@') {
            return Err("has a login in it, which everybody would read");
        }
        let plain = |it: char| it.is_ascii_alphanumeric() || "-._~/%:@!$&'()*+,;=".contains(it);
        if !path.chars().all(plain) || path.contains("..") {
            return Err("has a path with characters that a URL does not have");
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().map_err(|_| "has a port that is no number")?),
            None => (authority, 443),
        };
        let named = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '.';
        if host.is_empty() || port == 0 || !host.chars().all(named) {
            return Err("has no host that can stand in a certificate");
        }
        Ok(Self { host: host.to_ascii_lowercase(), port, path })
    }

    /// The URL up to this point of its path: of `…/auth/realms/x` and `/realms/` it is `…/auth`.
    pub fn before(&self, part: &str) -> Option<Self> {
        let path = self.path.split_once(part)?.0.to_owned();
        Some(Self { path, ..self.clone() })
    }
}

impl fmt::Display for Url {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, path } = self;
        if *port == 443 {
            write!(out, "https://{host}{path}")
        } else {
            write!(out, "https://{host}:{port}{path}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Url;

    #[test]
    fn parts_are_read_and_printed() {
        for text in
            ["https://a.example", "https://a.example/", "https://keycloak:18443/auth/realms/x"]
        {
            assert_eq!(Url::read(text).expect(text).to_string(), text);
        }
        let url = Url::read("https://keycloak:18443/auth/realms/x").expect("a URL");
        assert_eq!(
            url.before("/realms/").expect("a realm").to_string(),
            "https://keycloak:18443/auth"
        );
    }

    #[test]
    fn what_cannot_be_an_issuer_is_refused() {
        for text in [
            "http://a",
            "https://",
            "https://a:x/b",
            "https://a:b@c/d",
            "https://a:0",
            "https://a/../b",
            "https://a b/c",
            "https://u@a/c",
            "https://a/b?c",
            "https://[::1]/x",
            "https://a/\n",
        ] {
            assert!(Url::read(text).is_err(), "{text}");
        }
    }
}
