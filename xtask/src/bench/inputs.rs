//! What is compiled, and the same lists for other programs.

use std::fmt::Write;
use std::fs;

/// The original page's set with one kind of key.
pub(crate) struct Set {
    key: &'static str,
    /// As the spec says it.
    spec: &'static str,
    /// As `openssl genpkey` is told.
    pub(crate) genpkey: &'static [&'static str],
    /// The goal for the whole process in milliseconds, where keys do not decide it.
    pub(crate) whole_process: Option<f64>,
}

pub(crate) const RSA: Set = Set {
    key: "RSA-4096",
    spec: "key rsa 4096",
    genpkey: &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4096"],
    whole_process: None,
};

pub(crate) const P256: Set = Set {
    key: "P-256",
    spec: "key ec p256",
    genpkey: &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
    whole_process: Some(60.0),
};

impl Set {
    /// What one of its figures is called.
    pub(crate) fn name(&self, figure: &str) -> String {
        format!("original set, {}: {figure}", self.key)
    }
}

/// Does the same with other tools.
pub(crate) const SCRIPT: &str = include_str!("script.sh");

/// Asks for the tokens that `certc probe` asks for.
pub(crate) const CURL: &str = include_str!("curl.sh");

/// Who logs in as which client in the original page's set.
pub(crate) const CLIENTS: [&str; 7] = [
    "connectors=connectors",
    "identity=camunda-identity",
    "operate=operate",
    "optimize=optimize",
    "payments-worker=payments-worker",
    "tasklist=tasklist",
    "zeebe=zeebe",
];

/// What the original page's spec asks of the environment.
pub(crate) const PASSWORDS: [(&str, &str); 2] =
    [("KEYSTORE_PASSWORD", "changeit-changeit"), ("TRUSTSTORE_PASSWORD", "changeit-changeit")];

/// `specs/camunda-8.7.kdl` with another key.
pub(crate) fn original(set: &Set) -> Result<String, String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs/camunda-8.7.kdl");
    let spec = fs::read_to_string(path).map_err(|it| format!("{path}: {it}"))?;
    Ok(spec.replace("key rsa 4096", set.spec))
}

/// So many leaves below an intermediate.
pub(crate) fn leaves(count: usize) -> String {
    let head = r#"language 1
deployment bench {
    camunda "8.7"
    platform compose
}
defaults {
    subject { country DE; organization "Example AG" }
    leaf { issued-by intermediate; key ec p256 }
    authority { key ec p256 }
}
authority root
authority intermediate { issued-by root }
identity-provider keycloak { version "26.3.3" }
output files
"#;
    (1..count).fold(head.to_owned(), |mut spec, it| {
        writeln!(spec, "application worker-{it}").expect("a string takes all");
        spec
    })
}

/// So many leaves and the components of 8.8, for one emitter, and for the one that others rest on.
pub(crate) fn emitted(count: usize, output: &str) -> String {
    let platform = match output {
        "compose" => "compose",
        _ => "kubernetes { namespace camunda; release camunda }",
    };
    let outputs = if output == "files" { String::new() } else { format!("output {output}\n") };
    let head = format!(
        "language 1\ndeployment bench {{ camunda \"8.8\"; platform {platform} }}\nauthority root\n\
         identity-provider keycloak {{ version \"26.7.3\" }}\ncomponent orchestration\n\
         component connectors\ncomponent identity\ncomponent optimize\noutput files\n{outputs}"
    );
    (5..count).fold(head, |mut spec, it| {
        writeln!(spec, "application worker-{it}").expect("a string takes all");
        spec
    })
}

/// So many components, each with lines of its own.
pub(crate) fn components(count: usize) -> String {
    let head = "language 1\ndeployment bench { camunda \"8.7\"; platform compose }\nauthority root\n\
                identity-provider keycloak { version \"26.3.3\" }\noutput files\n";
    (0..count).fold(head.to_owned(), |mut spec, it| {
        writeln!(
            spec,
            "component zeebe-{it} {{\n    kind zeebe\n    client-id zeebe-{it}\n    \
             subject {{ organizational-unit \"Team {it}\" }}\n    san {{ dns \"zeebe-{it}.example.com\" }}\n}}"
        )
        .expect("a string takes all");
        spec
    })
}

/// The same for certyaml, whose keys are P-256 where nothing is said.
pub(crate) fn certyaml(count: usize) -> String {
    let head = "subject: cn=root\n---\nsubject: cn=intermediate\nissuer: cn=root\nca: true\n";
    (0..count).fold(head.to_owned(), |mut list, it| {
        let name = if it == 0 { "keycloak".to_owned() } else { format!("worker-{it}") };
        writeln!(list, "---\nsubject: cn={name},o=Example AG,c=DE\nissuer: cn=intermediate")
            .expect("a string takes all");
        list
    })
}
