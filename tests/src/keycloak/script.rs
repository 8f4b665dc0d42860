//! The script for a realm that is there, on a realm as Camunda's Identity leaves it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use super::admin::{Admin, REALM, text};
use super::identity;
use super::server::{ADMIN, Home};
use crate::deployment::Deployment;
use crate::java::program;
use crate::tool::{Jdk, Ran, run, tool};

/// The folders of the clients that Identity makes, and their ids.
const THERE: [(&str, &str); 6] = [
    ("connectors", "connectors"),
    ("identity", "camunda-identity"),
    ("operate", "operate"),
    ("optimize", "optimize"),
    ("tasklist", "tasklist"),
    ("zeebe", "zeebe"),
];

/// Where a script is run, and by what.
pub(crate) struct Place<'a> {
    pub(crate) deployment: &'a Deployment,
    pub(crate) home: &'a Home,
    pub(crate) jdk: &'a Jdk,
}

impl Place<'_> {
    /// The script as anybody would run it, in a locale that knows ASCII alone.
    fn script(&self, shell: &str, arguments: &[&str]) -> Command {
        let script = self.deployment.current("keycloak/update-clients.sh");
        let mut command = Command::new(shell);
        command.arg(script).args(arguments).env("KCADM", self.home.path("bin/kcadm.sh"));
        command.env("JAVA_HOME", self.jdk.home()).env("LC_ALL", "C");
        command.env("KC_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        command.env("KEYCLOAK_ADMIN_PASSWORD", ADMIN.1);
        command
    }

    fn runs(&self, arguments: &[&str]) -> Ran {
        run(&mut self.script("sh", arguments), "")
    }

    fn admin(&self) -> Admin {
        Admin::of(self.deployment)
    }

    /// Two runs on a realm that Identity made: the first changes what is named and no more, the second nothing.
    pub(crate) fn updates(&self) {
        identity::prepare(&self.admin());
        let before = self.admin().everything();
        let dry = self.runs(&["--dry-run"]).ok();
        let counted = "\ndry run, nothing was done: 1 created, 6 changed, 0 as they should be\n";
        assert!(dry.contains(counted), "{dry}");
        assert_eq!(self.admin().everything(), before, "a dry run");
        let first = self.runs(&[]).ok();
        assert_eq!(without(&first, "would be "), without(&dry, "would be "));
        let after = self.admin().everything();
        self.compare(before, &after);
        let second = run(self.script("bash", &[]).env("LC_ALL", "C.UTF-8"), "").ok();
        assert!(second.ends_with("\n0 created, 0 changed, 7 as they should be\n"), "{second}");
        assert_eq!(self.admin().everything(), after, "a second run");
    }

    fn compare(&self, mut before: BTreeMap<String, Value>, after: &BTreeMap<String, Value>) {
        for (name, id) in THERE {
            let (old, new) = (&mut before.get_mut(id).expect(id)["client"], &after[id]["client"]);
            let login = self.file(&format!("{name}/login.json"));
            old["clientAuthenticatorType"] = login["clientAuthenticatorType"].clone();
            for (attribute, value) in login["attributes"].as_object().expect("an object") {
                old["attributes"][attribute] = value.clone();
            }
            let kept = old["protocolMappers"].as_array().expect("a list").clone();
            let added = new["protocolMappers"].as_array().expect("a list").clone();
            old["protocolMappers"] = json!(added);
            assert!(kept.iter().all(|it| added.contains(it)), "{name}: {added:#?}");
            let added: BTreeSet<_> =
                added.iter().filter(|it| !kept.contains(it)).map(|it| text(&it["name"])).collect();
            assert_eq!(added, self.audiences(name), "{name}");
        }
        let made = after["payments-worker"].clone();
        before.insert("payments-worker".to_owned(), made.clone());
        assert_eq!(&before, after);
        let granted = &made["grants"]["clientMappings"]["zeebe-api"]["mappings"];
        assert_eq!(granted[0]["name"], "write:*", "{made:#}");
    }

    fn file(&self, path: &str) -> Value {
        let text = self.deployment.read(&format!("keycloak/clients/{path}"));
        serde_json::from_str(&text).expect("JSON")
    }

    /// The names of the mappers that a client must have.
    fn audiences(&self, name: &str) -> BTreeSet<String> {
        let client = self.file(&format!("{name}/create.json"));
        let mappers = client["protocolMappers"].as_array().expect("a list").iter();
        mappers.map(|it| text(&it["name"])).collect()
    }

    /// What goes wrong is said, with what was done before it; a later run does the rest.
    pub(crate) fn stops_at_the_first_error(&self) {
        let admin = self.admin();
        let clients = format!("{REALM}/clients");
        let delete = |id: &str| {
            let path = format!("{clients}/{}", admin.client(id));
            admin.ask("DELETE", &path, &Value::Null);
        };
        let with_secret = json!({
            "clientId": "connectors", "clientAuthenticatorType": "client-secret",
            "serviceAccountsEnabled": true,
        });
        admin.ask("PUT", &format!("{clients}/{}", admin.client("connectors")), &with_secret);
        delete("payments-worker");
        delete("zeebe-api");
        let user = json!({ "username": "service-account-payments-worker" });
        let user = text(&admin.ask("POST", &format!("{REALM}/users"), &user));
        let ran = self.runs(&[]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        let done = "stopped; done before:\n  connectors: changed: clientAuthenticatorType\n  \
                    payments-worker: the last step may be done or not; run this again\n";
        assert!(ran.err.ends_with(done), "{ran:?}");
        assert!(ran.err.contains("cannot make the client of payments-worker: "), "{ran:?}");

        self.admin().ask("DELETE", &format!("{REALM}/users/{user}"), &Value::Null);
        let ran = self.runs(&[]);
        let waits = "payments-worker: created\npayments-worker: the role write:* waits for the client \"zeebe-api\"";
        assert!(ran.code == Some(3) && ran.out.contains(waits), "{ran:?}");
        self.waits_for_what_others_must_do();
        identity::server(&self.admin(), "zeebe-api", &["write:*"]);
        let ran = self.runs(&[]).ok();
        assert!(ran.contains("payments-worker: granted write:* of \"zeebe-api\"\n"), "{ran}");
        assert!(ran.contains("\n0 created, 1 changed, 6 as they should be\n"), "{ran}");
        self.imports_in_part();
    }

    /// What is not the script's to change is said, and counted.
    fn waits_for_what_others_must_do(&self) {
        let admin = self.admin();
        let tasklist = format!("{REALM}/clients/{}", admin.client("tasklist"));
        let set = |it: &Value| drop(admin.ask("PUT", &tasklist, it));
        set(&json!({ "publicClient": true, "enabled": false }));
        let ran = self.runs(&[]);
        assert_eq!(ran.code, Some(3), "{ran:?}");
        for said in ["tasklist: it is switched off", "tasklist: it is a public client"] {
            assert!(ran.out.contains(said), "{ran:?}");
        }
        assert!(!ran.out.contains("tasklist: as it should be"), "{ran:?}");
        set(&json!({ "publicClient": false, "enabled": true }));
    }

    /// What Keycloak's console imports makes what is missing and nothing else.
    fn imports_in_part(&self) {
        let admin = self.admin();
        let path = format!("{REALM}/clients/{}", admin.client("payments-worker"));
        admin.ask("DELETE", &path, &Value::Null);
        let before = admin.everything();
        let text = self.deployment.read("keycloak/partial-import.json");
        let import: Value = serde_json::from_str(&text).expect("JSON");
        let done = admin.ask("POST", &format!("{REALM}/partialImport"), &import);
        assert_eq!((&done["added"], &done["skipped"]), (&json!(1), &json!(6)), "{done:#}");
        let mut after = self.admin().everything();
        assert!(after.remove("payments-worker").is_some());
        assert_eq!(after, before);
    }

    /// Nothing of this is worth a server of its own.
    pub(crate) fn refuses(&self) {
        let with = |name: &str, value: &str| run(self.script("sh", &[]).env(name, value), "");
        let script = self.script("sh", &[]);
        let mut page = program(self.jdk, "Page");
        page.arg(script.get_program()).args(script.get_args());
        page.envs(script.get_envs().filter_map(|it| Some((it.0, it.1?))));
        for (ran, says) in [
            (with("KEYCLOAK_ADMIN_PASSWORD", "canaryW1rNg"), "Invalid user credentials"),
            (with("KEYCLOAK_URL", "http://127.0.0.1:9"), "Connection refused"),
            (run(&mut page, ""), "cannot log in at http://127.0.0.1:"),
            (with("KCADM", "/nowhere/kcadm.sh"), "there is no /nowhere/kcadm.sh"),
            (
                run(self.script("sh", &[]).env_remove("KEYCLOAK_ADMIN_PASSWORD"), ""),
                "no password was given",
            ),
        ] {
            assert_eq!(ran.code, Some(1), "{says}: {ran:?}");
            assert!(ran.err.contains(says), "{says}: {ran:?}");
            assert!(ran.err.ends_with("\nstopped; nothing was changed\n"), "{says}: {ran:?}");
            assert!(!ran.said().contains("canary"), "{ran:?}");
        }
        let typed =
            run(self.script("sh", &["--dry-run"]).env_remove("KEYCLOAK_ADMIN_PASSWORD"), ADMIN.1);
        assert!(typed.ok().contains("dry run"), "a password on standard input");
    }
}

/// Its text with no such words.
fn without(text: &str, words: &str) -> String {
    text.replace("dry run, nothing was done: ", "").replace(words, "")
}

/// A password as an argument would be seen by everyone on the machine.
#[test]
fn an_argument_is_refused_unseen() {
    let deployment = &*crate::deployment::SMALL;
    let script = deployment.current("keycloak/update-clients.sh");
    for arguments in [&["canaryX4gPz"][..], &["--dry-run", "canaryX4gPz"], &[""]] {
        let ran = run(Command::new("sh").arg(&script).args(arguments), "");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(!ran.said().contains("canary") && ran.err.contains("never an argument"), "{ran:?}");
    }
    let help = run(Command::new("sh").arg(&script).arg("--help"), "").ok();
    assert!(help.contains("--dry-run"), "{help}");
}

#[test]
fn shellcheck_finds_nothing() {
    let Some(shellcheck) = tool("shellcheck") else { return };
    let deployment = &*crate::deployment::SMALL;
    let script = deployment.current("keycloak/update-clients.sh");
    let said = run(Command::new(shellcheck).arg(&script), "").ok();
    assert_eq!(said, "");
    assert!(!fs::read_to_string(script).expect("a script").contains("CN="), "a value of a client");
}
