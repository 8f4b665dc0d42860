//! Each example of `specs/` compiles, or says at its lines what is not built yet, and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use camino::Utf8Path;
use certc_diagnostic::{Source, SourceId};
use certc_emit::Emitter;
use certc_emit_compose::Compose;
use certc_emit_env::Env;
use certc_emit_files::Files;
use certc_emit_helm::Helm;
use certc_emit_keycloak::Keycloak;
use certc_emit_kubernetes::Secrets;
use certc_emit_registration::Registration;

use crate::deployment::CAMUNDA;

/// The examples that this build makes everything of.
const BUILT: [&str; 11] = [
    "byo-entra.kdl",
    "camunda-8.7.kdl",
    "camunda-8.8.kdl",
    "environments.kdl",
    "gateway-tls.kdl",
    "keycloak-of-others.kdl",
    "own-authority.kdl",
    "quickstart.kdl",
    "seed-option-1.kdl",
    "seed-option-2.kdl",
    "two-connectors.kdl",
];
/// The example that works with a warning, which its authors must know.
const WARNED: (&str, &str) = ("byo-oidc.kdl", "token-url-missing");
/// What is said of Connectors up to 8.7, wherever they are.
const INTERNET: &str = "public-authorities-lost";
/// The example that cannot work, and the rule that refuses it.
const REFUSED: (&str, &str) = ("seed-option-1-refused.kdl", "zeebe-login-intermediary");

#[test]
fn each_example_compiles_or_says_what_is_not_built() {
    let specs = kdl(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs"));
    assert!(specs.len() >= 14, "{specs:?}");
    for spec in specs {
        let name = spec.file_name().expect("a file").to_str().expect("UTF-8").to_owned();
        let mut rules = rules(Utf8Path::from_path(&spec).expect("UTF-8"));
        rules.retain(|it| it != INTERNET);
        let is_fine = match name.as_str() {
            it if BUILT.contains(&it) => rules.is_empty(),
            it if it == WARNED.0 => !rules.is_empty() && rules.iter().all(|it| it == WARNED.1),
            it if it == REFUSED.0 => rules == [REFUSED.1],
            _ => !rules.is_empty() && rules.iter().all(|it| it == "not-built-yet"),
        };
        assert!(is_fine, "{name}: {rules:?}");
    }
}

#[test]
fn each_example_is_formatted() {
    for (path, text) in examples() {
        let source = Source { id: SourceId(0), path: "example.kdl".into(), text };
        let mend = "`cargo run -p certc -- fmt specs/*.kdl specs/*/*.kdl tests/cases/*.kdl`";
        let formatted = certc_parse::format(&source).expect("KDL");
        assert_eq!(formatted, source.text, "{}: {mend}", path.display());
    }
}

/// Each file of an example, and its text.
pub(crate) fn examples() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["specs", "specs/shared", "tests/cases"].map(|it| root.join(it));
    let specs: Vec<_> = folders.iter().flat_map(|it| kdl(it)).collect();
    assert!(specs.len() >= 17, "{specs:?}");
    let text = |it: &PathBuf| fs::read_to_string(it).expect("a spec");
    specs.iter().map(|it| (it.clone(), text(it))).collect()
}

/// The files of a folder that are KDL.
fn kdl(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path());
    files.filter(|it| it.extension().is_some_and(|it| it == "kdl")).collect()
}

/// The rules that a spec breaks. What others would give it, in `ca/`, is some authority's certificate.
fn rules(spec: &Utf8Path) -> Vec<String> {
    let certificate = fs::read(CAMUNDA.folder().join("authorities/root/certificate.pem"));
    let certificate = certificate.expect("the root of camunda-8.7");
    let read = |path: &Utf8Path| {
        let is_given = path.parent().is_some_and(|it| it.ends_with("ca"));
        if is_given { Ok(certificate.clone()) } else { fs::read(path).map_err(|it| it.to_string()) }
    };
    let emitters: [&dyn Emitter; 7] =
        [&Files, &Env, &Keycloak, &Registration, &Compose, &Helm, &Secrets];
    let said = certc::check(spec, &emitters, &read).1.0;
    said.into_iter().map(|it| it.rule.into_owned()).collect()
}
