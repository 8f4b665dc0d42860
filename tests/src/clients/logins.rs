//! Tokens of a real Keycloak: who gets one, and who is refused.

use std::env;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{ALL, LINES, Line, Start, Verdict, are_here, changed};
use crate::deployment::Deployment;
use crate::keycloak::server::{Home, Server};
use crate::keycloak::{ISSUER, before_25};
use crate::tool::{Jdk, jdks, moment, tool};

const KEYCLOAK: &str = "26.7.3";

const SPEC: &str = r#"language 1
deployment clients { camunda "CAMUNDA"; java "17"; platform compose }
defaults {
    subject { country DE; organization "Example AG" }
    leaf {
        validity days=LIFE; renew-before days=1
        keystore { password env="KEYSTORE_PASSWORD" }
        truststore { password env="TRUSTSTORE_PASSWORD" }
    }
}
authority root
identity-provider keycloak {
    version "26.7.3"
    issuer "https://localhost:18443/auth/realms/camunda-platform"
    backend "https://keycloak:18443/auth/realms/camunda-platform"
}
component zeebe
application worker
application other
SIGNER
output files
output env { mount-path MOUNT }
output keycloak { fresh-realm }
"#;

/// It calls `issuer`, the only URL of which Keycloak takes a JWT.
const SIGNER: &str = r#"application signer {
    authenticate private-key-jwt; key rsa 2048; allow assertion-url reason="it reaches the issuer"
}"#;

/// One deployment for each line, of the same certificates, and what is wrong about others'.
struct World {
    base: Deployment,
    /// The same readers with certificates that have ended.
    ended: Deployment,
    /// The same subjects below the same root, with other keys than the server was told of.
    renewed: Deployment,
    /// The same subjects below another root of the same name.
    foreign: Deployment,
}

impl World {
    fn new() -> Self {
        let of = |deployment: Deployment, life: &str, arguments: &[&str]| {
            deployment.write(&spec(&deployment, "8.7", SIGNER).replace("LIFE", life));
            deployment.certc("compile", arguments).ok();
            deployment
        };
        let (past, lately) = (moment("-10 days"), moment("-8 days"));
        let base = of(Deployment::with(""), "90", &["--now", &past]);
        let renew = ["--renew", "worker", "--renew", "signer"];
        let ended = of(base.copy(), "2", &[&renew[..], &["--now", &lately]].concat());
        let renewed = of(base.copy(), "90", &renew);
        let foreign = of(Deployment::with(""), "90", &[]);
        Self { base, ended, renewed, foreign }
    }

    /// The deployment with another line of Camunda; keys and certificates stay.
    fn of(&self, line: &Line) -> Deployment {
        let deployment = self.base.copy();
        let signer = if line.signs { SIGNER } else { "" };
        deployment.write(&spec(&deployment, line.camunda, signer).replace("LIFE", "90"));
        deployment.compile();
        deployment
    }
}

fn spec(deployment: &Deployment, camunda: &str, signer: &str) -> String {
    let mount = format!("{:?}", deployment.root().join("conf"));
    SPEC.replace("CAMUNDA", camunda).replace("MOUNT", &mount).replace("SIGNER", signer)
}

