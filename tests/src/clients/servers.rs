//! TLS of a cluster: the libraries that Camunda's servers have take the emitted files, and its clients trust them.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::{GATEWAY, LINES, Line, REST, Verdict, are_here, program};
use crate::deployment::{Deployment, PASSWORDS};
use crate::tool::{Jdk, jdks, run};

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
        let mut said = Vec::new();
        for line in lines.map_while(Result::ok) {
            if let Some(port) = line.strip_prefix("listening ") {
                return Self { process, port: port.to_owned() };
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

/// Both servers of a cluster with the files of a leaf.
struct Cluster {
    gateway: Server,
    rest: Server,
}

/// The two forms that a server can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Pem,
    Store,
}

impl Cluster {
    fn start(jdk: &Jdk, leaf: &Path, form: Form) -> Self {
        let mut gateway = program(jdk, "Gateway", GATEWAY);
        let mut rest = program(jdk, "Rest", REST);
        rest.env("SERVER_PORT", "0").env("SERVER_ADDRESS", "127.0.0.1");
        if form == Form::Pem {
            let (chain, key) = (leaf.join("chain.pem"), leaf.join("private-key.pem"));
            gateway.arg(&chain).arg(&key);
            rest.env("SERVER_SSL_CERTIFICATE", chain).env("SERVER_SSL_CERTIFICATEPRIVATEKEY", key);
        } else {
            let store = leaf.join("keystore.p12");
            gateway.arg(&store).arg(PASSWORDS[0].1);
            rest.env("SERVER_SSL_KEYSTORE", store)
                .env("SERVER_SSL_KEYSTOREPASSWORD", PASSWORDS[0].1);
        }
        Self { gateway: Server::start(gateway), rest: Server::start(rest) }
    }

    /// What a client gets that trusts these authorities.
    fn answers(&self, line: &Line, jdk: &Jdk, trust: &Path, way: &str) -> Verdict {
        let mut client = program(jdk, line.program, line.library);
        let path = env::var_os("PATH").unwrap_or_default();
        client.arg(way).env_clear().env("PATH", path);
        let address = |it: &Server| format!("https://localhost:{}", it.port);
        client.env("ZEEBE_GRPC_ADDRESS", address(&self.gateway));
        client.env("ZEEBE_REST_ADDRESS", address(&self.rest));
        client.env("ZEEBE_CA_CERTIFICATE_PATH", trust);
        Verdict::of(&run(&mut client, ""))
    }
}

#[test]
fn each_client_trusts_what_the_servers_libraries_took() {
    let jdks = jdks();
    let (Some(oldest), Some(newest)) = (jdks.first(), jdks.last()) else { return };
    if !are_here() {
        return;
    }
    let foreign = Deployment::example("quickstart", |it| it);
    foreign.compile();
    let trust = |it: &Deployment| -> PathBuf { it.current("pki/operate/truststore.pem") };
    let deployment = Deployment::example("quickstart", |it| {
        it + "\ndefaults { leaf { keystore { password env=\"KEYSTORE_PASSWORD\" } } }\n"
    });
    deployment.compile();
    for (form, jdk) in [(Form::Pem, oldest), (Form::Store, newest)] {
        let cluster = Cluster::start(jdk, &deployment.current("pki/keycloak"), form);
        for (line, way) in LINES.iter().flat_map(|it| [(it, "useGrpc"), (it, "useRest")]) {
            let verdict = cluster.answers(line, jdk, &trust(&deployment), way);
            let told = format!("{}, Java {}, {form:?}, {way}", line.library, jdk.version);
            assert!(matches!(verdict, Verdict::Answered), "{told}: {verdict:?}");
            if form == Form::Pem {
                let verdict = cluster.answers(line, jdk, &trust(&foreign), way);
                let is_so = matches!(&verdict, Verdict::Refused(it) if is_distrust(it));
                assert!(is_so, "{told}, another root: {verdict:?}");
            }
        }
    }
}

/// What the clients' TLS libraries say of a chain that ends elsewhere.
fn is_distrust(reasons: &str) -> bool {
    ["PKIX path", "CERTIFICATE_VERIFY_FAILED"].iter().any(|it| reasons.contains(it))
}
