//! The service that copies each reader's files for its user.

use certc_emit::setting::{KEY_STORE_PASSWORD, TRUST_STORE_PASSWORD, files};
use certc_emit::{Yaml, folder};
use certc_graph::Graph;

use crate::{Service, path};

/// What it is called.
pub(crate) const SERVICE: &str = "certc-files";

/// It has a shell, and every line of Camunda's file starts it anyway (service `postgres`, all lines).
const IMAGE: &str = "postgres:${POSTGRES_VERSION}";

/// A service is told its passwords by variables, which Compose itself reads.
const PASSWORDS: [&str; 2] = [KEY_STORE_PASSWORD, TRUST_STORE_PASSWORD];

/// Where it finds a reader's folder, and its volume.
const FROM: &str = "/from";
const TO: &str = "/to";

/// The volume of a service's files.
pub(crate) fn volume(of: &Service<'_>) -> String {
    format!("certc-{}", of.reader)
}

/// Runs to its end before the others start. It needs no network, and to be root, for it gives files away.
pub(crate) fn service(graph: &Graph, services: &[Service<'_>]) -> Yaml {
    let script: Vec<_> = services.iter().map(|it| commands(graph, it)).collect();
    let command = ["/bin/sh", "-euc", &script.join("\n")].map(Yaml::text);
    let volumes = services.iter().flat_map(|it| {
        let reader = it.reader;
        [from(graph, reader), to(&volume(it), &format!("{TO}/{reader}"), false)]
    });
    Yaml::of([
        ("image", Yaml::text(IMAGE)),
        ("user", Yaml::text("root")),
        ("network_mode", Yaml::text("none")),
        ("restart", Yaml::text("no")),
        ("entrypoint", Yaml::List(command.into())),
        ("volumes", Yaml::List(volumes.collect())),
    ])
}

/// Names hold no character that a shell would take for its own.
fn commands(graph: &Graph, of: &Service<'_>) -> String {
    let Service { reader, user, .. } = of;
    let names = files(graph, reader).into_iter().filter(|it| !PASSWORDS.contains(it));
    let names = names.map(|it| format!(" {FROM}/{reader}/{it}"));
    format!(
        "rm -rf {TO}/{reader}/*\ncp{} {TO}/{reader}/\nchown -R {user} {TO}/{reader}\nchmod 0500 {TO}/{reader}\nchmod 0400 {TO}/{reader}/*",
        names.collect::<String>()
    )
}

/// A folder of the host; one that is not there is an error, and is not made.
fn from(graph: &Graph, reader: &str) -> Yaml {
    let mut bind = Yaml::of([
        ("type", Yaml::text("bind")),
        ("source", Yaml::Text(path(folder(graph, reader).as_str()))),
        ("target", Yaml::Text(format!("{FROM}/{reader}"))),
        ("read_only", Yaml::Flag(true)),
    ]);
    bind.set("bind.create_host_path", Yaml::Flag(false));
    bind
}

/// A volume at a path.
pub(crate) fn to(volume: &str, target: &str, read_only: bool) -> Yaml {
    let read_only = read_only.then_some(("read_only", Yaml::Flag(true)));
    let volume = [
        ("type", Yaml::text("volume")),
        ("source", Yaml::text(volume)),
        ("target", Yaml::text(target)),
    ];
    Yaml::of(volume.into_iter().chain(read_only))
}
