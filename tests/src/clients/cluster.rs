//! What clients call, set up by what is emitted: not Camunda's servers, but the libraries that they have.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::{Era, GATEWAY, REST, program};
use crate::deployment::{Deployment, PASSWORDS};
use crate::java::sourced;
use crate::tool::Jdk;

/// A server of `tests/java/clients`; it ends with this value.
struct Server {
    process: Child,
    port: String,
}

impl Server {
    /// Returns when it listens.
    fn start(mut java: Command) -> Self {
        java.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = java.spawn().expect("Java");
        let lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let mut server = Self { process, port: String::new() };
        let mut said = Vec::new();
        for line in lines.map_while(Result::ok) {
            if let Some(port) = line.strip_prefix("listening ") {
                port.clone_into(&mut server.port);
                return server;
            }
            said.push(line);
        }
        panic!("it did not start: {}", said.join("\n"));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Where the two APIs of a cluster listen.
pub(super) struct Cluster {
    gateway: Server,
    rest: Server,
}

impl Cluster {
    /// In the environment that is emitted for the component, but for the port, which is any.
    pub(super) fn start(era: &Era, deployment: &Deployment, jdk: &Jdk) -> Self {
        let mut gateway = program(jdk, "Gateway", GATEWAY);
        gateway.args(era.gateway);
        let rest = on_any_port(program(jdk, "Rest", REST));
        let start = |it: &Command| Server::start(sourced(deployment, era.cluster, it));
        deployment.mounted(era.cluster, || Self { gateway: start(&gateway), rest: start(&rest) })
    }

    /// With the store of a leaf instead of its chain and key.
    pub(super) fn of_store(deployment: &Deployment, leaf: &str, jdk: &Jdk) -> Self {
        let (store, password) =
            (deployment.current("pki").join(leaf).join("keystore.p12"), PASSWORDS[0].1);
        let mut gateway = program(jdk, "Gateway", GATEWAY);
        gateway.args(["STORE", "PASSWORD"]).env("STORE", &store).env("PASSWORD", password);
        let mut rest = on_any_port(program(jdk, "Rest", REST));
        rest.env("SERVER_SSL_KEYSTORE", store).env("SERVER_SSL_KEYSTOREPASSWORD", password);
        Self { gateway: Server::start(gateway), rest: Server::start(rest) }
    }

    /// An emitted environment's text with the ports that these servers have.
    pub(super) fn found_in(&self, environment: &str) -> String {
        let environment = environment.replace(":26500", &format!(":{}", self.gateway.port));
        environment.replace(":8080", &format!(":{}", self.rest.port))
    }
}

fn on_any_port(mut rest: Command) -> Command {
    rest.env("SERVER_PORT", "0").env("SERVER_ADDRESS", "127.0.0.1");
    rest
}
