//! The script for a realm that is there: fixed text, and what it is called with.

use certc_emit::{Quoting, quote};
use certc_graph::{IdentityProvider, Process};

use crate::json;

/// Works on the files beside it; no value of a client stands in it.
pub(crate) fn script<'a>(
    provider: &IdentityProvider,
    clients: impl Iterator<Item = (&'a str, &'a Process)>,
) -> String {
    let server = provider.issuer.value.before("/realms/").map(|it| it.to_string());
    let server = shell(&server.unwrap_or_default());
    let realm = provider.realm.as_ref().map(|it| shell(&it.value)).unwrap_or_default();
    let fixed = include_str!("update-clients.sh");
    let calls: String = clients.map(|(name, process)| calls(name, process)).collect();
    format!("#!/bin/sh\nset -eu\nrealm={realm}\nurl={server}\n\n{fixed}\n{calls}conclude\n")
}

fn calls(name: &str, process: &Process) -> String {
    let role = |it: &certc_graph::Role| {
        format!("role {} {}\n", shell(&json::text(&it.of.value)), shell(it.name.value))
    };
    let roles: String = process.roles.iter().map(role).collect();
    format!("client {}\n{roles}", shell(name))
}

fn shell(value: &str) -> String {
    quote(Quoting::Shell, value).expect("specs have no control characters")
}
