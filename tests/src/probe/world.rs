//! A deployment that is as it must be, and those from which wrong files come.

use std::fs;
use std::path::Path;

use super::Deployment;
use crate::tool::moment;

/// What all set-ups start from.
pub(super) struct World {
    /// Made ten days ago, so that something of it can have ended.
    pub(super) deployment: Deployment,
    /// The same with certificates that have ended.
    pub(super) ended: Deployment,
    /// The same with certificates that are not valid yet.
    pub(super) early: Deployment,
    /// The same below another root of the same name.
    pub(super) twin: Deployment,
    /// The same below a root of another name.
    pub(super) foreign: Deployment,
}

impl World {
    pub(super) fn new() -> Self {
        let deployment = quick(|it| it);
        compile(&deployment, &["--now", &moment("-10 days")]);
        let short = "validity days=2; renew-before days=1";
        let ended = deployment.copy();
        ended.write(
            &ended.text().replace("validity days=397", short).replace("renew-before days=30", ""),
        );
        let renew = ["--renew", "operate", "--renew", "keycloak", "--now"];
        compile(&ended, &[&renew[..], &[&moment("-8 days")]].concat());
        let early = deployment.copy();
        compile(&early, &[&renew[..], &[&moment("20 days")]].concat());
        let (twin, foreign) =
            (quick(|it| it), quick(|it| it.replace("Camunda Root CA 2026", "Another Root")));
        compile(&twin, &[]);
        compile(&foreign, &[]);
        Self { deployment, ended, early, twin, foreign }
    }

    /// The right deployment, in a folder of its own.
    pub(super) fn copy(&self) -> Deployment {
        self.deployment.copy()
    }
}

/// The original page's deployment with keys that are made at once.
fn quick(change: fn(String) -> String) -> Deployment {
    Deployment::example("camunda-8.7", |it| change(it.replace("key rsa 4096", "key ec p256")))
}

fn compile(deployment: &Deployment, arguments: &[&str]) {
    deployment.certc("compile", arguments).ok();
}

/// Puts files of one reader's folder where another's are.
pub(super) fn put(from: &Deployment, reader: &str, files: &[(&str, &str)], to: &Path) {
    for (file, name) in files {
        let bytes = fs::read(from.current("pki").join(reader).join(file)).expect("a file");
        fs::write(to.join(name), bytes).expect("a file");
    }
}
