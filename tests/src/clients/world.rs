//! The deployments whose clients log in: one for each line of Camunda, of the same certificates, and those from which wrong files come.

use super::{Era, Line};
use crate::deployment::Deployment;
use crate::tool::moment;

const SPEC: &str = r#"language 1
deployment clients { camunda "CAMUNDA"; java "17"; platform compose }
defaults {
    subject { country DE; organization "Example AG" }
    leaf {
        validity days=LIFE; renew-before days=1
        keystore { password env="KEYSTORE_PASSWORD" }
        truststore { password env="TRUSTSTORE_PASSWORD" }
    }
}
authority root
identity-provider keycloak {
    version "26.7.3"
    issuer "https://localhost:18443/auth/realms/REALM"
    backend "https://keycloak:18443/auth/realms/REALM"
}
component CLUSTER { serves { grpc; rest } }
application worker { kind KIND }
application other { kind KIND }
SIGNER
output files
output env { mount-path MOUNT }
output keycloak { fresh-realm }
"#;

/// It calls `issuer`, the only URL of which Keycloak takes a JWT.
const SIGNER: &str = r#"application signer {
    kind KIND; authenticate private-key-jwt; key rsa 2048; allow assertion-url reason="it reaches the issuer"
}"#;

/// What clients are judged with.
pub(super) struct World {
    /// What the identity provider is started with. Made ten days ago, so that something of it can have ended.
    pub(super) base: Deployment,
    /// The same readers with certificates that have ended.
    pub(super) ended: Deployment,
    /// The same subjects below the same root, with other keys than the server was told of.
    pub(super) renewed: Deployment,
    /// The same subjects below another root of the same name.
    pub(super) foreign: Deployment,
}

impl World {
    pub(super) fn new(era: &Era) -> Self {
        let of = |deployment: Deployment, life: &str, arguments: &[&str]| {
            write(&deployment, era, era.newest(), life);
            deployment.certc("compile", arguments).ok();
            deployment
        };
        let (past, lately) = (moment("-10 days"), moment("-8 days"));
        let base = of(Deployment::with(""), "90", &["--now", &past]);
        let renew = ["--renew", "worker", "--renew", "signer"];
        let ended = of(base.copy(), "2", &[&renew[..], &["--now", &lately]].concat());
        let renewed = of(base.copy(), "90", &renew);
        let foreign = of(Deployment::with(""), "90", &[]);
        Self { base, ended, renewed, foreign }
    }

    /// The deployment for a line; keys and certificates of clients stay.
    pub(super) fn of(&self, era: &Era, line: &Line) -> Deployment {
        let deployment = self.base.copy();
        write(&deployment, era, line, "90");
        deployment.compile();
        deployment
    }
}

fn write(deployment: &Deployment, era: &Era, line: &Line, life: &str) {
    let mount = format!("{:?}", deployment.root().join("conf"));
    let spec = SPEC.replace("SIGNER", if line.signs { SIGNER } else { "" });
    let spec = spec.replace("CAMUNDA", line.camunda).replace("KIND", line.kind);
    let spec = spec.replace("CLUSTER", era.cluster).replace("LIFE", life);
    deployment.write(&spec.replace("REALM", era.realm).replace("MOUNT", &mount));
}
