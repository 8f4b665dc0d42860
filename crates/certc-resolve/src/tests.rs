//! Values of a graph and where they come from, one small spec each.

mod environment;
mod provider;
mod serves;

use camino::Utf8Path;
use certc_catalog::Catalog;
use certc_diagnostic::{Diagnostic, Source, SourceId};
use certc_graph::name::AlternativeName;
use certc_graph::{AuthorityId, Graph, LeafId, Origin, TrustId};
use certc_schema::{Node, Type};

const PLAIN: &str = "language 1
deployment camunda { camunda \"8.7\"; platform compose }
authority root
identity-provider keycloak { version \"26.3.3\" }
output files
";

static FILES: Node = Node {
    name: "files",
    summary: "",
    arguments: &[],
    properties: &[],
    children: &[],
    repeats: false,
};

fn resolve(text: &str) -> (Graph, Vec<Diagnostic>) {
    resolve_with(text, &|path| Err(format!("read {path}")))
}

fn resolve_with(text: &str, read: crate::Read<'_>) -> (Graph, Vec<Diagnostic>) {
    let source = Source { id: SourceId(0), path: "specs/a.kdl".into(), text: text.to_owned() };
    let (document, said) = certc_parse::parse(&source);
    assert_eq!(said, Vec::new(), "{text}");
    let node = |name| Node { name, arguments: &[] as &[Type], ..FILES };
    let outputs = [node("files"), node("helm")];
    let (spec, said) = certc_parse::lower(&[document], &outputs);
    assert_eq!(said, Vec::new(), "{text}");
    let environment = crate::environments(&spec).next();
    let (chosen, mut said) = crate::choose(&spec, environment);
    let (graph, more) = crate::resolve(&chosen, &[source], &Catalog::built_in(), read);
    said.extend(more);
    said.retain(|it| !it.message.contains(INTERNET));
    (graph, said)
}

/// What is said of Connectors up to 8.7, wherever they are; `serves` has the test of it.
const INTERNET: &str = "would trust no server of the internet";

/// The graph of the plain spec and these lines.
fn graph(lines: &str) -> Graph {
    let (graph, said) = resolve(&format!("{PLAIN}{lines}"));
    assert_eq!(said, Vec::new(), "{lines}");
    graph
}

fn leaf(name: &str) -> LeafId {
    LeafId(name.into())
}

#[test]
fn subjects_are_merged_attribute_by_attribute() {
    for (lines, expected) in [
        ("component operate", "CN=operate"),
        ("defaults { subject { country DE } }\ncomponent operate", "CN=operate, C=DE"),
        (
            "defaults { subject { country DE; organization A } }\n\
             component operate { subject { country US; common-name x } }",
            "CN=x, O=A, C=US",
        ),
        (
            "defaults { subject { country DE; organization A } }\n\
             component operate { subject { organization #null } }",
            "CN=operate, C=DE",
        ),
        (
            "defaults { subject { organizational-unit A } }\n\
             component operate { subject { organizational-unit B; organizational-unit C } }",
            "CN=operate, OU=C, OU=B",
        ),
        (
            "component operate { subject { common-name x; email \"a@b.c\"; locality L } }",
            "CN=x, L=L, EMAILADDRESS=a@b.c",
        ),
        (
            "component operate { subject { country DE; order common-name country } }",
            "C=DE, CN=operate",
        ),
        (
            "component operate { subject { oid \"2.5.4.97\" V; country DE } }",
            "CN=operate, OID.2.5.4.97=V, C=DE",
        ),
    ] {
        let graph = graph(lines);
        assert_eq!(graph.leaf(&leaf("operate")).subject.java.0, expected, "{lines}");
    }
}

#[test]
fn each_sort_of_thing_has_a_room() {
    let graph = graph(
        "defaults { leaf { validity days=30; renew-before days=5; key ec p384 }\nauthority { key rsa 4096 } }\n\
         component operate { validity days=60 }\napplication worker",
    );
    let days = |name| graph.leaf(&leaf(name)).days.value;
    assert_eq!((days("operate"), days("worker"), days("keycloak")), (60, 30, 30));
    let root = graph.authority(&AuthorityId("root".into())).wish.as_ref().expect("ours");
    assert_eq!((root.days.value, root.key.value.words()), (3650, "rsa 4096"));
    assert_eq!(graph.leaf(&leaf("worker")).key.value.words(), "ec p384");
}

#[test]
fn a_value_knows_its_line_and_what_it_overrode() {
    let lines = "defaults { leaf { validity days=30; renew-before days=5 } }\ncomponent operate { validity days=60 }";
    let text = format!("{PLAIN}{lines}");
    let graph = graph(lines);
    let days = &graph.leaf(&leaf("operate")).days;
    let words = |it: &Origin| match it {
        Origin::Written(it) => text[it.start..it.end].to_owned(),
        other @ (Origin::Default | Origin::Catalog { .. } | Origin::Derived(_)) => {
            format!("{other:?}")
        }
    };
    assert_eq!(words(&days.origin), "60");
    let overrode: Vec<_> = days.overrode.iter().map(words).collect();
    assert_eq!(overrode, ["validity days=30"]);
    assert_eq!(graph.leaf(&leaf("keycloak")).key.origin, Origin::Default);
}

#[test]
fn a_key_is_one_that_the_oldest_jvm_reads() {
    let said = |java: &str| -> Vec<_> {
        let text = PLAIN.replace("platform compose", &format!("platform compose; java \"{java}\""));
        let (_, said) = resolve(&format!("{text}application worker {{ key ed25519 }}"));
        said.into_iter().map(|it| it.message).collect()
    };
    assert_eq!(said("11"), ["Java 11 cannot read the Ed25519 key of `worker`"]);
    assert_eq!(said("17"), [""; 0]);
}

#[test]
fn a_default_speaks_for_somebody() {
    let said = |lines: &str| -> Vec<_> {
        let (_, said) = resolve(&format!("{PLAIN}{lines}"));
        said.into_iter().map(|it| it.rule).collect()
    };
    let useless = ["useless-default"];
    assert_eq!(said("defaults { authority { key rsa 4096 } }\ncomponent operate"), [""; 0]);
    assert_eq!(said("defaults { subject { title A } }\ncomponent operate"), [""; 0]);
    let own = "identity-provider keycloak { version \"26.3.3\"; key rsa 2048 }";
    let text = PLAIN.replace("identity-provider keycloak { version \"26.3.3\" }", own);
    let text = format!("{text}defaults {{ leaf {{ key rsa 4096 }} }}\n");
    let rules = |text: &str| resolve(text).1.into_iter().map(|it| it.rule).collect::<Vec<_>>();
    assert_eq!(rules(&format!("{text}component operate {{ key rsa 3072 }}")), useless);
    assert_eq!(rules(&format!("{text}component operate")), [""; 0]);
}

#[test]
fn the_server_has_the_names_of_its_urls() {
    let names = |lines: &str| -> Vec<_> {
        let text = PLAIN.replace("{ version \"26.3.3\" }", lines);
        let (graph, said) = resolve(&text);
        assert_eq!(said, Vec::new(), "{lines}");
        let names = graph.leaf(&leaf("keycloak")).names.iter();
        names.map(|it| it.value.clone()).collect()
    };
    let dns = |it: &str| AlternativeName::Dns(it.to_owned());
    let ip = |it: &str| AlternativeName::Ip(it.parse().expect("an address"));
    for (lines, expected) in [
        ("{ version \"26.3.3\" }", vec![dns("localhost"), dns("keycloak")]),
        (
            "{ version \"26.3.3\"; issuer \"https://10.0.0.1/realms/x\" }",
            vec![ip("10.0.0.1"), dns("keycloak")],
        ),
        (
            "{ version \"26.3.3\"; issuer \"https://a/realms/x\"; backend \"https://b/realms/x\"; san { dns a; dns c } }",
            vec![dns("a"), dns("b"), dns("keycloak"), dns("c")],
        ),
    ] {
        assert_eq!(names(lines), expected, "{lines}");
    }
}

#[test]
fn a_token_holds_the_audience_of_each_peer() {
    let graph = graph("component zeebe\ncomponent operate\napplication worker");
    let audiences = |name: &str| -> Vec<_> {
        graph.processes[name].audiences.iter().map(|it| it.value.clone()).collect()
    };
    assert_eq!(audiences("worker"), ["zeebe-api"]);
    assert_eq!(audiences("operate"), ["operate-api", "zeebe-api"]);
    assert_eq!(audiences("zeebe"), Vec::<String>::new());
    let lines =
        "component a { kind zeebe }\ncomponent b { kind operate }\ncomponent c { kind zeebe }";
    let graph = self::graph(lines);
    let audiences = graph.processes["b"].audiences.iter().map(|it| it.value.as_str());
    assert_eq!(audiences.collect::<Vec<_>>(), ["zeebe-api", "operate-api"], "each once");
}

#[test]
fn a_service_account_may_do_what_its_peers_are_there_for() {
    for (lines, expected) in [
        ("component zeebe\ncomponent connectors", &["zeebe-api write:*"][..]),
        ("component operate\ncomponent connectors", &["operate-api read:*"]),
        (
            "component zeebe\ncomponent operate\ncomponent connectors",
            &["operate-api read:*", "zeebe-api write:*"],
        ),
    ] {
        let graph = graph(lines);
        let roles = graph.processes["connectors"].roles.iter();
        let roles: Vec<_> = roles.map(|it| format!("{} {}", it.of.value, it.name.value)).collect();
        assert_eq!(roles, expected, "{lines}");
    }
}

#[test]
fn trust_is_derived() {
    let text = PLAIN.replace(
        "authority root",
        "authority one\nauthority two\nauthority below { issued-by two }",
    );
    let text = text.replace("{ version \"26.3.3\" }", "{ version \"26.3.3\"; issued-by one }");
    let (graph, said) = resolve(&format!("{text}component operate {{ issued-by below }}"));
    assert_eq!(said, Vec::new());
    let trusted = |name: &str| -> Vec<_> {
        let trust = graph.trust(&TrustId(name.into()));
        trust.authorities.iter().map(|it| it.value.0.to_string()).collect()
    };
    assert_eq!((trusted("keycloak"), trusted("operate")), (vec!["two".into()], vec!["one".into()]));
}

#[test]
fn a_given_file_is_relative_to_the_file_that_names_it() {
    let text = PLAIN.replace(
        "authority root",
        "authority company {\ncertificate file=\"ca/x.crt\"\nprivate-key file=\"y\"\n}",
    );
    let (_, said) = resolve(&format!("{text}component operate"));
    let said: Vec<_> = said.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(said, ["`specs/ca/x.crt` cannot be read: read specs/ca/x.crt"]);
}

/// Checks all that is said of the plain spec with one text replaced: rule, place, message, help.
fn check(from: &str, to: &str, expected: &[&str]) {
    let text = PLAIN.replace(from, to);
    let (_, said) = resolve(&text);
    let shown = said.iter().map(|it| {
        let place = it.labels.first().map_or("", |it| &text[it.0.start..it.0.end]);
        let help = it.help.as_ref().map_or(String::new(), |it| format!("; {it}"));
        format!("{} `{place}`: {}{help}", it.rule, it.message)
    });
    assert_eq!(shown.collect::<Vec<_>>(), expected, "{to}");
}

#[test]
fn each_mistake_is_said_once() {
    let three = "output files\ncomponent operate\ncomponent zeebe\ncomponent tasklist";
    check(
        "output files",
        &format!("{three}\ndefaults {{ subject {{ country Germany }} }}"),
        &["unusable-subject `Germany`: `Germany` is not a country of two letters, such as `DE`"],
    );
    check(
        "output files",
        &format!("{three}\nauthority other"),
        &[
            "ambiguous-issuer `keycloak`: which authority signs `keycloak`, `operate`, `tasklist` and 1 more?; add `issued-by root` or `issued-by other` in each block, or one for all in `defaults { leaf { … } }`",
        ],
    );
    check(
        "authority root",
        "authority a { issued-by b }\nauthority b { issued-by a }",
        &[
            "issuer-cycle `b`: authorities sign each other: a ← b ← a; let one of them be a root: drop its `issued-by`",
        ],
    );
    let unusable = "`Operate` cannot be a name: it has other characters than lower-case letters, digits, `-`, `_` and `.`; write `operate`";
    check(
        "output files",
        "output files\ncomponent operate\ncomponent Operate",
        &[&format!("unusable-name `Operate`: {unusable}")],
    );
}

#[test]
fn many_findings_are_twenty_and_one() {
    let (_, said) = resolve(&format!("{PLAIN}{}", "component operate\n".repeat(5000)));
    assert_eq!((said.len(), &*said[20].rule), (21, "too-many-errors"));
}

#[test]
fn a_refused_value_is_answered_with_a_usable_one() {
    for (version, way) in [
        ("20.0.1", "upgrade Keycloak to one of them"),
        ("21.0.0", "upgrade Keycloak to one of them"),
        ("x", "write all three numbers, such as `26.3.3`"),
        ("26", "write all three numbers, such as `26.3.3`"),
        ("21.1", "write all three numbers, such as `26.3.3`"),
    ] {
        let place = format!("\"{version}\"");
        let said = format!(
            "unknown-version `{place}`: certc knows no Keycloak `{version}`; it knows 21.1.1 and newer: {way}"
        );
        check("\"26.3.3\"", &place, &[&said]);
    }
    check(
        "output files",
        "output files\ncomponent operate { san { dns \"a b\"; ip c } }",
        &[
            "unusable-alternative-name `\"a b\"`: `a b` is not a DNS name: labels are letters, digits and hyphens, without `_`; write a host name, such as `dns \"operate.example.com\"`",
            "unusable-alternative-name `c`: `c` is not an IP address; write an address, such as `ip \"10.0.0.1\"`",
        ],
    );
    check(
        "\"26.3.3\" }",
        "\"26.3.3\"; issuer \"http://a/realms/b\" }",
        &[
            "unusable-url `\"http://a/realms/b\"`: `issuer` is no https URL; a client certificate needs TLS: write `https://` and the port that serves it",
        ],
    );
    check(
        "output files",
        "output files\ncomponent operate { subject { organization \"\" } }",
        &["unusable-subject `\"\"`: `organization`: a value of a subject cannot be empty"],
    );
}

#[test]
fn a_given_file_that_is_no_pem_has_a_way_out() {
    let company = "authority company {\ncertificate file=\"x\"\nprivate-key file=\"y\"\n}";
    let text = PLAIN.replace("authority root", company);
    let certificate = include_bytes!("../testdata/certificate.der");
    for (file, help) in [
        (&certificate[..], "it is DER: `openssl x509 -in specs/x -out specs/x.pem` makes it PEM"),
        (
            b"\x30\x82\x01\x00\x02\x01\x03",
            "PKCS#12 becomes PEM with `openssl pkcs12 -in specs/x -nokeys -out specs/x.pem`",
        ),
        (b"other", "give a PEM file: the certificate first, then those above it"),
    ] {
        let (_, said) = resolve_with(&text, &|_: &Utf8Path| Ok(file.to_vec()));
        let said: Vec<_> = said.iter().map(|it| (&*it.message, it.help.as_deref())).collect();
        assert_eq!(said, [("`specs/x` holds no certificate", Some(help))]);
    }
}

#[test]
fn trust_in_defaults_never_reaches_the_identity_provider() {
    let lines = "defaults { leaf { truststore { also file=\"x.pem\" } } }\ncomponent operate";
    let (_, said) = resolve(&format!("{PLAIN}{lines}"));
    assert_eq!(said.len(), 1, "read for operate alone: {said:#?}");
}
