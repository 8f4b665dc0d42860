//! Each line of Camunda on each platform, as `certc init` writes it; what is emitted has a page for people.

use std::fs;
use std::path::Path;

use crate::deployment::Deployment;
use crate::tool::{CERTC, run};

/// The lines that the catalog has.
pub(crate) const LINES: [&str; 6] = ["8.5", "8.6", "8.7", "8.8", "8.9", "8.10"];

/// The spec that `init` writes for a line on a platform, whose ports serve TLS.
pub(crate) fn spec(line: &str, platform: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut init = std::process::Command::new(&*CERTC);
    init.args(["init", "spec.kdl", "--camunda", line, "--platform", platform]);
    run(init.current_dir(folder.path()), "").ok();
    let text = fs::read_to_string(folder.path().join("spec.kdl")).expect("a spec");
    let text = text.replace("// serves", "serves");
    if platform == "hosts" { text.replace("// san", "san") } else { text }
}

/// That spec, compiled.
pub(crate) fn compiled(
    line: &str,
    platform: &str,
    change: impl Fn(String) -> String,
) -> Deployment {
    let deployment = Deployment::with(&change(spec(line, platform)));
    deployment.compile();
    deployment
}

/// What a person reads to see what a line on a platform is told.
fn page(line: &str, platform: &str) -> String {
    let deployment = compiled(line, platform, |it| it);
    let shown = |path: &String| {
        let is_env = path.ends_with(".env") && path.starts_with("env/");
        let is_other = ["compose/overlay.yaml", "helm/values-certc.yaml", "kustomization.yaml"];
        is_env || is_other.contains(&path.as_str()) || path.starts_with("systemd/operate")
    };
    let files = deployment.files();
    let page = files
        .keys()
        .filter(|it| shown(it))
        .map(|path| format!("==== {path}\n{}", masked(&deployment, &deployment.read(path))));
    page.collect::<Vec<_>>().join("\n")
}

/// Each fingerprint and password by its name.
fn masked(deployment: &Deployment, text: &str) -> String {
    let mut text = text.to_owned();
    for it in deployment.certificates() {
        let (name, sha256) = (it["name"].as_str(), it["sha256"].as_str());
        let (name, sha256) = name.zip(sha256).expect("a certificate of the manifest");
        text = text.replace(sha256, &format!("‹{name}›"));
    }
    for (path, it) in deployment.files().iter().filter(|it| it.0.ends_with(".password")) {
        let name = path.rsplit('/').take(2).collect::<Vec<_>>().join(" of ");
        let password = String::from_utf8(it.bytes.clone()).expect("a password is text");
        text = text.replace(&password, &format!("‹{name}›"));
    }
    text
}

/// What is emitted for each line on each platform is the page in `tests/cases/lines`. `CERTC_BLESS=true cargo test lines`
/// writes them anew.
#[test]
fn what_each_line_is_told_is_its_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/lines");
    let mut wrong = Vec::new();
    for line in LINES {
        for platform in ["compose", "kubernetes", "hosts"] {
            let path = folder.join(format!("{line}-{platform}.txt"));
            let page = page(line, platform);
            if std::env::var_os("CERTC_BLESS").is_some() {
                fs::create_dir_all(&folder).and_then(|()| fs::write(&path, &page)).expect("a page");
            }
            let known = fs::read_to_string(&path).unwrap_or_default();
            if known != page {
                wrong.push(format!("{line} on {platform}"));
            }
        }
    }
    let help =
        "look at it, and where it is meant: CERTC_BLESS=true cargo test -p certc-tests lines";
    assert!(wrong.is_empty(), "other than the page: {}; {help}", wrong.join(", "));
}
