//! Lines and platforms: who is called what, who serves TLS and who follows, what the chart has.

use certc_catalog::{Catalog, Launcher, Port};
use certc_diagnostic::{Source, SourceId};
use certc_graph::name::AlternativeName;
use certc_graph::{AuthorityId, Graph, TrustId};

use super::{INTERNET, leaf, resolve};

fn spec(camunda: &str, platform: &str, lines: &str) -> String {
    format!(
        "language 1\ndeployment camunda {{ camunda {camunda:?}; platform {platform} }}\nauthority root\n\
         identity-provider keycloak {{ version \"26.3.3\"; issuer \"https://sso.example.com/realms/x\" }}\n\
         output files\n{lines}"
    )
}

const CHART: &str = "kubernetes { namespace prod; release c8 }";

fn graph(camunda: &str, platform: &str, lines: &str) -> Graph {
    let spec = spec(camunda, platform, lines);
    let (graph, said) = resolve(&spec);
    assert_eq!(said, [], "{spec}");
    graph
}

fn names(graph: &Graph, of: &str) -> Vec<String> {
    let names = graph.leaf(&leaf(of)).names.iter();
    names
        .map(|it| match &it.value {
            AlternativeName::Dns(it) => it.clone(),
            it @ (AlternativeName::Ip(_) | AlternativeName::Email(_) | AlternativeName::Uri(_)) => {
                format!("{it:?}")
            }
        })
        .collect()
}

#[test]
fn a_platform_gives_names() {
    let graph = graph("8.8", CHART, "component orchestration\ncomponent connectors");
    let of = names(&graph, "orchestration");
    for it in [
        "c8-zeebe-gateway",
        "c8-zeebe-gateway.prod.svc.cluster.local",
        "c8-zeebe-2.c8-zeebe",
        "c8-zeebe-0.c8-zeebe.prod.svc",
    ] {
        assert!(of.iter().any(|name| name == it), "{it}: {of:?}");
    }
    assert_eq!(names(&graph, "connectors").len(), 4);
    let hosts = self::graph("8.8", "hosts", "component orchestration { san { dns a.example } }");
    assert_eq!(names(&hosts, "orchestration"), ["a.example"]);
}

#[test]
fn who_serves_is_a_server_and_who_calls_trusts_its_root() {
    let lines = "authority other { subject { common-name other } }\n\
                 defaults { leaf { issued-by root } }\n\
                 component orchestration { issued-by other; serves { grpc } }\n\
                 component connectors\napplication worker\ncomponent optimize";
    let graph = graph("8.8", "compose", lines);
    assert!(graph.leaf(&leaf("orchestration")).server);
    assert!(!graph.leaf(&leaf("connectors")).server);
    let trusts = |of: &str| -> Vec<&str> {
        let them = graph.trust(&TrustId(of.into())).authorities.iter();
        them.map(|it| &*it.value.0).collect()
    };
    for (of, expected) in [
        ("connectors", &["root", "other"][..]),
        ("worker", &["root", "other"]),
        ("optimize", &["root"]),
    ] {
        assert_eq!(trusts(of), expected, "{of}");
    }
    let (server, served) = graph.server(Port::Grpc).expect("a server");
    let host = served.host.as_ref().map(|it| it.value.as_str());
    assert_eq!((server, host, served.number), ("orchestration", Some("orchestration"), 26500));
    assert!(graph.server(Port::Rest).is_none());
}

/// With the chart of 8.6 and 8.7 Operate and Tasklist are members; without it, and in 8.5, they are not.
#[test]
fn every_member_of_a_cluster_serves_it() {
    let lines = "component zeebe { serves { cluster } }\ncomponent zeebe-gateway\n\
                 component operate\noutput helm";
    for (line, platform, expected) in [
        ("8.7", CHART, &["operate", "zeebe", "zeebe-gateway"][..]),
        ("8.5", CHART, &["zeebe", "zeebe-gateway"]),
    ] {
        let graph = graph(line, platform, lines);
        let members = graph.processes.iter().filter(|it| it.1.served(Port::Cluster).is_some());
        let members: Vec<_> = members.map(|it| it.0.as_str()).collect();
        assert_eq!(members, expected, "{line}");
        assert!(members.iter().all(|it| graph.leaf(&leaf(it)).server), "{line}");
        let trusted = &graph.trust(&TrustId::cluster()).authorities;
        assert_eq!(trusted[0].value, AuthorityId("root".into()));
    }
}

#[test]
fn the_chart_starts_where_its_values_are_asked_for() {
    for (output, expected) in [("", Launcher::Kubernetes), ("output helm", Launcher::Chart)] {
        let graph = graph("8.7", CHART, &format!("component zeebe\n{output}"));
        let deployment = graph.deployment.expect("a deployment");
        assert_eq!(deployment.launcher, expected);
        assert_eq!(deployment.chart.contains_key("zeebe"), expected == Launcher::Chart);
        let untold = deployment.untold.contains(&"zeebe-gateway");
        assert_eq!(untold, expected == Launcher::Chart, "it starts one, and nobody tells it");
    }
}

#[test]
fn what_a_line_or_platform_does_not_have_is_refused() {
    for (camunda, platform, lines, expected) in [
        ("8.8", "compose", "component zeebe", "unknown-kind"),
        ("8.7", "compose", "component orchestration", "unknown-kind"),
        ("8.7", "compose", "component zeebe-gateway", "unknown-kind"),
        ("8.10", "compose", "component hub", "no-certificate-login"),
        ("8.8", "compose", "component desktop-modeler", "no-certificate-login"),
        ("8.8", "compose", "component connectors { serves { rest } }", "unusable-port"),
        ("8.7", CHART, "component zeebe { serves { grpc } }", "unusable-port"),
        (
            "8.7",
            "hosts",
            "component zeebe-gateway { authenticate tls-client-auth }",
            "useless-line",
        ),
        ("8.7", "kubernetes { namespace Prod; release c8 }", "", "unusable-name"),
        ("8.7", "kubernetes { namespace prod }", "", "missing-statement"),
        (
            "8.7",
            "kubernetes { namespace prod; release a-release-of-a-name-that-is-longer-than-helm-can-take-in }",
            "",
            "unusable-name",
        ),
        ("8.10", CHART, "component orchestration { key ec p256 }", "unusable-key"),
    ] {
        let said = resolve(&spec(camunda, platform, lines)).1;
        let rules: Vec<_> = said.iter().map(|it| it.rule.as_ref()).collect();
        assert_eq!(rules, [expected], "{camunda} {platform} {lines}");
    }
}

/// Up to 8.7 Connectors have one trust store, so it takes the internet from them.
#[test]
fn connectors_without_the_internet_are_warned_of() {
    for (camunda, expected) in [("8.5", 1), ("8.7", 1), ("8.8", 0)] {
        let text = spec(camunda, "compose", "component connectors");
        let source = Source { id: SourceId(0), path: "a.kdl".into(), text };
        let (document, _) = certc_parse::parse(&source);
        let (spec, _) = certc_parse::lower(&[document], &[certc_schema::Node { ..super::FILES }]);
        let read = |_: &camino::Utf8Path| Err("no such file".to_owned());
        let (_, said) =
            crate::resolve(&crate::choose(&spec, None).0, &[source], &Catalog::built_in(), &read);
        let warned = said.iter().filter(|it| it.message.contains(INTERNET)).count();
        assert_eq!(warned, expected, "{camunda}");
    }
}
