//! What a plan says of authorities, in words.

use certc_diagnostic::Diagnostic;
use certc_graph::{Authority, AuthorityId, Deployment, blame};

use crate::manifest::hex;
use crate::rules::{
    AUTHORITY_DIFFERS, AUTHORITY_ENDED, AUTHORITY_ENDS_SOON, AUTHORITY_LOST, AUTHORITY_PINNED,
    OUT_OF_MAINTENANCE,
};
use crate::{CertificateEntry, Timestamp};

/// It has signed before, and is not here.
pub(crate) fn lost(AuthorityId(id): &AuthorityId, authority: &Authority) -> Diagnostic {
    let message = format!("the key of authority `{id}` is not on this disk any more");
    let help = format!(
        "bring `authorities/{id}` back from a copy; a new authority, which nobody trusts yet, is made by `--renew {id}`"
    );
    let said = AUTHORITY_LOST.broken(message).help(help);
    blame(said, &authority.name.origin, "it has signed before")
}

/// It would be made, and is pinned.
pub(crate) fn pinned(
    AuthorityId(id): &AuthorityId,
    authority: &Authority,
    found: Option<&CertificateEntry>,
) -> Option<Diagnostic> {
    let pin = authority.pinned.as_ref()?;
    let message = format!("authority `{id}` is pinned, so certc does not make another");
    let help = match found {
        Some(it) if it.sha256 == hex(&pin.value) => {
            "the pinned one is here, and the spec asks for another subject, key or life: undo that, or delete the line `pinned`".to_owned()
        }
        _ => format!(
            "bring `authorities/{id}` from the machine that made it; for a new authority delete the line `pinned`"
        ),
    };
    let said = AUTHORITY_PINNED.broken(message).help(help);
    Some(blame(said, &pin.origin, "made once, with this fingerprint"))
}

/// It is here, and is not the pinned one.
pub(crate) fn other_than_pinned(
    AuthorityId(id): &AuthorityId,
    authority: &Authority,
    sha256: &str,
) -> Option<Diagnostic> {
    let pin = authority.pinned.as_ref().filter(|it| hex(&it.value) != sha256)?;
    let message = format!("authority `{id}` is pinned to another certificate");
    let help = format!("the one here has {sha256}; bring the pinned one, or pin this one");
    let said = AUTHORITY_PINNED.broken(message).help(help);
    Some(blame(said, &pin.origin, "the fingerprint that it must have"))
}

/// No manifest knows it, and it is not what the spec asks for.
pub(crate) fn differs(
    AuthorityId(id): &AuthorityId,
    authority: &Authority,
    found: &CertificateEntry,
) -> Diagnostic {
    let CertificateEntry { subject, key, .. } = found;
    let message = format!("`authorities/{id}` holds another authority: {}, {key}", subject.java);
    let help = format!(
        "make the spec say what is on the disk; `--renew {id}` puts a new one in its place"
    );
    let said = AUTHORITY_DIFFERS.broken(message).help(help);
    blame(said, &authority.name.origin, "not what is asked for")
}

/// It cannot sign any more.
pub(crate) fn ended(
    AuthorityId(id): &AuthorityId,
    authority: &Authority,
    found: &CertificateEntry,
) -> Diagnostic {
    let message = format!("authority `{id}` ended on {}", found.not_after);
    let help = format!("`--renew {id}` makes a new one; whoever trusts the old one must be told");
    let said = AUTHORITY_ENDED.broken(message).help(help);
    blame(said, &authority.name.origin, "cannot sign any more")
}

/// What it signs from now on ends with it.
pub(crate) fn ends_soon(
    AuthorityId(id): &AuthorityId,
    authority: &Authority,
    end: Timestamp,
) -> Diagnostic {
    let message = format!("authority `{id}` ends on {end}, and all that it signs ends with it");
    let help = match authority.given {
        Some(_) => "ask its keeper for a new certificate, and put that in the spec".to_owned(),
        None => format!("`--renew {id}` makes a new one; whoever trusts the old one must be told"),
    };
    let said = AUTHORITY_ENDS_SOON.broken(message).help(help);
    blame(said, &authority.name.origin, "signs leaves that ask for more days")
}

/// Camunda gives its line no fixes any more.
pub(crate) fn unmaintained(of: &Deployment, now: Timestamp) -> Option<Diagnostic> {
    let until = of.maintained_until.value;
    // Both are dates of ISO 8601, which are ordered as text.
    if now.to_string().get(..until.len())? <= until {
        return None;
    }
    let message =
        format!("Camunda {} is out of standard maintenance since {until}", of.camunda.value);
    let said = OUT_OF_MAINTENANCE.broken(message);
    let said = blame(said, &of.camunda.origin, "gets no fixes any more");
    Some(said.help("plan the way to a newer line"))
}
