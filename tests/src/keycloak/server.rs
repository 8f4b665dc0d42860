//! A Keycloak of any version that Maven Central has, started with what certc made and nothing changed.

use std::env;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;

use crate::deployment::Deployment;
use crate::java::sourced;
use crate::tool::{Jdk, Ran, run, skipped};

/// Who may change everything on a test's server.
pub(crate) const ADMIN: (&str, &str) = ("admin", "canaryA7dMn");

/// An unpacked distribution; each start has a database of its own.
pub(crate) struct Home(TempDir);

impl Home {
    /// From where Maven keeps it.
    pub(crate) fn unpack(version: &str) -> Option<Self> {
        let artifact = format!(
            "org/keycloak/keycloak-quarkus-dist/{version}/keycloak-quarkus-dist-{version}.tar.gz"
        );
        let repository = PathBuf::from(env::var_os("HOME")?).join(".m2/repository");
        let archive = repository.join(artifact);
        if !archive.is_file() {
            let artifact = format!("org.keycloak:keycloak-quarkus-dist:{version}:tar.gz");
            let get = format!("mvn dependency:get -Dartifact={artifact} -Dtransitive=false");
            skipped("keycloak", &get);
            return None;
        }
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut tar = Command::new("tar");
        tar.args(["-x", "--strip-components=1", "-f"]).arg(archive).arg("-C").arg(home.path());
        run(&mut tar, "").ok();
        Some(Self(home))
    }

    /// A file or folder of it.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }
}

/// A running server; it ends with this value.
pub(crate) struct Server {
    process: Child,
    log: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

/// All servers have the same address, so there is one at a time.
static ALONE: Mutex<()> = Mutex::new(());

impl Server {
    /// Returns when it listens. What is added to the emitted environment keeps it on loopback, alone and small.
    pub(crate) fn start(deployment: &Deployment, home: &Home, jdk: &Jdk) -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        drop(fs::remove_dir_all(home.path("data")));
        let realms = home.path("data/import");
        fs::create_dir_all(&realms).expect("a folder");
        let made = crate::deployment::files(&deployment.current("keycloak"));
        for (name, it) in made.into_iter().filter(|it| it.0.ends_with("-realm.json")) {
            fs::write(realms.join(name), it.bytes).expect("a file");
        }
        let mut start = Command::new(home.path("bin/kc.sh"));
        start.args(["start", "--import-realm"]).env("JAVA_HOME", jdk.home());
        start.env("KC_HTTP_HOST", "127.0.0.1").env("KC_CACHE", "local").env("KC_DB", "dev-file");
        for user in ["KC_BOOTSTRAP_ADMIN_USERNAME", "KEYCLOAK_ADMIN"] {
            start.env(user, ADMIN.0);
        }
        for password in ["KC_BOOTSTRAP_ADMIN_PASSWORD", "KEYCLOAK_ADMIN_PASSWORD"] {
            start.env(password, ADMIN.1);
        }
        start.env(
            "JAVA_OPTS_APPEND",
            "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:-UseParallelGC -XX:+UseSerialGC -Xms64m -Xmx512m",
        );
        let log = home.path("server.log");
        deployment.mounted("keycloak", || {
            Self::listening(sourced(deployment, "keycloak", &start), &log, alone)
        })
    }

    fn listening(mut start: Command, log: &Path, alone: MutexGuard<'static, ()>) -> Self {
        let mut written = File::create(log).expect("a file");
        let errors = written.try_clone().expect("a file");
        start.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(errors).process_group(0);
        let mut process = start.spawn().expect("Keycloak");
        let lines = BufReader::new(process.stdout.take().expect("a pipe"));
        let server = Self { process, log: log.to_owned(), _alone: alone };
        for line in lines.lines().map_while(Result::ok) {
            use std::io::Write as _;
            writeln!(written, "{line}").expect("a file that takes text");
            if line.contains("Listening on:") {
                return server;
            }
        }
        panic!("Keycloak did not start:\n{}", server.log());
    }

    /// What it printed so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The body of an answer that has this status.
    pub(crate) fn says(&self, answer: Ran, status: &str) -> String {
        let parts = answer.out.rsplit_once('\n');
        let is_asked_for = parts.is_some_and(|it| it.1 == status);
        assert!(is_asked_for, "{status} was expected: {answer:?}\n{}", self.log());
        parts.map_or_else(String::new, |it| it.0.to_owned())
    }
}

impl Drop for Server {
    /// It and what it has started.
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).status());
        drop(self.process.wait());
    }
}
