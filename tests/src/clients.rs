//! Camunda's own Java clients and Spring starters as Maven Central has them, set up by what certc emits and by nothing else.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

use crate::deployment::Deployment;
use crate::java::{at_loopback, in_environment, java};
use crate::tool::{Jdk, Ran, jdks, run, skipped};

mod cluster;
mod logins;
mod trust;
mod world;

use cluster::Cluster;

/// A library of Camunda's, and what it can do.
struct Line {
    library: &'static str,
    /// The line of Camunda that it is for.
    camunda: &'static str,
    /// What the spec calls it.
    kind: &'static str,
    /// Whether it logs in by signed JWT too.
    signs: bool,
    /// Whether it is judged only where everything is.
    is_rare: bool,
}

impl Line {
    const fn plain(library: &'static str, camunda: &'static str, signs: bool) -> Self {
        Self { library, camunda, kind: "java-client", signs, is_rare: false }
    }

    const fn starter(library: &'static str, camunda: &'static str, signs: bool) -> Self {
        Self { library, camunda, kind: "spring-boot-starter", signs, is_rare: false }
    }

    const fn rare(self) -> Self {
        Self { is_rare: true, ..self }
    }

    fn is_starter(&self) -> bool {
        self.kind == "spring-boot-starter"
    }
}

/// Lines of Camunda whose clients call one component.
struct Era {
    cluster: &'static str,
    realm: &'static str,
    /// Whom a token must be good for.
    audience: &'static str,
    /// What its gateway calls its chain and its key.
    gateway: [&'static str; 2],
    lines: &'static [Line],
}

impl Era {
    fn newest(&self) -> &Line {
        self.lines.last().expect("a line")
    }

    /// Those that are judged this time.
    fn judged(&self) -> impl Iterator<Item = &Line> + Clone {
        self.lines.iter().filter(|it| !it.is_rare || is_all())
    }
}

static ERAS: [Era; 2] = [
    Era {
        cluster: "zeebe",
        realm: "camunda-platform",
        audience: "zeebe-api",
        gateway: [
            "ZEEBE_BROKER_GATEWAY_SECURITY_CERTIFICATECHAINPATH",
            "ZEEBE_BROKER_GATEWAY_SECURITY_PRIVATEKEYPATH",
        ],
        lines: &[
            Line::starter("spring-boot-starter-camunda-sdk-8.5.14", "8.5", false).rare(),
            Line::starter("spring-boot-starter-camunda-sdk-8.6.15", "8.6", false).rare(),
            Line::plain("zeebe-client-java-8.5.25", "8.5", false),
            Line::plain("zeebe-client-java-8.6.39", "8.6", true),
            Line::starter("spring-boot-starter-camunda-sdk-8.7.15", "8.7", true),
            Line::plain("zeebe-client-java-8.7.26", "8.7", true),
        ],
    },
    Era {
        cluster: "orchestration",
        realm: "orchestration",
        audience: "orchestration-api",
        gateway: ["CAMUNDA_API_GRPC_SSL_CERTIFICATE", "CAMUNDA_API_GRPC_SSL_CERTIFICATEPRIVATEKEY"],
        lines: &[
            Line::starter("camunda-spring-boot-starter-8.9.0-rc3", "8.9", true).rare(),
            Line::plain("camunda-client-java-8.8.14", "8.8", true),
            Line::starter(STARTER, "8.8", true),
            Line::plain("camunda-client-java-8.9.0", "8.9", true),
        ],
    },
];

/// What the servers of these tests are written with; its jars hold gRPC's server, too.
const GATEWAY: &str = "camunda-client-java-8.8.14";
const REST: &str = "spring-boot-starter-web-3.5.7";
/// What the programs of starters are compiled with; they run with each.
const STARTER: &str = "camunda-spring-boot-starter-8.8.14";

/// Whether rare clients are asked too, and every JVM for everything.
fn is_all() -> bool {
    env::var_os("CERTC_TEST_ALL").is_some()
}

/// Whether all that is judged this time is at hand.
fn are_here() -> bool {
    let lines = ERAS.iter().flat_map(Era::judged).map(|it| it.library);
    lines.chain([GATEWAY, REST, STARTER]).all(|it| class_path(it).is_some())
}

/// The jars of a library and of all that it needs.
fn class_path(library: &str) -> Option<String> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")))?;
    let file = cache.join(format!("certc/clients/{library}.classpath"));
    let found = fs::read_to_string(file).ok();
    if found.is_none() {
        skipped(library, "run tests/java/clients/fetch --all");
    }
    found
}

