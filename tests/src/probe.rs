//! `certc probe` against real servers: each wrong set-up has one thing that is wrong, and its cause is named.

use std::collections::BTreeSet;

use certc_diagnostic::Rule;
use certc_probe::rules::RULES;
use serde_json::Value;

use crate::deployment::Deployment;
use crate::keycloak::server::{ADMIN, Home, Server};
use crate::tool::{Jdk, Ran, jdks, run, skipped, tool};

mod administrator;
mod console;
mod others;
mod set_ups;
mod world;

use administrator::Administrator;
use console::Console;
use others::Others;
use set_ups::{Change, SET_UPS, SetUp, Who};
use world::World;

/// The one that is set up wrongly; the others are as they must be.
const COMPONENT: &str = "operate";

/// Before and since Keycloak reads the name of a client's root.
const OLDER: &str = "26.3.5";
const NEWER: &str = "26.7.3";

/// Where a test's server listens, whose name only containers know.
const SERVER: &str = "127.0.0.1:18443";

#[test]
fn each_cause_is_named() {
    if ["curl", "date", "cp"].iter().any(|it| tool(it).is_none()) {
        return;
    }
    let jdks = jdks();
    let Some(jdk) = jdks.iter().find(|it| it.version < 25) else {
        return skipped("java", "no JDK from 17 to 24");
    };
    let world = World::new();
    let others = Others::start(&world, jdk);
    let mut named = BTreeSet::new();
    for version in [OLDER, NEWER] {
        let Some(home) = Home::unpack(version) else { return };
        let server = Server::start(&world.deployment, &home, jdk);
        named.extend(judge(version, &server, &world, &others));
        if version == NEWER {
            commands_mend(&Console::of(&home, jdk, &world), &world);
        }
    }
    let unnamed = RULES.iter().map(|it| it.name).filter(|it| !named.contains(*it));
    assert_eq!(unnamed.collect::<Vec<_>>(), Vec::<&str>::new(), "no set-up has these causes");
}

/// Goes through all set-ups with one server; the causes that were named.
fn judge(version: &str, server: &Server, world: &World, others: &Others) -> BTreeSet<String> {
    let administrator = Administrator::of(&world.deployment);
    let (mut named, mut wrong) = (BTreeSet::new(), Vec::new());
    for set_up in SET_UPS.iter().filter(|it| it.is_for(version)) {
        let ran = probed(set_up, world, others, &administrator);
        let (causes, others) = causes(&ran);
        let is_mended = !matches!(set_up.change, Change::Provider(_));
        assert!(is_mended || !ran.out.contains("kcadm"), "{ran:?}");
        let expected = set_up.causes(version);
        let code = if expected.is_empty() { 0 } else { 4 };
        let is_so = causes == expected && ran.code == Some(code);
        if !is_so || (set_up.is_of_one() && !others.is_empty()) {
            wrong.push(format!(
                "{}: not {expected:?} but {causes:?}, {others:?}: {ran:?}",
                set_up.name
            ));
        }
        named.extend(causes);
    }
    assert!(wrong.is_empty(), "{version}: {}\n{}", wrong.join("\n"), server.log());
    named
}

