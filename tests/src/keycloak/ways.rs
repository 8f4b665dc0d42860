//! Each way to log in to Zeebe at each Keycloak: what certc says, and what the real server does. `docs/keycloak.md` has
//! the table; it is made here.

use std::env;
use std::fmt;
use std::fs;
use std::path::Path;
use std::process::Command;

use certc_plan::sha256;
use serde_json::{Value, json};

use super::admin::{Admin, REALM as OF_REALM, text};
use super::server::{Home, Server};
use super::{REALM, Shown, curl, is_refused_in_handshake, logs_in, twin};
use crate::deployment::Deployment;
use crate::tool::{Jdk, Ran, jdks, run, skipped, tool};

const VERSIONS: [&str; 10] = [
    "21.1.1", "22.0.5", "23.0.7", "24.0.5", "25.0.6", "26.3.5", "26.4.7", "26.5.6", "26.6.4",
    "26.7.3",
];
/// Those that are asked each time; the others where certc emits something else than when they were asked last.
const RECENT: [&str; 2] = ["26.3.5", "26.7.3"];
const WAYS: [&str; 3] = ["own-client", "pattern", "intermediary"];
/// Who logs in as the client `zeebe`, and who only by a client of its own.
const USERS: [&str; 4] = ["connectors", "operate", "tasklist", "zeebe"];
const OTHERS: [(&str, &str); 2] = [("identity", "camunda-identity"), ("optimize", "optimize")];
/// Subjects that the pattern of an old guide takes for a component's, in OpenSSL's order.
const IMPOSTORS: [&str; 3] = [
    "/emailAddress=x/C=DE/ST=BE/L=Berlin/O=Camunda/O=Evil Corp/OU=a/CN=evil",
    "/CN=evil, OU=a, O=Camunda, L=Berlin, ST=BE, C=DE, EMAILADDRESS=x",
    "/O=Evil/emailAddress=x/C=DE/ST=BE/L=Berlin/O=Camunda/OU=Operate/CN=operate",
];
/// What certc may say of a way; the deployment has other findings, of its old Camunda.
const RULES: [&str; 3] =
    ["vulnerable-keycloak", "zeebe-login-intermediary", "zeebe-login-pattern-deprecated"];

const PAGE: &str = "../docs/keycloak.md";
/// Asks all versions and writes the table.
const ALL: &str = "CERTC_TEST_ALL";

#[test]
fn each_version_does_what_certc_says() {
    let jdks = jdks();
    let Some(jdk) = jdks.iter().find(|it| it.version < 25) else {
        return skipped("java", "no JDK from 17 to 24");
    };
    if tool("curl").is_none() || tool("openssl").is_none() {
        return;
    }
    let deployment = Deployment::example("seed-option-1", |it| it + "\noutput registration\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = fs::read_to_string(&path).expect("a page");
    let emitted = emitted(&deployment);
    let is_all = env::var_os(ALL).is_some();
    let is_current = page.contains(&emitted);
    assert!(is_all || is_current, "certc emits something else: run `cargo xtask test --all`");
    let asked = VERSIONS.iter().filter(|it| is_all || RECENT.contains(it));
    let foreign = twin(&deployment);
    let rows: Option<Vec<_>> = asked.map(|it| rows(&deployment, &foreign, it, jdk)).collect();
    let Some(rows) = rows else { return };
    if is_all {
        fs::write(&path, with_table(&page, &emitted, &rows.concat())).expect("a page");
    }
    for row in rows.iter().flatten().filter(|_| !is_all) {
        assert!(page.contains(row), "not in docs/keycloak.md: {row}");
    }
}

/// What certc says to each version and way, and what it would tell the server, as one hash.
fn emitted(deployment: &Deployment) -> String {
    let mut all = String::new();
    for version in VERSIONS {
        for way in WAYS {
            let says = ask(deployment, version, way);
            all += &format!("{version} {way} {says}\n");
            if says != Says::Refuses {
                let environment = deployment.read("env/keycloak.env");
                let settings = environment.lines().filter_map(|it| it.split_once('='));
                all.extend(settings.map(|it| it.0));
                all += &realm(deployment).to_string();
            }
        }
    }
    format!("<!-- of what is emitted: {} -->", sha256(all.as_bytes()))
}

/// The table between its marks, and the hash.
fn with_table(page: &str, emitted: &str, rows: &[String]) -> String {
    let (before, rest) = page.split_once("<!-- table -->\n").expect("a mark");
    let (_, after) = rest.split_once("<!-- end -->").expect("a mark");
    let head = "| Keycloak | `zeebe-login` | certc | own clients | as `zeebe`: components | others | impostors | self-made certificate appended | no certificate | other root |\n|---|---|---|---|---|---|---|---|---|---|";
    format!("{before}<!-- table -->\n{emitted}\n{head}\n{}\n<!-- end -->{after}", rows.join("\n"))
}

/// One version's rows; nothing where it is not at hand.
fn rows(
    deployment: &Deployment,
    foreign: &Deployment,
    version: &str,
    jdk: &Jdk,
) -> Option<Vec<String>> {
    let home = Home::unpack(version)?;
    ask(deployment, version, WAYS[0]);
    let server = Server::start(deployment, &home, jdk);
    let row = |way: &&str| {
        let says = ask(deployment, version, way);
        let does = if says == Says::Refuses {
            ["–"; 7].join(" | ")
        } else {
            tell(deployment);
            let does = Asked { deployment, server: &server, way, version };
            does.judge(foreign)
        };
        format!("| {version} | {way} | {says} | {does} |")
    };
    let rows = WAYS.iter().map(row).collect();
    register(deployment, &server);
    Some(rows)
}

/// What certc says of a way at a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    Accepts,
    AcceptsAllowed,
    Warns,
    Refuses,
}