/// A program of `tests/java/clients` with a library; compiled once, by the oldest JDK.
fn program(jdk: &Jdk, class: &str, library: &str) -> Command {
    static CLASSES: LazyLock<PathBuf> = LazyLock::new(|| {
        let program = env::current_exe().expect("a program");
        let folder = program.parent().expect("a folder").join("certc-tests/clients");
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("java/clients");
        let sources = ["Gateway", "Plain", "Rest", "Starter", "Verdict"]
            .map(|it| sources.join(format!("{it}.java")));
        let libraries = [STARTER, REST].map(|it| class_path(it).expect("it is here"));
        let mut javac = jdks().first().expect("a JDK").command("javac");
        javac.arg("-cp").arg(libraries.join(":")).arg("-d").arg(&folder);
        run(javac.args(sources), "").ok();
        folder
    });
    let path = class_path(library).expect("it is here");
    let mut java = java(jdk, format!("{}:{path}", CLASSES.display()));
    java.arg(class);
    java
}

/// What became of an attempt.
#[derive(Debug)]
enum Verdict {
    /// A token with these claims.
    Token(Value),
    /// The cluster's answer.
    Answered,
    /// No, and every reason that the client gave.
    Refused(String),
}

impl Verdict {
    /// The one that a program printed. None is a mistake of the test, as is one before the program failed.
    fn of(ran: &Ran) -> Self {
        let mut verdicts = ran.out.lines().filter_map(|it| it.strip_prefix("verdict: "));
        let (Some(verdict), None, Some(0)) = (verdicts.next(), verdicts.next(), ran.code) else {
            panic!("no verdict: {}", ran.said());
        };
        match verdict.split_once(' ') {
            Some(("token", claims)) => Self::Token(serde_json::from_str(claims).expect("JSON")),
            Some(("refused", reasons)) => Self::Refused(reasons.to_owned()),
            _ if verdict == "answered" => Self::Answered,
            _ => panic!("no verdict: {verdict}"),
        }
    }
}

#[test]
#[should_panic(expected = "no verdict")]
fn a_program_that_says_nothing_is_a_failure() {
    drop(Verdict::of(&Ran { code: Some(0), out: "started\n".to_owned(), err: String::new() }));
}

/// One start of a client: what in, in whose environment, and where its settings look for files.
struct Start<'a> {
    line: &'a Line,
    jdk: &'a Jdk,
    deployment: &'a Deployment,
    reader: &'a str,
    folder: &'a Path,
    /// What is there to be called.
    cluster: &'a Cluster,
}

impl Start<'_> {
    /// With a place of its own for tokens, where no other start has kept one; all else is as it is emitted.
    fn does(&self, what: &str) -> Verdict {
        let home = tempfile::tempdir().expect("a temporary folder");
        let (file, tokens) = (home.path().join("environment"), home.path().join("tokens"));
        let emitted = self.deployment.read(&format!("env/{}.env", self.reader));
        let own = emitted.replace(kept_tokens(&emitted), tokens.to_str().expect("UTF-8"));
        fs::write(&file, self.cluster.found_in(&own)).expect("a file");
        let class = if self.line.is_starter() { "Starter" } else { "Plain" };
        let mut client = program(self.jdk, class, self.line.library);
        let home = format!("-Duser.home={}", home.path().display());
        let client = at_loopback(self.deployment, client.arg(what), &[&home]);
        let start = || run(&mut in_environment(&file, &client), "");
        let verdict = Verdict::of(&self.deployment.mounted_at(self.folder, start));
        let is_kept = tokens.is_file();
        assert!(is_kept || matches!(verdict, Verdict::Refused(_)), "no token in {tokens:?}");
        verdict
    }
}

/// Where an environment says that tokens are kept.
fn kept_tokens(environment: &str) -> &str {
    let settings = environment.lines().filter_map(|it| it.split_once('='));
    let mut paths = settings
        .filter(|it| ["CLIENT_CONFIG_PATH", "CACHEPATH"].iter().any(|name| it.0.ends_with(name)));
    paths.next().expect("a path").1
}

/// A copy of a reader's folder with another file in it.
fn changed(deployment: &Deployment, reader: &str, file: &Path) -> PathBuf {
    let name = file.file_name().and_then(OsStr::to_str).expect("a name");
    let folder = deployment.root().join("changed").join(format!("{reader}-{name}"));
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    let own = fs::read_dir(deployment.current("pki").join(reader)).expect("a folder");
    let own = own.map(|it| it.expect("an entry").path());
    for it in own.chain([file.to_owned()]) {
        fs::copy(&it, folder.join(it.file_name().expect("a name"))).expect("a file");
    }
    folder
}