/// What a finding says to type does what it says, by Keycloak's own program.
fn commands_mend(console: &Console, world: &World) {
    let administrator = Administrator::of(&world.deployment);
    for (json, left) in [
        (r#"{"attributes": {"x509.subjectdn": "CN=operate"}}"#, 0),
        (r#"{"protocolMappers": []}"#, 2),
    ] {
        administrator.change_client(COMPONENT, json);
        let ran = ask(&world.deployment, Who::Administrator, SERVER);
        let answer: Value = serde_json::from_str(&ran.out).expect("JSON");
        let components = answer["components"].as_array().expect("a list");
        let mut findings =
            components.iter().flat_map(|it| it["findings"].as_array().expect("a list"));
        let command = findings.find_map(|it| it["command"].as_str()).expect("a command");
        console.types(command);
        let (causes, _) = causes(&ask(&world.deployment, Who::Administrator, SERVER));
        assert_eq!(causes.len(), left, "{command}: {causes:?}");
    }
}

/// Sets up wrongly, asks, and sets up rightly again.
fn probed(of: &SetUp, world: &World, others: &Others, administrator: &Administrator) -> Ran {
    let copy = world.copy();
    match of.change {
        Change::Nothing | Change::Connect(_) => {}
        Change::Client(json) => administrator.change_client(COMPONENT, json),
        Change::Realm(json) => administrator.change_realm(json),
        Change::Files(change) => change(world, &copy.current("pki").join(COMPONENT)),
        Change::Provider(_) => copy.write(&of_another_provider(&copy.text())),
        Change::Spec(from, to) => {
            assert!(copy.text().contains(from), "{from}");
            copy.write(&copy.text().replace(from, to));
        }
    }
    let place = if let Change::Connect(it) | Change::Provider(it) = of.change {
        others.place(it)
    } else {
        SERVER.into()
    };
    let ran = ask(&copy, of.who, &place);
    if let Change::Client(_) = of.change {
        administrator.restore_client(COMPONENT);
    } else if let Change::Realm(_) = of.change {
        administrator.change_realm(r#"{"enabled": true}"#);
    }
    ran
}

fn ask(deployment: &Deployment, who: Who, place: &str) -> Ran {
    let (spec, out) = (deployment.spec().to_str(), deployment.out());
    let (spec, out) = (spec.expect("UTF-8"), out.to_str().expect("UTF-8"));
    let arguments = ["probe", spec, "--out", out, "--connect", place, "--format", "json"];
    let mut command = deployment.command(&arguments);
    match who {
        Who::Nobody => {
            command.env_remove("KEYCLOAK_ADMIN_USERNAME").env_remove("KEYCLOAK_ADMIN_PASSWORD")
        }
        Who::Stranger => {
            command.env("KEYCLOAK_ADMIN_USERNAME", ADMIN.0).env("KEYCLOAK_ADMIN_PASSWORD", "wrong")
        }
        Who::Administrator => {
            command.env("KEYCLOAK_ADMIN_USERNAME", ADMIN.0).env("KEYCLOAK_ADMIN_PASSWORD", ADMIN.1)
        }
    };
    run(&mut command, "")
}

/// The spec with a provider that is no Keycloak.
fn of_another_provider(spec: &str) -> String {
    let (before, after) = spec.split_once("identity-provider keycloak {").expect("a provider");
    let (_, after) = after.split_once("\n}\n").expect("its end");
    let after = after.replace("output keycloak", "/- output keycloak");
    let provider = r#"identity-provider corporate {
        kind oidc; issuer "https://keycloak:18443"; token-url "https://keycloak:18443/token"
        jwks-url "https://keycloak:18443/keys"; trusted-by root; supports { tls-client-auth }
    }"#;
    format!("{before}{provider}\n{after}")
}

/// The causes that are named for the component, and those of all others.
fn causes(ran: &Ran) -> (Vec<String>, Vec<String>) {
    assert!(!ran.said().contains(ADMIN.1) && !ran.said().contains("PRIVATE KEY"), "{ran:?}");
    let answer: Value = serde_json::from_str(&ran.out).unwrap_or_else(|it| panic!("{it}: {ran:?}"));
    let components = answer["components"].as_array().expect("a list");
    let rules = |is_it: bool| {
        let components = components.iter().filter(|it| (it["name"] == COMPONENT) == is_it);
        let findings = components.flat_map(|it| it["findings"].as_array().expect("a list"));
        let rule = |it: &Value| {
            assert!(it["help"].is_string() && it["at"].is_string(), "{it}");
            it["rule"].as_str().expect("a name").to_owned()
        };
        findings.map(rule).collect()
    };
    (rules(true), rules(false))
}

/// What no test can run must at least be whole.
#[test]
fn each_cause_has_a_page() {
    let deployment = Deployment::with("");
    for Rule { name, page, .. } in RULES {
        let titles: Vec<_> = page.lines().filter(|it| it.starts_with('#')).collect();
        let expected = [&format!("# {name}"), "## Why", "## What you see", "## What mends it"];
        assert_eq!(titles, expected, "{name}");
        let parts = page.split("\n\n").all(|it| it.lines().count() > 1);
        assert!(parts, "{name}: a section is empty");
        assert_eq!(run(&mut deployment.command(&["explain", name]), "").ok(), *page);
    }
}

#[test]
fn without_a_generation_there_is_nothing_to_ask_with() {
    let deployment = Deployment::example("small-8.7", |it| it);
    let ran = deployment.certc("probe", &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("compile first") && ran.err.lines().count() == 1, "{ran:?}");
}
