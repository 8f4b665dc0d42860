//! `certc probe`.

use std::collections::BTreeSet;

use certc_catalog::Authentication;
use certc_diagnostic::{Diagnostic, Source};
use certc_emit::Emitter;
use certc_graph::{Graph, Process, blame};
use certc_issue::Secret;
use certc_probe::rules::READER_FILE_UNUSABLE;
use certc_probe::{Answer, Ask, Files, Finding, Server, Token};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::Ended;
use super::planned::folder;
use crate::arguments::{self, ProbeArguments, ProbeFormat, Via};
use crate::exit::Exit;
use crate::print;
use crate::state::{Administrator, Current};
use crate::timings::Timings;

/// For how many is asked at once: to wait takes no core.
const AT_ONCE: usize = 8;

/// What came of one component or application.
struct Asked<'a> {
    name: &'a str,
    /// Whose client it logs in as.
    client: &'a str,
    /// That one.
    process: &'a Process,
    /// Nothing where nobody was asked: it does not log in by a certificate.
    answer: Option<Answer>,
}

/// Asks the identity provider for a token as each component would, and says why it refuses.
pub(crate) fn probe(of: &ProbeArguments, emitters: &[&dyn Emitter], look: print::Look) -> Ended {
    let analysis = super::analyzed(&of.of, emitters, look, &mut Timings::default());
    let Some(mut analysis) = analysis else { return Ok(Exit::Failed) };
    let graph = &analysis.graph;
    let current = Current::read(&folder(&of.out, graph))?;
    let administrator = Administrator::of_environment();
    let ask = ask(of, graph, administrator.as_ref())?;
    let asked = all(&ask, &current);
    let text = match of.format {
        ProbeFormat::Human => human(&asked),
        ProbeFormat::Json => format!("{:#}\n", json_of(&ask, &asked, &analysis.sources)),
    };
    if asked.iter().all(|it| it.answer.is_none()) {
        print::note("nobody was asked for: no component logs in by a client certificate");
    }
    let found = findings(&asked);
    let is_fine = found.is_empty();
    analysis.said.0.extend(found);
    print::diagnostics(&analysis.said, &analysis.sources, look);
    print::asked_for(&text).map(|it| if is_fine { it } else { Exit::Findings })
}

fn ask<'a>(
    of: &ProbeArguments,
    graph: &'a Graph,
    administrator: Option<&'a Administrator>,
) -> Result<Ask<'a>, String> {
    let provider = graph.identity_provider.as_ref();
    let provider = provider.expect("a graph without errors has an identity provider");
    let url = match (&provider.realm, of.via) {
        (Some(_), Via::Backend) => &provider.backend,
        (Some(_), Via::Issuer) => &provider.issuer,
        (None, _) => {
            let unknown = "nobody says where clients fetch tokens: add `token-url` to the spec";
            provider.token_url.as_ref().ok_or(unknown)?
        }
    };
    let admin = administrator.map(Administrator::admin);
    Ok(Ask { graph, url, connect: of.connect.clone(), admin, now: arguments::now() })
}

/// Asks for everybody, in the order of the graph: as its own client, and as Zeebe's where it talks to Zeebe as that.
fn all<'a>(ask: &Ask<'a>, current: &Current) -> Vec<Asked<'a>> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build();
    let graph = ask.graph;
    let logins = graph.clients().map(|it| it.0.as_str()).flat_map(|name| {
        let zeebe = graph.zeebe_client(name).filter(|it| *it != name);
        [name].into_iter().chain(zeebe).map(move |client| (name, client))
    });
    let logins: Vec<_> = logins.collect();
    let asked = logins.par_iter().map(|(name, client)| {
        let answer = is_asked(&graph.processes[*name]).then(|| answer(ask, name, client, current));
        Asked { name, client, process: &graph.processes[*client], answer }
    });
    pool.expect("a system that has threads").install(|| asked.collect())
}

fn is_asked(process: &Process) -> bool {
    process.authenticate.value == Authentication::TlsClientAuth
}

/// Asks with the files of a component.
fn answer(ask: &Ask<'_>, name: &str, client: &str, current: &Current) -> Answer {
    match files(name, current) {
        Ok((chain, key, bundle)) => {
            let (private_key, bundle) = (key.bytes(), bundle.as_deref());
            certc_probe::probe(ask, name, client, &Files { chain: &chain, private_key, bundle })
        }
        Err(why) => {
            let help =
                "`certc compile` makes what is damaged anew; the spec must ask for `output files`";
            let said = READER_FILE_UNUSABLE.broken(why).help(help);
            let reader = ask.graph.readers.get(name).expect("a process is a reader");
            let said = blame(said, &ask.graph.leaf(&reader.leaf).name.origin, "this component");
            Answer { said: vec![said.into()], ..Answer::default() }
        }
    }
}

