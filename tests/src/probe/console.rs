//! Keycloak's own program for administrators.

use std::env;
use std::process::Command;

use super::{ADMIN, Home, Jdk, World};
use crate::tool::run;

/// A shell that has `kcadm.sh` and is logged in.
pub(super) struct Console<'a> {
    home: &'a Home,
    jdk: &'a Jdk,
}

impl<'a> Console<'a> {
    pub(super) fn of(home: &'a Home, jdk: &'a Jdk, world: &World) -> Self {
        let console = Self { home, jdk };
        let folder = world.deployment.current("pki/operate");
        let folder = folder.display();
        console.types(&format!(
            "kcadm.sh config truststore --trustpass \"$(cat {folder}/truststore.password)\" {folder}/truststore.p12"
        ));
        let (name, password) = ADMIN;
        console.types(&format!(
            "kcadm.sh config credentials --server https://localhost:18443/auth --realm master --user {name} --password {password}"
        ));
        console
    }

    /// Runs a line as it was shown.
    pub(super) fn types(&self, line: &str) {
        let path = env::var_os("PATH").unwrap_or_default();
        let paths = [self.home.path("bin")].into_iter().chain(env::split_paths(&path));
        let own = format!("-Duser.home={} -XX:TieredStopAtLevel=1", self.home.path("").display());
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).env("JAVA_HOME", self.jdk.home()).env("KC_OPTS", own);
        run(shell.env("PATH", env::join_paths(paths).expect("paths")), "").ok();
    }
}
