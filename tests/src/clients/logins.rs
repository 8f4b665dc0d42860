//! Tokens of a real Keycloak, and what they are for: who gets one, and who is refused.

use std::path::{Path, PathBuf};
use std::thread;

use serde_json::Value;

use super::world::World;
use super::{Cluster, ERAS, Era, Line, Start, Verdict, are_here, changed, is_all};
use crate::deployment::Deployment;
use crate::keycloak::admin::Admin;
use crate::keycloak::before_25;
use crate::keycloak::server::{Home, Server};

use crate::tool::{Jdk, jdks, tool};

const KEYCLOAK: &str = "26.7.3";
const REALMS: &str = "https://localhost:18443/auth/realms";

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
    fn is(self, reasons: &str) -> bool {
        let says = |it: &[&str]| it.iter().any(|it| reasons.contains(it));
        match self {
            Self::Handshake => says(&CLOSED),
            Self::Untrusted => says(&["PKIX path"]),
            Self::Status(status) => says(&[&format!("status code {status}")]),
        }
    }
}

/// What a JVM says of a server that ends a handshake: it may be writing or reading by then.
const CLOSED: [&str; 7] = [
    "Received fatal alert",
    "Remote host terminated the handshake",
    "Connection or outbound has closed",
    "Connection reset",
    "Broken pipe",
    "Error writing to server",
    "Unexpected end of file from server",
];

#[test]
fn each_client_gets_its_token_and_nobody_elses() {
    let Some(home) = Home::unpack(KEYCLOAK) else { return };
    let jdks = &jdks();
    let Some(jdk) = before_25(jdks) else { return };
    if !are_here() || ["date", "cp"].iter().any(|it| tool(it).is_none()) {
        return;
    }
    let world = World::new(&ERAS[0]);
    let server = Server::start(&world.base, &home, jdk);
    for era in &ERAS {
        let deployment = &world.of(era, era.newest());
        if era.realm != ERAS[0].realm {
            add_realm(deployment, era.realm);
        }
        let cluster = Cluster::start(era, deployment, jdk);
        let scene = Scene { era, world: &world, server: &server, cluster: &cluster };
        thread::scope(|it| {
            for worker in 0..2 {
                let lines = era.judged().skip(worker).step_by(2);
                it.spawn(move || lines.for_each(|it| judge(&scene, it, jdks)));
            }
        });
        let cluster = Cluster::of_store(deployment, era.cluster, jdk);
        let scene = Scene { cluster: &cluster, ..scene };
        let judge = Judge { scene: &scene, line: era.newest(), deployment, jdk };
        judge.calls();
        judge.accepts_a_renewed_one();
    }
}

/// Tells a server that runs of one realm more.
fn add_realm(deployment: &Deployment, name: &str) {
    let realm = deployment.read(&format!("keycloak/{name}-realm.json"));
    let realm = serde_json::from_str(&realm).expect("JSON");
    Admin::of(deployment).ask("POST", "", &realm);
}

/// All by the oldest JVM, and by the newest what is not about who is refused; a starter takes long to start.
fn judge(scene: &Scene, line: &Line, jdks: &[Jdk]) {
    let deployment = &scene.world.of(scene.era, line);
    let by = |jdk| Judge { scene, line, deployment, jdk };
    let (oldest, newest) = (jdks.first().expect("a JDK"), jdks.last().expect("a JDK"));
    by(oldest).accepts();
    by(oldest).refuses();
    if is_all() || !line.is_starter() {
        by(oldest).is_refused_where_it_does_not_trust();
    }
    by(newest).calls();
    if is_all() {
        by(newest).accepts();
        by(newest).refuses();
    }
}

/// What is there for the clients of an era.
#[derive(Clone, Copy)]
struct Scene<'a> {
    era: &'a Era,
    world: &'a World,
    server: &'a Server,
    cluster: &'a Cluster,
}

/// One client in one JVM.
struct Judge<'a> {
    scene: &'a Scene<'a>,
    line: &'a Line,
    deployment: &'a Deployment,
    jdk: &'a Jdk,
}

