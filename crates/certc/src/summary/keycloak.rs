//! The summary's part on Keycloak.

use certc_emit::{Action as Do, Quoting};
use certc_graph::Process;

use super::Next;

impl Next<'_> {
    /// What a Keycloak must be told: a fresh one by the realm, one that has the realm client by client.
    pub(super) fn keycloak(&self) -> String {
        let fresh = self.section("Keycloak: a fresh server imports the realm", |it| {
            let Do::ImportRealm(_) = &it.action else { return None };
            let file = format!("{}/{}", self.current, it.because_of);
            Some(format!("  put {file} into its data/import, and start with --import-realm\n"))
        });
        if fresh.is_empty() {
            return fresh;
        }
        let identity = "  Camunda's Identity may give clients a secret again when it starts (KEYCLOAK_INIT_…, KEYCLOAK_CLIENTS_…): look at them then\n";
        format!("{fresh}{identity}{}", self.changed_clients())
    }

    /// A realm that is there is not imported again: it must be told what changed in the file.
    fn changed_clients(&self) -> String {
        if self.is_first() {
            return String::new();
        }
        let lines = self.graph.processes.iter().filter_map(|(name, process)| {
            let new = &self.manifest.certificate(name)?.subject.rfc2253;
            let last = self.last?.certificate(name)?;
            (last.subject.rfc2253 != *new).then(|| self.update(process, new))
        });
        let lines: String = lines.collect();
        let subjects = if lines.is_empty() { "" } else { "; the new subjects:" };
        format!(
            "one that has the realm imports nothing: what changed in the file must be said to it client by client{subjects}\n{lines}"
        )
    }

    fn update(&self, process: &Process, subject: &str) -> String {
        let shell = |it: &str| certc_emit::quote(Quoting::Shell, it).unwrap_or_default();
        let provider = self.graph.identity_provider.as_ref();
        let realm = provider.and_then(|it| it.realm.as_ref());
        let realm = shell(realm.map_or("", |it| it.value.as_str()));
        let client = shell(&format!("clientId={}", process.client_id.value));
        let find = format!(
            "kcadm.sh get clients -r {realm} -q {client} --fields id --format csv --noquotes"
        );
        let set = shell(&format!("attributes.\"x509.subjectdn\"={subject}"));
        format!("  kcadm.sh update clients/$({find}) -r {realm} -s {set}\n")
    }
}