/// A chain, a private key, and a bundle where there is one.
type Read = (Vec<u8>, Secret, Option<Vec<u8>>);

fn files(name: &str, current: &Current) -> Result<Read, String> {
    let none = |what| format!("this generation has no {what} of `{name}`");
    let chain = current.file(name, "chain").ok_or_else(|| none("chain"))??;
    let key = current.secret(name, "private-key").ok_or_else(|| none("private key"))??;
    Ok((chain, key, current.file(name, "bundle").transpose()?))
}

/// Each finding once: what is wrong with the server is wrong for everybody.
fn findings(asked: &[Asked<'_>]) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = Vec::new();
    for it in asked.iter().filter_map(|it| it.answer.as_ref()).flat_map(|it| &it.said) {
        if !findings.contains(&it.said) {
            findings.push(it.said.clone());
        }
    }
    findings
}

/// What the server shows, then a line for each component.
fn human(asked: &[Asked<'_>]) -> String {
    let servers = asked.iter().filter_map(|it| it.answer.as_ref()?.server.as_ref()).map(shows);
    let servers: BTreeSet<String> = servers.collect();
    let lines = servers.into_iter().chain(asked.iter().flat_map(lines));
    lines.map(|it| format!("{}\n", print::harmless(&it))).collect()
}

fn shows(server: &Server) -> String {
    let leaf = server.chain.first().map_or("", |it| it);
    let asks = match server.accepts.as_deref() {
        None => "asks for no client certificate".to_owned(),
        Some([]) => "asks for a client certificate of anybody".to_owned(),
        Some([one]) => format!("asks for a client certificate below {one}"),
        Some(many) => {
            format!("asks for a client certificate below one of {} authorities", many.len())
        }
    };
    format!("server: {leaf}, {asks}")
}

/// A component, and as which client where that is another's.
fn who(of: &Asked<'_>) -> String {
    let Asked { name, client, process, .. } = of;
    if name == client {
        (*name).to_owned()
    } else {
        format!("{name} as {}", process.client_id.value)
    }
}

/// What came of it, then the commands that mend it.
fn lines(of: &Asked<'_>) -> Vec<String> {
    let name = who(of);
    let Some(Answer { token, said, .. }) = &of.answer else {
        return vec![format!("{name}: not asked, it does not log in by a certificate")];
    };
    let token = token.as_ref().map(|Token { seconds, audiences }| {
        let whom = match audiences.as_deref() {
            None => "it does not say for whom".to_owned(),
            Some([]) => "for nobody".to_owned(),
            Some(it) => format!("for {}", it.join(", ")),
        };
        format!("token for {seconds} seconds, {whom}")
    });
    let rules: Vec<_> = said.iter().map(|it| &*it.said.rule).collect();
    let commands = said.iter().filter_map(|it| Some(format!("  {}", it.command.as_ref()?)));
    let commands: BTreeSet<_> = commands.collect();
    let said = [token, (!rules.is_empty()).then(|| rules.join(", "))];
    let said = format!("{name}: {}", said.into_iter().flatten().collect::<Vec<_>>().join("; "));
    [said].into_iter().chain(commands).collect()
}

/// `format`, the `url` that was called, and for each of `components`: `name`, `client-id`, whether it was `asked` for and
/// is `ok` (null where it was not asked for), what the `server` showed, its `token` (no `audiences` where it is no JWT), and `findings`: `rule`, `message`, `help`,
/// the `command` that mends it, and the place `at` which the spec speaks of it.
fn json_of(ask: &Ask<'_>, asked: &[Asked<'_>], sources: &[Source]) -> Value {
    let components: Vec<_> = asked.iter().map(|it| component(it, sources)).collect();
    json!({ "format": 1, "url": ask.url.value.to_string(), "components": components })
}

fn component(of: &Asked<'_>, sources: &[Source]) -> Value {
    let answer = of.answer.as_ref();
    let server = answer.and_then(|it| it.server.as_ref()).map(
        |it| json!({ "chain": it.chain, "asks": it.accepts.is_some(), "accepts": it.accepts }),
    );
    let token = answer.and_then(|it| it.token.as_ref());
    let token = token.map(|it| json!({ "expires-in": it.seconds, "audiences": it.audiences }));
    let findings = answer.map_or(&[][..], |it| &it.said);
    json!({
        "name": of.name,
        "client-id": of.process.client_id.value,
        "asked": answer.is_some(),
        "ok": answer.map(|it| it.said.is_empty()),
        "server": server,
        "token": token,
        "findings": findings.iter().map(|it| finding(it, sources)).collect::<Vec<_>>(),
    })
}

fn finding(of: &Finding, sources: &[Source]) -> Value {
    let Finding { said, command } = of;
    let place = said.labels.first().and_then(|it| print::place(sources, it.0));
    json!({ "rule": said.rule, "message": said.message, "help": said.help, "command": command, "at": place })
}
