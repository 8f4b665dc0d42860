//! Examples, compiled by the real program.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex};

use serde_json::Value;
use tempfile::TempDir;

use crate::tool::{CERTC, Ran, built, run};

/// The examples that more than one judge looks at; issued once.
pub(crate) static SMALL: LazyLock<Deployment> = LazyLock::new(|| shared("small-8.7"));
pub(crate) static CAMUNDA: LazyLock<Deployment> = LazyLock::new(|| shared("camunda-8.7"));
pub(crate) static OWN_AUTHORITY: LazyLock<Deployment> = LazyLock::new(|| shared("own-authority"));

/// Passwords that the examples refer to. None of them may be seen anywhere but where it belongs.
pub(crate) const PASSWORDS: [(&str, &str); 3] = [
    ("KEYSTORE_PASSWORD", "canaryK8sTq"),
    ("TRUSTSTORE_PASSWORD", "canaryT3vWz"),
    ("COMPANY_CA_PASSWORD", "canaryC5nRx"),
];

/// A spec in a folder of its own, and what certc makes of it.
pub(crate) struct Deployment {
    root: PathBuf,
    spec: PathBuf,
    variables: BTreeMap<String, String>,
    mounted: Mutex<()>,
    /// Deletes the folder; an example that is shared stays in the target folder until the next run.
    _folder: Option<TempDir>,
}

/// A file as it lies on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) inode: u64,
    pub(crate) mode: u32,
    pub(crate) modified: (i64, i64),
    pub(crate) bytes: Vec<u8>,
}

impl Deployment {
    /// A spec of the test's own.
    pub(crate) fn with(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let spec = folder.path().join("spec.kdl");
        fs::write(&spec, text).expect("a spec");
        Self::at(folder.path().to_owned(), spec, Some(folder))
    }

    /// An example of the repository, of `specs/` or of the cases, issued once more; its text may be changed.
    pub(crate) fn example(name: &str, change: impl Fn(String) -> String) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().to_owned();
        let deployment = copied(name, path, Some(folder));
        deployment.write(&change(deployment.text()));
        deployment
    }

    /// The same with all that was issued, in a folder of its own.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::with(&self.text());
        run(Command::new("cp").arg("-a").arg(self.out()).arg(copy.root()), "").ok();
        copy
    }

    fn at(root: PathBuf, spec: PathBuf, folder: Option<TempDir>) -> Self {
        let variables = PASSWORDS.iter().map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
        Self { root, spec, variables, mounted: Mutex::default(), _folder: folder }
    }

    /// The text of the spec.
    pub(crate) fn text(&self) -> String {
        fs::read_to_string(&self.spec).expect("a spec")
    }

    /// Writes the spec anew.
    pub(crate) fn write(&self, text: &str) {
        fs::write(&self.spec, text).expect("a spec");
    }

    /// Sets a variable of certc's environment.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.insert(name.to_owned(), value.to_owned());
    }

    /// The folder of all of it.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The file of the spec.
    pub(crate) fn spec(&self) -> &Path {
        &self.spec
    }

    /// The folder that `--out` names.
    pub(crate) fn out(&self) -> PathBuf {
        self.root.join("out")
    }

    /// What certc writes into for this deployment.
    pub(crate) fn folder(&self) -> PathBuf {
        let mut entries = fs::read_dir(self.out()).expect("an output folder");
        entries.next().expect("a deployment").expect("an entry").path()
    }

    /// A file or folder that consumers see.
    pub(crate) fn current(&self, path: &str) -> PathBuf {
        self.folder().join("current").join(path)
    }

    /// The text of a file that consumers see.
    pub(crate) fn read(&self, path: &str) -> String {
        let path = self.current(path);
        fs::read_to_string(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
    }

    /// The manifest.
    pub(crate) fn manifest(&self) -> Value {
        serde_json::from_str(&self.read("manifest.json")).expect("a manifest")
    }

    /// What the manifest says of the certificates.
    pub(crate) fn certificates(&self) -> Vec<Value> {
        self.manifest()["certificates"].as_array().expect("a list").clone()
    }

    /// Who has a certificate that is no authority's, and what it is for.
    pub(crate) fn leaves(&self) -> Vec<(String, String)> {
        let text = |it: &Value| it.as_str().expect("a text").to_owned();
        let certificates = self.certificates();
        let leaves = certificates.iter().filter(|it| it["kind"] != "authority");
        leaves.map(|it| (text(&it["name"]), text(&it["kind"]))).collect()
    }

    /// Every file that consumers see, by its path.
    pub(crate) fn files(&self) -> BTreeMap<String, File> {
        files(&self.folder().join("current"))
    }

    /// certc with this environment and nothing else of ours.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&*CERTC);
        command.args(arguments).envs(&self.variables).current_dir(&self.root);
        command.env("COLUMNS", "100").env("LC_ALL", "C.UTF-8");
        command
    }

    /// Runs a command of certc on the spec.
    pub(crate) fn certc(&self, command: &str, arguments: &[&str]) -> Ran {
        let (spec, out) = (self.spec.to_str().expect("UTF-8"), self.out());
        let mut all = vec![command, spec];
        if matches!(command, "compile" | "plan" | "probe") {
            all.extend(["--out", out.to_str().expect("UTF-8")]);
        }
        all.extend(arguments);
        run(&mut self.command(&all), "")
    }

    /// Compiles; what it printed.
    pub(crate) fn compile(&self) -> String {
        self.certc("compile", &[]).ok()
    }

    /// Lets a process find a reader's folder where its settings say, while `during` runs.
    pub(crate) fn mounted<T>(&self, reader: &str, during: impl FnOnce() -> T) -> T {
        self.mounted_at(&self.current("pki").join(reader), during)
    }

    /// The same with any folder.
    pub(crate) fn mounted_at<T>(&self, folder: &Path, during: impl FnOnce() -> T) -> T {
        let _alone = self.mounted.lock().unwrap_or_else(|it| it.into_inner());
        let mount = self.root.join("conf");
        drop(fs::remove_file(&mount));
        symlink(folder, &mount).expect("a link");
        during()
    }
}

