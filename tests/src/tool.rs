//! Programs that the tests run: those of others, and certc itself.

use std::env;
use std::fs;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;

/// The process under test.
pub(crate) static CERTC: LazyLock<PathBuf> = LazyLock::new(|| built("certc"));

/// Where a program lies. A missing one is said and lets its test pass; in CI it is a failure.
pub(crate) fn tool(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|it| it.join(name)).find(|it| it.is_file());
    if found.is_none() {
        skipped(name, "not on the PATH");
    }
    found
}

/// Says that a judge was not asked, which is a failure in CI.
pub(crate) fn skipped(name: &str, why: &str) {
    assert!(env::var("CI").as_deref() != Ok("true"), "{name} is needed in CI: {why}");
    forbidden(name, why);
}

/// Says that a judge was not asked because this machine forbids it, which nobody can install.
pub(crate) fn forbidden(name: &str, why: &str) {
    said(&format!("skipped: {name} ({why})"));
}

/// Tells whoever runs the tests.
pub(crate) fn said(line: &str) {
    drop(writeln!(io::stderr(), "{line}"));
}

/// How a program ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// What it printed, where it went well.
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self.out
    }

    /// All that it said.
    pub(crate) fn said(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

/// Runs a program to its end, with this standard input.
pub(crate) fn run(command: &mut Command, input: &str) -> Ran {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(input.as_bytes()).and_then(|()| file.rewind()).expect("a file that takes text");
    let output = command.stdin(Stdio::from(file)).output();
    let output = output.unwrap_or_else(|it| panic!("{command:?}: {it}"));
    let text = |it: Vec<u8>| String::from_utf8_lossy(&it).into_owned();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A moment, as `date` understands how far away it is.
pub(crate) fn moment(from_now: &str) -> String {
    let mut date = Command::new("date");
    run(date.args(["-u", "-d", from_now, "+%Y-%m-%dT%H:%M:%SZ"]), "").ok().trim().to_owned()
}

/// Builds a package of the workspace as these tests were built; where its program lies.
pub(crate) fn built(package: &str) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--locked", "--message-format=json", "--package", package]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let messages = run(&mut cargo, "").ok();
    let program = |it: &str| {
        let message: Value = serde_json::from_str(it).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    };
    messages.lines().filter_map(program).next_back().expect("the package has a program")
}

/// A Java development kit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Jdk {
    pub(crate) version: u32,
    home: PathBuf,
}

impl Jdk {
    /// One of its programs.
    pub(crate) fn command(&self, program: &str) -> Command {
        Command::new(self.home.join("bin").join(program))
    }

    /// Where it is installed.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    fn at(home: &Path) -> Option<Self> {
        let release = fs::read_to_string(home.join("release")).ok()?;
        let version = release.lines().find_map(|it| it.strip_prefix("JAVA_VERSION=\""))?;
        let version = version.split(['.', '"', '+', '-']).next()?.parse().ok()?;
        let is_whole =
            ["java", "javac", "keytool"].iter().all(|it| home.join("bin").join(it).is_file());
        is_whole.then(|| Self { version, home: home.to_owned() })
    }
}

/// The oldest JDK from 17 on that is at hand, and the newest where that is another one.
pub(crate) fn jdks() -> Vec<Jdk> {
    let installed =
        fs::read_dir("/usr/lib/jvm").into_iter().flatten().flatten().map(|it| it.path());
    let said = env::var_os("JAVA_HOME").map(PathBuf::from);
    let mut jdks: Vec<_> = installed.chain(said).filter_map(|it| Jdk::at(&it)).collect();
    jdks.retain(|it| it.version >= 17);
    jdks.sort();
    jdks.dedup_by_key(|it| it.version);
    if jdks.is_empty() {
        skipped("java", "no JDK from 17 on in JAVA_HOME or /usr/lib/jvm");
    }
    if jdks.len() > 2 {
        jdks.drain(1..jdks.len() - 1);
    }
    jdks
}
