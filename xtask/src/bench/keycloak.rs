//! A real Keycloak that serves the original page's deployment on loopback, for as long as a measurement takes.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What the tests start too.
const VERSION: &str = "26.7.3";

/// A running server; it ends with this value.
pub(super) struct Keycloak(Child);

impl Keycloak {
    /// Starts it with what lies in this generation; returns when it listens, or says what is missing.
    pub(super) fn start(folder: &Path, current: &Path) -> Result<Self, String> {
        let home = unpacked(folder)?;
        let realms = home.join("data/import");
        import(&current.join("keycloak"), &realms).map_err(|it| it.to_string())?;
        let mut start = Command::new("sh");
        start.args(["-c", r#"set -a; . "$0"; exec "$@""#]).arg(current.join("env/keycloak.env"));
        start.arg(home.join("bin/kc.sh")).args(["start", "--import-realm"]);
        start.env("KC_HTTP_HOST", "127.0.0.1").env("KC_CACHE", "local").env("KC_DB", "dev-file");
        start.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
        let mut process = start.spawn().map_err(|it| format!("keycloak ({it})"))?;
        let lines = process.stdout.take().map(BufReader::new);
        let server = Self(process);
        let mut lines = lines.into_iter().flat_map(|it| it.lines().map_while(Result::ok));
        let mut last = String::new();
        for line in lines.by_ref() {
            if line.contains("Listening on:") {
                // What it says later must have a reader, or it waits for one.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(server);
            }
            last = line;
        }
        Err(format!("keycloak (it does not start: {last})"))
    }
}

impl Drop for Keycloak {
    /// It and what it has started.
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        drop(Command::new("kill").args(["-KILL", "--", &group]).status());
        drop(self.0.wait());
    }
}

/// The distribution, from where Maven keeps it.
fn unpacked(folder: &Path) -> Result<PathBuf, String> {
    let name = format!("keycloak-quarkus-dist/{VERSION}/keycloak-quarkus-dist-{VERSION}.tar.gz");
    let maven = env::var_os("HOME").map(|it| PathBuf::from(it).join(".m2/repository/org/keycloak"));
    let archive = maven.map(|it| it.join(name)).filter(|it| it.is_file());
    let get = format!(
        "mvn dependency:get -Dartifact=org.keycloak:keycloak-quarkus-dist:{VERSION}:tar.gz -Dtransitive=false"
    );
    let archive = archive.ok_or(format!("keycloak ({get})"))?;
    let home = folder.join("keycloak");
    fs::create_dir(&home).map_err(|it| it.to_string())?;
    let mut tar = Command::new("tar");
    tar.args(["-x", "--strip-components=1", "-f"]).arg(archive).arg("-C").arg(&home);
    let is_unpacked = tar.status().is_ok_and(|it| it.success());
    is_unpacked.then_some(home).ok_or("keycloak (tar cannot unpack it)".to_owned())
}

/// Gives the server the realms to import.
fn import(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for path in fs::read_dir(from)?.map(|it| it.map(|it| it.path())) {
        let path = path?;
        let name = path.file_name().filter(|it| it.to_string_lossy().ends_with("-realm.json"));
        if let Some(name) = name {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}