/// Every file below a folder, by its path from there.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, File> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries.map(|it| it.expect("an entry")) {
        let (path, name) = (entry.path(), entry.file_name().into_string().expect("UTF-8"));
        let metadata = fs::symlink_metadata(&path).expect("a file");
        if metadata.is_dir() {
            found.extend(files(&path).into_iter().map(|(it, file)| (format!("{name}/{it}"), file)));
        } else {
            let target = || fs::read_link(&path).map(|it| it.into_os_string().into_encoded_bytes());
            let bytes = if metadata.is_symlink() { target() } else { fs::read(&path) };
            let modified = (metadata.mtime(), metadata.mtime_nsec());
            let (inode, mode) = (metadata.ino(), metadata.mode() & 0o777);
            let bytes = bytes.expect("a file that can be read");
            found.insert(name, File { inode, mode, modified, bytes });
        }
    }
    found
}

fn shared(name: &str) -> Deployment {
    let program = env::current_exe().expect("a program");
    let root = program.parent().expect("a folder").join("certc-tests").join(name);
    drop(fs::remove_dir_all(&root));
    fs::create_dir_all(&root).expect("a folder");
    let deployment = copied(name, root, None);
    deployment.compile();
    deployment
}

/// The example with the files that it names, and a realm for a fresh server; processes find their folder at `conf`
/// beside it.
fn copied(name: &str, root: PathBuf, folder: Option<TempDir>) -> Deployment {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let text = fs::read_to_string(specs.join(format!("{name}.kdl")));
    let text = text.or_else(|_| fs::read_to_string(cases.join(format!("{name}.kdl"))));
    let text = text.expect("an example");
    let text = text.replace(r#"output env { mount-path "/opt/security/conf" }"#, "output env");
    let mount = root.join("conf");
    let output = format!("output env {{ mount-path {:?} }}", mount.to_str().expect("UTF-8"));
    if text.contains("file=\"ca/") {
        fixtures(&root.join("ca"));
    }
    let written = |text: &str| {
        let text = text.replace("output env", &output);
        text.replace("output keycloak", "output keycloak { fresh-realm }")
    };
    for (name, it) in files(&specs.join("shared")) {
        fs::create_dir_all(root.join("shared")).expect("a folder");
        let text = String::from_utf8(it.bytes).expect("a spec is text");
        fs::write(root.join("shared").join(name), written(&text)).expect("a spec");
    }
    let spec = root.join(format!("{name}.kdl"));
    fs::write(&spec, written(&text)).expect("a spec");
    Deployment::at(root, spec, folder)
}

/// The certificates of others that some examples name.
fn fixtures(folder: &Path) {
    static XTASK: LazyLock<PathBuf> = LazyLock::new(|| built("xtask"));
    run(Command::new(&*XTASK).arg("fixtures").arg(folder).envs(PASSWORDS), "").ok();
}