impl fmt::Display for Says {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Accepts => "accepts",
            Self::AcceptsAllowed => "accepts with `allow`",
            Self::Warns => "warns",
            Self::Refuses => "refuses",
        })
    }
}

/// Compiles the deployment for a version and a way; keys and certificates stay.
fn ask(deployment: &Deployment, version: &str, way: &str) -> Says {
    let mut lines: Vec<_> = deployment.text().lines().map(str::to_owned).collect();
    for line in &mut lines {
        match line.split_whitespace().next() {
            Some("version") => *line = format!("    version {version:?}"),
            Some("zeebe-login") => *line = format!("    zeebe-login {way}"),
            Some("allow") => *line = line.replace("allow", "/- allow"),
            _ => {}
        }
    }
    let is_vulnerable = version == VERSIONS[0];
    let is_allowed = is_vulnerable && way == "intermediary";
    let text = lines.join("\n");
    deployment.write(&if is_allowed { text.replace("/- allow", "allow") } else { text });
    let ran = deployment.certc("compile", &[]);
    let (expected, says) = match (version, way) {
        (_, "intermediary") if !is_vulnerable => ("zeebe-login-intermediary", Says::Refuses),
        (_, "intermediary") => ("", Says::AcceptsAllowed),
        _ if is_vulnerable => ("vulnerable-keycloak", Says::Warns),
        ("26.7.3", "pattern") => ("zeebe-login-pattern-deprecated", Says::Warns),
        _ => ("", Says::Accepts),
    };
    assert_eq!(ran.code, Some(i32::from(says == Says::Refuses)), "{version} {way}: {}", ran.err);
    let said = ran.err.lines().find(|it| RULES.contains(it)).unwrap_or("");
    assert_eq!(said, expected, "{version} {way}: {}", ran.err);
    says
}

fn realm(deployment: &Deployment) -> Value {
    serde_json::from_str(&deployment.read("keycloak/camunda-platform-realm.json")).expect("JSON")
}

/// Puts what the realm file says of the clients into a server that has the realm.
fn tell(deployment: &Deployment) {
    let admin = Admin::of(deployment);
    for client in realm(deployment)["clients"].as_array().expect("clients") {
        let path = format!("{OF_REALM}/clients/{}", admin.client(&text(&client["clientId"])));
        admin.ask("PUT", &path, &json!({ "attributes": client["attributes"] }));
    }
}

/// The server takes each registration document as RFC 7591 has it, and then knows that client by its certificate.
fn register(deployment: &Deployment, server: &Server) {
    let wish = json!({ "count": 100, "expiration": 600 });
    let path = format!("{OF_REALM}/clients-initial-access");
    let invitation = Admin::of(deployment).ask("POST", &path, &wish);
    for name in USERS {
        let document = deployment.read(&format!("registration/{name}.json"));
        let mut curl = curl(&deployment.current("pki/operate/truststore.pem"));
        curl.arg("-H").arg(format!("Authorization: Bearer {}", text(&invitation["token"])));
        curl.arg(format!("{REALM}/clients-registrations/openid-connect"));
        let answer = server.says(run(as_json(&mut curl), &document), "201");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        let client = &text(&answer["client_id"]);
        let own = logs_in(deployment, Some(&Shown::of(deployment, name)), client);
        server.says(own, "200");
        let other = logs_in(deployment, Some(&Shown::of(deployment, "identity")), client);
        server.says(other, "401");
    }
}

/// Standard input as a JSON body.
fn as_json(curl: &mut Command) -> &mut Command {
    curl.args(["-H", "Content-Type: application/json", "--data-binary", "@-"])
}

/// A server that was told of a way.
struct Asked<'a> {
    deployment: &'a Deployment,
    server: &'a Server,
    way: &'a str,
    version: &'a str,
}