/// Why a client may be refused.
#[derive(Clone, Copy, Debug)]
enum Why {
    /// In the handshake, by the server.
    Handshake,
    /// In the handshake, by the client.
    Untrusted,
    /// By an answer of this status.
    Status(&'static str),
}

impl Why {
    /// A server that closes the connection may do it while the client writes or reads.
    fn is(self, reasons: &str) -> bool {
        let says = |it: &[&str]| it.iter().any(|it| reasons.contains(it));
        match self {
            Self::Handshake => says(&["Received fatal alert", "Connection reset", "Broken pipe"]),
            Self::Untrusted => says(&["PKIX path"]),
            Self::Status(status) => says(&[&format!("status code {status}")]),
        }
    }
}

#[test]
fn each_client_gets_its_token_and_nobody_elses() {
    let Some(home) = Home::unpack(KEYCLOAK) else { return };
    let jdks = jdks();
    let Some(jdk) = before_25(&jdks) else { return };
    if !are_here() || ["date", "cp"].iter().any(|it| tool(it).is_none()) {
        return;
    }
    let world = World::new();
    let server = Server::start(&world.base, &home, jdk);
    for line in &LINES {
        let deployment = world.of(line);
        for (at, jdk) in jdks.iter().enumerate() {
            let judge =
                Judge { world: &world, deployment: &deployment, line, jdk, server: &server };
            judge.accepts();
            if at == 0 || env::var_os(ALL).is_some() {
                judge.accepts_a_renewed_one();
                judge.refuses();
            }
        }
    }
}

/// One client in one JVM.
struct Judge<'a> {
    world: &'a World,
    deployment: &'a Deployment,
    line: &'a Line,
    jdk: &'a Jdk,
    server: &'a Server,
}

impl Judge<'_> {
    fn accepts(&self) {
        for reader in ["worker", "signer"].iter().filter(|it| **it == "worker" || self.line.signs) {
            let own = self.deployment.current("pki").join(reader);
            let verdict = self.starts(reader, &own);
            let is_so = matches!(&verdict, Verdict::Token(it) if is_for(it, reader));
            assert!(is_so, "{}", self.told(reader, "its own", &verdict));
        }
    }

    /// It is the subject that counts, so the next certificate is as good.
    fn accepts_a_renewed_one(&self) {
        let verdict =
            self.starts("worker", &self.with("worker", &self.world.renewed, "keystore.p12"));
        let is_so = matches!(&verdict, Verdict::Token(it) if is_for(it, "worker"));
        assert!(is_so, "{}", self.told("worker", "a renewed one", &verdict));
    }

    fn refuses(&self) {
        let World { ended, renewed, foreign, .. } = self.world;
        let other = self.deployment.current("pki/other");
        let keys = |of: &Deployment, reader| self.with(reader, of, "keystore.p12");
        let mut cases = vec![
            ("worker", "another's certificate", other, Why::Status("401")),
            ("worker", "a foreign root's", keys(foreign, "worker"), Why::Handshake),
            ("worker", "one that has ended", keys(ended, "worker"), Why::Handshake),
        ];
        let trust = self.with("worker", foreign, "truststore.p12");
        cases.push(("worker", "trust in a foreign root", trust, Why::Untrusted));
        if self.line.signs {
            cases.push(("signer", "another's key", keys(renewed, "signer"), Why::Status("400")));
        }
        for (reader, what, folder, why) in cases {
            let verdict = self.starts(reader, &folder);
            let is_so = matches!(&verdict, Verdict::Refused(it) if why.is(it));
            assert!(is_so, "{}", self.told(reader, what, &verdict));
        }
    }

    /// A reader's folder with a file of the same reader in another deployment.
    fn with(&self, reader: &str, of: &Deployment, file: &str) -> PathBuf {
        changed(self.deployment, reader, &of.current("pki").join(reader).join(file))
    }

    fn starts(&self, reader: &str, folder: &Path) -> Verdict {
        let Self { line, jdk, deployment, .. } = self;
        Start { line, jdk, deployment, reader, folder }.does("token")
    }

    fn told(&self, reader: &str, what: &str, verdict: &Verdict) -> String {
        let (library, java) = (self.line.library, self.jdk.version);
        format!("{library}, Java {java}: {reader} with {what}: {verdict:?}\n{}", self.server.log())
    }
}

/// Whether a token is this client's, for Zeebe.
fn is_for(claims: &Value, client: &str) -> bool {
    let audience = &claims["aud"];
    let holds = audience.as_array().is_some_and(|all| all.iter().any(|it| it == "zeebe-api"));
    let is_for_zeebe = audience == "zeebe-api" || holds;
    claims["iss"] == ISSUER && claims["azp"] == client && is_for_zeebe
}
