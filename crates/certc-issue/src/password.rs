//! Passwords: made at random, and refused where their place cannot carry them.

use std::collections::BTreeMap;

use aws_lc_rs::rand;
use certc_diagnostic::Diagnostic;
use certc_emit::{Artifact, Content, Piece, Quoting, quote};
use certc_graph::{Graph, PasswordId, blame};
use zeroize::Zeroizing;

use crate::Secret;
use crate::rules::PASSWORD_UNUSABLE;

/// The passwords that a place of an artifact cannot carry, each source once; those that are not known yet are passed over.
pub fn unusable_passwords(
    graph: &Graph,
    artifacts: &[Artifact],
    passwords: &BTreeMap<PasswordId, Secret>,
) -> Vec<Diagnostic> {
    let mut seen = Vec::new();
    let mut said = Vec::new();
    for artifact in artifacts {
        for (id, quoting) in places(&artifact.content) {
            let Some(Err(reason)) = passwords.get(id).map(|it| carries(quoting, it)) else {
                continue;
            };
            let source = (&graph.password(id).value, reason);
            if !seen.contains(&source) {
                seen.push(source);
                said.push(refused(graph, artifact, id, reason));
            }
        }
    }
    said
}

/// Where a password stands in a file: in a text with its quoting, or around a store.
fn places(content: &Content) -> Vec<(&PasswordId, Option<Quoting>)> {
    let place = |it| match it {
        &Piece::Password(ref id, quoting) => Some((id, Some(quoting))),
        Piece::Text(_) | Piece::Fact(..) => None,
    };
    match content {
        Content::KeyStore { password, .. } | Content::TrustStore { password, .. } => {
            vec![(password, None)]
        }
        Content::Text(pieces) => pieces.iter().filter_map(place).collect(),
        Content::Bytes(_)
        | Content::PrivateKey(_)
        | Content::Certificate(_)
        | Content::Chain(_)
        | Content::TrustBundle(_)
        | Content::ChainAndTrust(..)
        | Content::Password(_) => Vec::new(),
    }
}

fn carries(quoting: Option<Quoting>, password: &Secret) -> Result<(), &'static str> {
    let text = str::from_utf8(password.bytes()).map_err(|_| "is not UTF-8")?;
    match quoting {
        Some(quoting) => quote(quoting, text).map(|it| drop(Zeroizing::new(it))),
        None if text.is_empty() => Err("is empty"),
        // Java: "Password is not ASCII".
        None if !text.is_ascii() => Err("has a character that is not ASCII, which Java refuses"),
        None if text.chars().any(char::is_control) => Err("has a control character"),
        None => Ok(()),
    }
}

fn refused(graph: &Graph, artifact: &Artifact, id: &PasswordId, reason: &str) -> Diagnostic {
    let message =
        format!("password `{}` cannot be used for `{}`: it {reason}", id.0, artifact.path);
    let help = "take one of ASCII letters and digits, or write `generate`";
    let broken = PASSWORD_UNUSABLE.broken(message).help(help);
    blame(broken, &graph.password(id).origin, "the password that is meant")
}

/// 190 random bits as 32 letters and digits, which every place can carry.
pub(crate) fn generate() -> Secret {
    const LENGTH: usize = 32;
    const CHARACTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut password = Vec::with_capacity(LENGTH);
    while password.len() < LENGTH {
        let mut octets = Zeroizing::new([0; LENGTH]);
        rand::fill(&mut *octets).expect("the system has random numbers");
        // Of 64 equal chances two are dropped, so that no character has more than another.
        let characters = octets.iter().filter_map(|it| CHARACTERS.get(usize::from(it >> 2)));
        password.extend(characters.take(LENGTH - password.len()));
    }
    Secret::new(password)
}

/// A new key for the seals of secret files, see [`certc_plan::seal`]: 32 random octets.
pub fn random_key() -> Secret {
    let mut octets = vec![0; 32];
    rand::fill(&mut octets).expect("the system has random numbers");
    Secret::new(octets)
}
