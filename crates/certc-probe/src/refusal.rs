//! Why one side refuses the other's certificate.

use certc_diagnostic::Diagnostic;
use certc_graph::name::Subject;
use tokio_rustls::rustls::{AlertDescription, CertificateError};

use crate::Finding;
use crate::component::Component;
use crate::own::Own;
use crate::rules::{
    AUTHORITY_NOT_ACCEPTED, CERTIFICATE_REFUSED, CHAIN_INCOMPLETE, HANDSHAKE_FAILED,
    JAVA_SENDS_NONE, NO_OAUTH_ANSWER, SERVER_CERTIFICATE_ENDED, SERVER_NAME_DIFFERS,
    SERVER_NOT_TRUSTED,
};
use crate::watch::Seen;

/// More authorities than this are counted: a server that takes the public ones names over a hundred.
const WORTH_NAMING: usize = 4;

/// What is left to do where a server's answer tells no cause.
const LOOK: &str = "look into its log, and at a proxy in front of it";

/// Why the component refuses the server.
pub(crate) fn of_server(of: &Component<'_>, seen: &Seen, why: &CertificateError) -> Diagnostic {
    use CertificateError as Why;
    let host = &of.ask.url.value.host;
    let (subject, issuer) =
        seen.leaf().map_or_else(Default::default, |it| (it.subject.rfc2253.0, it.issuer.rfc2253.0));
    let is_dated = matches!(
        why,
        Why::Expired
            | Why::ExpiredContext { .. }
            | Why::NotValidYet
            | Why::NotValidYetContext { .. }
    );
    of.at_server(if is_dated {
        let said = SERVER_CERTIFICATE_ENDED.broken(format!("the server shows `{subject}`: {why}"));
        said.help(
            "`certc compile` renews one of ours; bring it to the server, and start that again",
        )
    } else if let Why::NotValidForNameContext { presented, .. } = why {
        let said = SERVER_NAME_DIFFERS
            .broken(format!("the server's certificate `{subject}` is not for `{host}`"));
        let names = presented.join(", ");
        said.help(format!("add `{host}` to the identity provider's `san`, or call it by: {names}"))
    } else {
        let said = SERVER_NOT_TRUSTED.broken(format!(
            "`{}` does not trust the server's `{subject}`, issued by `{issuer}`: {why}",
            of.name
        ));
        said.help("give the server `chain.pem` of this generation, or say in the spec who signs it")
    })
}

/// Why the server ends a connection: what is wrong with the certificate itself, or what the server lacks.
pub(crate) fn of_component(
    of: &Component<'_>,
    own: &Own,
    seen: &Seen,
    alert: Option<AlertDescription>,
) -> Vec<Finding> {
    let faults = own.faults(of);
    if !faults.is_empty() {
        return faults.into_iter().map(Finding::from).collect();
    }
    let misfit = misfit(of, own, seen);
    vec![misfit.unwrap_or_else(|| ended(of, own, seen, alert)).into()]
}

/// Why a connection ends on which nothing else is wrong: the server's last word tells.
fn ended(
    of: &Component<'_>,
    own: &Own,
    seen: &Seen,
    alert: Option<AlertDescription>,
) -> Diagnostic {
    match alert {
        Some(it) if seen.is_asked() && is_of_certificates(it) => refused(of, own, it),
        Some(it) => {
            let said = HANDSHAKE_FAILED.broken(format!("the server ends TLS: it says `{it:?}`"));
            of.at_server(said.help(LOOK))
        }
        None => {
            let url = &of.ask.url.value;
            let said =
                NO_OAUTH_ANSWER.broken(format!("`{url}` ends the connection without a word"));
            let help = format!("{LOOK}; some servers refuse a certificate in this way");
            of.at_server(said.help(help))
        }
    }
}

/// What answers speaks no HTTP that can be read.
pub(crate) fn of_stranger(of: &Component<'_>, own: &Own, why: &str) -> Vec<Finding> {
    let said = NO_OAUTH_ANSWER.broken(format!("`{}` {why}", of.ask.url.value));
    let faults = own.faults(of).into_iter();
    faults.chain([of.at_server(said.help(LOOK))]).map(Finding::from).collect()
}

/// Whether a server says this of a certificate, or of the proof of its key (RFC 8446 section 6.2).
fn is_of_certificates(alert: AlertDescription) -> bool {
    use AlertDescription as Said;
    [
        Said::BadCertificate,
        Said::UnsupportedCertificate,
        Said::CertificateRevoked,
        Said::CertificateExpired,
        Said::CertificateUnknown,
        Said::UnknownCA,
        Said::AccessDenied,
        Said::DecryptError,
        Said::CertificateRequired,
        Said::NoCertificate,
    ]
    .contains(&alert)
}

fn refused(of: &Component<'_>, own: &Own, alert: AlertDescription) -> Diagnostic {
    let (name, root) = (of.name, &own.root().rfc2253.0);
    let said = CERTIFICATE_REFUSED.broken(format!(
        "the server accepts `{root}`, and refuses the certificate of `{name}`: it says `{alert:?}`"
    ));
    let help = "its trust store may hold another root of the same name: give it that of this generation, and pin the root";
    of.at(said.help(help))
}

/// What a Java client meets although this one was let in.
pub(crate) fn of_java(of: &Component<'_>, own: &Own, seen: &Seen) -> Option<Diagnostic> {
    misfit(of, own, seen)?;
    let message = format!(
        "from Java `{}` would send no certificate: the server accepts {}",
        of.name,
        names(seen)
    );
    let help = "let the server name the root of the chain: Keycloak names what is in `KC_HTTPS_TRUST_STORE_FILE`";
    Some(of.at(JAVA_SENDS_NONE.broken(message).help(help)))
}

/// Whether the chain leads to none of the authorities that the server names; one that names none takes any.
fn misfit(of: &Component<'_>, own: &Own, seen: &Seen) -> Option<Diagnostic> {
    let accepted: Vec<_> = seen.accepted().iter().map(Subject::key).collect();
    if accepted.is_empty() || own.chain.iter().any(|it| accepted.contains(&it.issuer.key())) {
        return None;
    }
    let top = own.root();
    let name = of.name;
    let is_below = |it: &certc_graph::Authority| {
        it.subject.key() == top.key() && it.kind.value.issuer().is_some()
    };
    let top = &top.rfc2253.0;
    if of.ask.graph.authorities.values().any(is_below) {
        let said = CHAIN_INCOMPLETE
            .broken(format!("`{name}` sends its certificate without that of `{top}`"));
        return Some(of.at(
            said.help("give it the whole chain: `chain.pem`, or `keystore.p12`, which has it"),
        ));
    }
    let message =
        format!("the certificate of `{name}` is below `{top}`, the server accepts {}", names(seen));
    let help = if of.is_keycloak() {
        "give Keycloak the trust store of this generation as `KC_HTTPS_TRUST_STORE_FILE`, and start it again"
    } else {
        "ask its keeper to accept the root of this generation from clients"
    };
    Some(of.at(AUTHORITY_NOT_ACCEPTED.broken(message).help(help)))
}

fn names(seen: &Seen) -> String {
    let accepted = seen.accepted();
    let named = accepted.iter().take(WORTH_NAMING).map(|it| format!("`{}`", it.rfc2253.0));
    let named = named.collect::<Vec<_>>().join(", ");
    match accepted.len().saturating_sub(WORTH_NAMING) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