impl Judge<'_> {
    fn accepts(&self) {
        let signer = self.line.signs.then_some("signer");
        for reader in ["worker"].into_iter().chain(signer) {
            self.gets_a_token(reader, "its own", &self.own(reader));
        }
    }

    /// It is the subject that counts, so the next certificate is as good.
    fn accepts_a_renewed_one(&self) {
        let renewed = self.with("worker", &self.scene.world.renewed, "keystore.p12");
        self.gets_a_token("worker", "a renewed one", &renewed);
    }

    fn gets_a_token(&self, reader: &str, what: &str, folder: &Path) {
        let verdict = self.start(reader, folder).does("token");
        let is_so = matches!(&verdict, Verdict::Token(it) if self.is_for(it, reader));
        assert!(is_so, "{}", self.told(reader, what, &verdict));
    }

    fn refuses(&self) {
        let World { ended, renewed, foreign, .. } = self.scene.world;
        let keys = |of: &Deployment, reader| self.with(reader, of, "keystore.p12");
        self.is_refused("worker", "another's certificate", &self.own("other"), Why::Status("401"));
        self.is_refused("worker", "a foreign root's", &keys(foreign, "worker"), Why::Handshake);
        self.is_refused("worker", "one that has ended", &keys(ended, "worker"), Why::Handshake);
        if self.line.signs {
            self.is_refused(
                "signer",
                "another's key",
                &keys(renewed, "signer"),
                Why::Status("400"),
            );
        }
    }

    fn is_refused(&self, reader: &str, what: &str, folder: &Path, why: Why) {
        let verdict = self.start(reader, folder).does("token");
        let is_so = matches!(&verdict, Verdict::Refused(it) if why.is(it));
        assert!(is_so, "{}", self.told(reader, what, &verdict));
    }

    /// With a token that it gets for that.
    fn calls(&self) {
        for way in ["useGrpc", "useRest"] {
            let verdict = self.start("worker", &self.own("worker")).does(way);
            let is_so = matches!(verdict, Verdict::Answered);
            assert!(is_so, "{}", self.told("worker", way, &verdict));
        }
    }

    /// By itself: at the identity provider, at the gateway, at the REST API.
    fn is_refused_where_it_does_not_trust(&self) {
        let trust = |file| self.with("worker", &self.scene.world.foreign, file);
        for (what, folder) in [
            ("token", trust("truststore.p12")),
            ("useGrpc", trust("truststore.pem")),
            ("useRest", trust("truststore.pem")),
        ] {
            let verdict = self.start("worker", &folder).does(what);
            let is_so = matches!(&verdict, Verdict::Refused(it) if Why::Untrusted.is(it));
            assert!(is_so, "{}", self.told("worker", what, &verdict));
        }
    }

    fn own(&self, reader: &str) -> PathBuf {
        self.deployment.current("pki").join(reader)
    }

    /// A reader's folder with a file of the same reader in another deployment.
    fn with(&self, reader: &str, of: &Deployment, file: &str) -> PathBuf {
        changed(self.deployment, reader, &of.current("pki").join(reader).join(file))
    }

    fn start<'a>(&'a self, reader: &'a str, folder: &'a Path) -> Start<'a> {
        let Self { scene: Scene { cluster, .. }, line, deployment, jdk } = self;
        Start { line, jdk, deployment, reader, folder, cluster }
    }

    fn told(&self, reader: &str, what: &str, verdict: &Verdict) -> String {
        let (library, java, log) = (self.line.library, self.jdk.version, self.scene.server.log());
        format!("{library}, Java {java}: {reader} with {what}: {verdict:?}\n{log}")
    }

    /// Whether a token is this client's, for the cluster.
    fn is_for(&self, claims: &Value, client: &str) -> bool {
        let Era { realm, audience: wanted, .. } = self.scene.era;
        let (audience, issuer) = (&claims["aud"], format!("{REALMS}/{realm}"));
        let holds = audience.as_array().is_some_and(|all| all.iter().any(|it| it == wanted));
        let is_for_it = audience == wanted || holds;
        claims["iss"] == issuer && claims["azp"] == client && is_for_it
    }
}
