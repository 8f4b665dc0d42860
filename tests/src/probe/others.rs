//! Servers that are no Keycloak as it should be.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use super::{Jdk, World};
use crate::java::program;

/// The kinds of `Answers.java`.
const KINDS: usize = 16;

/// One process with a port for each kind; it ends with this value.
pub(super) struct Others {
    process: Child,
    ports: BTreeMap<String, String>,
}

impl Others {
    pub(super) fn start(world: &World, jdk: &Jdk) -> Self {
        let mut java = program(jdk, "Answers");
        java.arg(world.deployment.current("pki/keycloak")).arg(world.ended.current("pki/keycloak"));
        java.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = java.spawn().expect("Java");
        let lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let port = |it: String| {
            let (kind, port) = it.split_once(' ').expect("a kind and a port");
            (kind.to_owned(), format!("127.0.0.1:{port}"))
        };
        let ports: BTreeMap<_, _> = lines.map_while(Result::ok).take(KINDS).map(port).collect();
        assert_eq!(ports.len(), KINDS, "{ports:?}");
        Self { process, ports }
    }

    /// Where a kind listens; a place that is no kind is itself.
    pub(super) fn place(&self, kind: &str) -> String {
        self.ports.get(kind).map_or(kind, |it| it).to_owned()
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
