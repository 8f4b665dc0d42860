//! Name constraints of an authority (RFC 5280 section 4.2.1.10), as far as certificates of ours have such names.

use std::net::IpAddr;

use certc_graph::name::{AlternativeName, Subject};
use der::Encode;
use x509_cert::ext::pkix::NameConstraints;
use x509_cert::ext::pkix::constraints::name::GeneralSubtrees;
use x509_cert::ext::pkix::name::GeneralName;

/// The first name that they forbid, as text.
pub(crate) fn forbidden(
    constraints: &NameConstraints,
    subject: &Subject,
    names: &[AlternativeName],
) -> Option<String> {
    let names = names.iter().map(Name::Alternative);
    let mut names = [Name::Directory(subject)].into_iter().chain(names);
    names.find(|it| it.is_forbidden(constraints)).map(Name::text)
}

#[derive(Clone, Copy)]
enum Name<'a> {
    Directory(&'a Subject),
    Alternative(&'a AlternativeName),
}

impl Name<'_> {
    fn text(self) -> String {
        match self {
            Self::Directory(it) => it.java.0.clone(),
            Self::Alternative(AlternativeName::Ip(it)) => it.to_string(),
            Self::Alternative(
                AlternativeName::Dns(it) | AlternativeName::Email(it) | AlternativeName::Uri(it),
            ) => it.clone(),
        }
    }

    /// One that is excluded, or not among those permitted of its form, where there are such.
    fn is_forbidden(
        self,
        NameConstraints { permitted_subtrees, excluded_subtrees }: &NameConstraints,
    ) -> bool {
        let within = |them: &Option<GeneralSubtrees>| -> Vec<bool> {
            them.iter().flatten().filter_map(|it| self.is_within(&it.base)).collect()
        };
        let permitted = within(permitted_subtrees);
        within(excluded_subtrees).contains(&true)
            || (!permitted.is_empty() && !permitted.contains(&true))
    }

    /// Whether it lies in a subtree; `None` where that is of another form.
    fn is_within(self, base: &GeneralName) -> Option<bool> {
        use AlternativeName::{Dns, Email, Ip, Uri};
        Some(match (self, base) {
            (Self::Directory(it), GeneralName::DirectoryName(base)) => {
                let base = Subject::from_der(&base.to_der().ok()?).ok()?;
                it.key().is_within(&base.key())
            }
            (Self::Alternative(Dns(it)), GeneralName::DnsName(base)) => is_below(it, base.as_str()),
            (Self::Alternative(Ip(it)), GeneralName::IpAddress(base)) => {
                is_in_network(*it, base.as_bytes())
            }
            (Self::Alternative(Email(it)), GeneralName::Rfc822Name(base)) => {
                let host = it.rsplit_once('@').map_or("", |it| it.1);
                it.eq_ignore_ascii_case(base.as_str()) || is_host(host, base.as_str())
            }
            (Self::Alternative(Uri(it)), GeneralName::UniformResourceIdentifier(base)) => {
                is_host(host_of(it), base.as_str())
            }
            _ => return None,
        })
    }
}

/// A DNS name is in its own subtree; a dot in front, which the RFC does not know, is for those below alone.
fn is_below(name: &str, base: &str) -> bool {
    let (name, base) = (name.to_lowercase(), base.to_lowercase());
    let is_domain = base.is_empty() || base.starts_with('.');
    let above = name.strip_suffix(&base);
    above.is_some_and(|it| is_domain || it.is_empty() || it.ends_with('.'))
}

/// For mailboxes and URIs: that host, or with a dot in front all hosts below it.
fn is_host(host: &str, base: &str) -> bool {
    let is_exact = host.eq_ignore_ascii_case(base);
    is_exact || (base.starts_with('.') && is_below(host, base))
}

fn host_of(uri: &str) -> &str {
    let authority = uri.split_once("://").map_or("", |it| it.1).split(['/', '?', '#']).next();
    let authority = authority.unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |it| it.1);
    host.split(':').next().unwrap_or_default()
}

/// An address, then its mask.
fn is_in_network(address: IpAddr, network: &[u8]) -> bool {
    let octets = match address {
        IpAddr::V4(it) => it.octets().to_vec(),
        IpAddr::V6(it) => it.octets().to_vec(),
    };
    let (base, mask) = network.split_at(network.len() / 2);
    let mut parts = octets.iter().zip(base.iter().zip(mask));
    octets.len() == base.len() && parts.all(|(it, (base, mask))| it & mask == base & mask)
}
