//! The summary's part on Keycloak.

use camino::Utf8Path;
use certc_emit::{Action as Do, shell};

use super::Next;

impl Next<'_> {
    /// What a Keycloak must be told: by the script where the realm is there, else by what it imports.
    pub(super) fn keycloak(&self) -> String {
        let title = "Keycloak: its clients must log in by certificate";
        self.section(title, |it| {
            let file = format!("{}/{}", self.current, it.because_of);
            match &it.action {
                Do::UpdateClients { script } => Some(self.update(script)),
                Do::ImportRealm(_) => Some(fresh_realm(&file)),
                Do::ImportByConfigCli => Some(config_cli(&file)),
                Do::ImportByOperator => Some(self.operator(&file)),
                Do::AskKeeper
                | Do::Restart(_)
                | Do::Mount { .. }
                | Do::LoadVariables(_)
                | Do::PublishPort { .. }
                | Do::ApplyKustomization
                | Do::RunScript
                | Do::UpgradeRelease
                | Do::StartOverlay => None,
            }
        })
    }

    /// What the script changes is the reader's to see before it is done.
    fn update(&self, script: &Utf8Path) -> String {
        let run = format!("KCADM=KEYCLOAK/bin/kcadm.sh sh {}/{script}", self.current);
        let folder = script.parent().map_or("", Utf8Path::as_str);
        let inside = self.inside(folder);
        format!(
            "  {run} --dry-run\n  {run}\n  \
             KEYCLOAK is the folder of a distribution of the server's own version\n{inside}  \
             the script asks for the password of `admin` (or KEYCLOAK_ADMIN_USERNAME, KEYCLOAK_ADMIN_PASSWORD, KEYCLOAK_URL), makes\n  \
             missing clients, and of those that are there changes authenticator, attributes and audiences: nothing twice\n  \
             Camunda's Identity makes or updates its clients when it starts, with secrets (KEYCLOAK_INIT_…, KEYCLOAK_CLIENTS_…):\n  \
             run the script again then; where nothing was reset it changes nothing\n  \
             Keycloak's partial import takes {}/{folder}/partial-import.json: it makes missing clients alone, all or none\n",
            self.current
        )
    }

    /// The server's own container has a kcadm.sh of the right version.
    fn inside(&self, folder: &str) -> String {
        let provider = self.graph.identity_provider.as_ref();
        let url = provider.and_then(|it| it.backend.value.before("/realms/"));
        let url = url.and_then(|it| shell(&it.to_string())).unwrap_or_default();
        let home = provider.and_then(|it| it.home.as_ref());
        let Some(home) = home.map(|it| &it.value) else { return String::new() };
        let provider = provider.map(|it| &it.name.value);
        let mounted = |it: &&String| {
            let is_its = |action: &Do| matches!(action, Do::Mount { reader, .. } if reader == *it);
            self.all.iter().any(|it| is_its(&it.action))
        };
        let Some(provider) = provider.filter(mounted) else { return String::new() };
        let service = self.service_of(provider);
        format!(
            "  or in its container:\n  \
             docker compose cp -L {}/{folder}/. {service}:/tmp/certc\n  \
             docker compose exec -e KCADM={home}/bin/kcadm.sh -e KEYCLOAK_URL={url} {service} \
             sh /tmp/certc/update-clients.sh --dry-run\n  \
             and once more without --dry-run\n",
            self.current
        )
    }

    fn operator(&self, file: &str) -> String {
        let provider = self.graph.identity_provider.as_ref();
        let keycloak = provider.map_or("", |it| it.name.value.as_str());
        format!(
            "  kubectl apply -f {file}\n  \
             the operator makes a realm that is not there for the Keycloak `{keycloak}`, and changes none that is; delete the\n  \
             KeycloakRealmImport when it is done, and use the script from then on\n"
        )
    }
}

fn fresh_realm(file: &str) -> String {
    format!(
        "  a fresh server: put {file} into its data/import, and start with --import-realm; one that has the realm imports nothing\n"
    )
}

/// keycloak-config-cli docs/MANAGED.md, ClientImportService.java.
fn config_cli(file: &str) -> String {
    format!(
        "  keycloak-config-cli: IMPORT_FILES_LOCATIONS={file} IMPORT_MANAGED_CLIENT=no-delete\n  \
         without the second it deletes the clients of its other files; of a client in the file it makes redirect URIs and\n  \
         mappers those of the file alone; roles of service accounts are left to the script\n"
    )
}