impl Asked<'_> {
    /// Lets everyone try; who gets in is as it must be, and stands in a row.
    fn judge(&self, foreign: &Deployment) -> String {
        let Self { deployment, server, way, version } = self;
        let tries = |shown: Option<&Shown>, client: &str| {
            status(&logs_in(deployment, shown, client), server)
        };
        let tries_as = |name: &str, client: &str| tries(Some(&Shown::of(deployment, name)), client);
        let own = USERS.iter().map(|it| tries_as(it, if *it == "zeebe" { "operate" } else { it }));
        let own: Vec<_> = own.take(3).chain(OTHERS.iter().map(|it| tries_as(it.0, it.1))).collect();
        let users: Vec<_> = USERS.iter().map(|it| tries_as(it, "zeebe")).collect();
        let others: Vec<_> = OTHERS.iter().map(|it| tries_as(it.0, "zeebe")).collect();
        let impostors = IMPOSTORS.iter().enumerate().map(|(at, subject)| {
            tries(Some(&signed(deployment, &format!("impostor-{at}"), subject)), "zeebe")
        });
        let impostors: Vec<_> = impostors.collect();
        let client = if *way == "intermediary" { "zeebe" } else { "tasklist" };
        let appended = tries(Some(&appended(deployment, way)), client);
        let nobody = tries(None, "zeebe");
        let foreign = tries(Some(&Shown::of(foreign, "zeebe")), "zeebe");
        let is_shared = *way != "own-client";
        let below = *way == "intermediary";
        let expected = [
            (own.iter().filter(|it| *it == "200").count(), 5),
            (in_as(&users), if is_shared { 4 } else { 1 }),
            (in_as(&others), if below { 2 } else { 0 }),
            (in_as(&impostors), if below { 3 } else { 0 }),
            (in_as(std::slice::from_ref(&appended)), usize::from(*version == VERSIONS[0])),
            (in_as(&[nobody.clone(), foreign.clone()]), 0),
        ];
        for (at, (found, expected)) in expected.iter().enumerate() {
            assert_eq!(
                found, expected,
                "{version} {way}, {at}: {own:?} {users:?} {others:?} {impostors:?}"
            );
        }
        let cells =
            [&own, &users, &others, &impostors].map(|it| format!("{} of {}", in_as(it), it.len()));
        format!("{} | {appended} | {nobody} | {foreign}", cells.join(" | "))
    }
}

/// How many got a token.
fn in_as(statuses: &[String]) -> usize {
    statuses.iter().filter(|it| *it == "200").count()
}

fn status(ran: &Ran, server: &Server) -> String {
    if is_refused_in_handshake(ran) {
        return "TLS".to_owned();
    }
    let status = ran.out.rsplit_once('\n').map(|it| it.1);
    let is_answer = |it: &&str| matches!(*it, "200" | "400" | "401");
    status.filter(is_answer).unwrap_or_else(|| panic!("{ran:?}\n{}", server.log())).to_owned()
}

/// A certificate of this subject below the deployment's intermediary, which its owner should never have signed.
fn signed(deployment: &Deployment, name: &str, subject: &str) -> Shown {
    let folder = deployment.root().join(name);
    let authority = deployment.folder().join("authorities/zeebe-intermediate");
    let (shown, certificate) = (Shown::at(&folder), folder.join("certificate.pem"));
    if !folder.exists() {
        fs::create_dir_all(&folder).expect("a folder");
        let mut openssl = Command::new("openssl");
        openssl.args(["req", "-x509", "-config", "/dev/null", "-nodes", "-newkey", "ec"]);
        openssl.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-utf8", "-subj", subject]);
        openssl.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
        openssl.args(["-addext", "extendedKeyUsage=clientAuth", "-keyout"]).arg(&shown.private_key);
        openssl.arg("-CA").arg(authority.join("certificate.pem"));
        openssl.arg("-CAkey").arg(authority.join("private-key.pem")).arg("-out").arg(&certificate);
        run(&mut openssl, "").ok();
        join(&[&certificate, &authority.join("certificate.pem")], &shown.chain);
    }
    shown
}

/// An honest leaf with a self-made certificate behind it: of the authority, or of the component `tasklist`.
fn appended(deployment: &Deployment, way: &str) -> Shown {
    let folder = deployment.root().join(format!("appended-{way}"));
    let name = if way == "intermediary" { "zeebe-intermediate" } else { "tasklist" };
    let shown = Shown::at(&folder);
    if !folder.exists() {
        fs::create_dir_all(&folder).expect("a folder");
        let subject = deployment.certificates().into_iter().find(|it| it["name"] == name);
        let subject = subject.expect("a certificate")["subject"]["openssl"]
            .as_str()
            .expect("text")
            .replace(" = ", "=");
        let made = folder.join("self-made.pem");
        let mut openssl = Command::new("openssl");
        openssl.args(["req", "-x509", "-config", "/dev/null", "-nodes", "-newkey", "ec"]);
        openssl.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-utf8", "-subj"]);
        openssl.arg(format!("/{}", subject.replace(", ", "/")));
        openssl.arg("-keyout").arg(folder.join("unused.key")).arg("-out").arg(&made);
        run(&mut openssl, "").ok();
        let honest = Shown::of(deployment, "optimize");
        fs::copy(&honest.private_key, &shown.private_key).expect("a key");
        join(&[&honest.chain, &made], &shown.chain);
    }
    shown
}

impl Shown {
    fn at(folder: &Path) -> Self {
        Self { chain: folder.join("chain.pem"), private_key: folder.join("private-key.pem") }
    }
}

fn join(files: &[&Path], to: &Path) {
    let texts = files.iter().map(|it| fs::read_to_string(it).expect("a file"));
    fs::write(to, texts.collect::<String>()).expect("a file");
}
