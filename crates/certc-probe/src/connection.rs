//! A connection to the identity provider: address, TCP, TLS.

use std::error::Error as _;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use certc_diagnostic::Diagnostic;
use certc_plan::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{ServerName, UnixTime};
use tokio_rustls::rustls::time_provider::TimeProvider;
use tokio_rustls::rustls::{AlertDescription, ClientConfig, Error};

use crate::component::Component;
use crate::exchange::{Asked, Said, exchange};
use crate::refusal;
use crate::rules::{HANDSHAKE_FAILED, HOST_UNKNOWN, NO_CONNECTION, PLAIN_HTTP};
use crate::watch::Watch;

/// How long a handshake may take, and then an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Less than [`PATIENCE`], so that a name that nobody answers for is told from a server that does not answer.
const PATIENCE_FOR_NAMES: Duration = Duration::from_secs(8);

/// After how long a server that says nothing is asked whether it speaks TLS at all.
const GLANCE: Duration = Duration::from_secs(1);

/// Why there is no answer.
pub(crate) enum Broken {
    /// The cause is known.
    Known(Box<Diagnostic>),
    /// The server ended the connection, with a word of TLS or without one.
    Ended(Option<AlertDescription>),
    /// What goes over the connection is no HTTP: a sentence whose subject is the server.
    NoHttp(String),
}

impl From<Diagnostic> for Broken {
    fn from(it: Diagnostic) -> Self {
        Self::Known(Box::new(it))
    }
}

impl From<hyper::Error> for Broken {
    /// In TLS 1.3 a server refuses a certificate after the handshake, so the alert arrives where an answer is read.
    fn from(it: hyper::Error) -> Self {
        let cause = it.source().and_then(|it| it.downcast_ref::<io::Error>());
        let is_end = it.is_incomplete_message() || it.is_canceled() || it.is_closed();
        match cause {
            Some(it) => Self::Ended(alert(it)),
            None if is_end => Self::Ended(None),
            None => Self::NoHttp(format!("speaks no HTTP/1.1: {it}")),
        }
    }
}

/// What a server said last.
fn alert(it: &io::Error) -> Option<AlertDescription> {
    match tls(it) {
        Some(Error::AlertReceived(it)) => Some(*it),
        _ => None,
    }
}

fn tls(it: &io::Error) -> Option<&Error> {
    it.get_ref()?.downcast_ref()
}

/// Asks over a connection of its own.
pub(crate) async fn ask(
    of: &Component<'_>,
    watch: &Arc<Watch>,
    asked: Asked<'_>,
) -> Result<Said, Broken> {
    let url = &of.ask.url.value;
    let host =
        if url.port == 443 { url.host.clone() } else { format!("{}:{}", url.host, url.port) };
    let late = format!("gives no answer within {} seconds", PATIENCE.as_secs());
    let stream = timeout(PATIENCE, async { handshake(of, watch, connect(of).await?).await }).await;
    let stream = stream.unwrap_or_else(|_| Err(no_connection(of, &late).into()))?;
    let said = timeout(PATIENCE, exchange(stream, &host, &asked)).await;
    said.unwrap_or(Err(Broken::NoHttp(late)))
}

/// Host and port that are connected to.
fn address<'a>(of: &'a Component<'_>) -> (&'a str, u16) {
    let url = &of.ask.url.value;
    let place = of.ask.connect.as_ref();
    place.map_or((&url.host, url.port), |(host, port)| (host, *port))
}

async fn connect(of: &Component<'_>) -> Result<TcpStream, Diagnostic> {
    let (host, port) = address(of);
    let found = timeout(PATIENCE_FOR_NAMES, lookup_host((host, port))).await;
    let addresses = found.ok().and_then(Result::ok).ok_or_else(|| unknown(of, host))?;
    let mut why = unknown(of, host);
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(it) => return Ok(it),
            Err(it) => why = no_connection(of, &format!("cannot be reached: {}", it.kind())),
        }
    }
    Err(why)
}

fn unknown(of: &Component<'_>, host: &str) -> Diagnostic {
    let said = HOST_UNKNOWN.broken(format!("no address is known for `{host}`"));
    let help =
        "run this where the components run, ask with `--via issuer`, or say `--connect HOST:PORT`";
    of.at_server(said.help(help))
}

fn no_connection(of: &Component<'_>, why: &str) -> Diagnostic {
    let (host, port) = address(of);
    let said = NO_CONNECTION.broken(format!("`{host}:{port}` {why}"));
    let help = "start the identity provider, or say with `--connect HOST:PORT` where it listens";
    of.at_server(said.help(help))
}

async fn handshake(
    of: &Component<'_>,
    watch: &Arc<Watch>,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, Broken> {
    let name = ServerName::try_from(of.ask.url.value.host.clone());
    let name = name.expect("a checked URL has a host that can stand in a certificate");
    let connector = TlsConnector::from(Arc::new(configuration(of.ask.now, watch)));
    let mut shaking = pin!(connector.connect(name, stream));
    // A server without TLS may wait for the end of a line that never comes.
    let shaken = match timeout(GLANCE, shaking.as_mut()).await {
        Ok(it) => it,
        Err(_) if speaks_http(of).await => return Err(plain_http(of).into()),
        Err(_) => shaking.await,
    };
    match shaken {
        Ok(it) => Ok(it),
        Err(it) => Err(broken(of, watch, &it).await),
    }
}

fn configuration(now: Timestamp, watch: &Arc<Watch>) -> ClientConfig {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let configuration = ClientConfig::builder_with_details(provider, Arc::new(Moment(now)))
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .dangerous()
        .with_custom_certificate_verifier(watch.clone());
    configuration.with_client_cert_resolver(watch.clone())
}

/// The time is a value.
#[derive(Debug)]
struct Moment(Timestamp);

impl TimeProvider for Moment {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(self.0.0).ok()?)))
    }
}

/// Why a handshake came to nothing.
async fn broken(of: &Component<'_>, watch: &Watch, it: &io::Error) -> Broken {
    match tls(it) {
        Some(Error::InvalidCertificate(it)) => refusal::of_server(of, &watch.seen(), it).into(),
        Some(Error::AlertReceived(it)) if watch.seen().is_asked() => Broken::Ended(Some(*it)),
        None if watch.seen().is_asked() => Broken::Ended(None),
        why => match speaks_http(of).await {
            true => plain_http(of).into(),
            false => {
                failed(of, &why.map_or_else(|| it.kind().to_string(), Error::to_string)).into()
            }
        },
    }
}

fn failed(of: &Component<'_>, why: &str) -> Diagnostic {
    let (host, port) = address(of);
    let said = HANDSHAKE_FAILED.broken(format!("`{host}:{port}` shakes no hands: {why}"));
    let help =
        "look whether it serves TLS 1.2 or 1.3 there, with a key that belongs to its certificate";
    of.at_server(said.help(help))
}

fn plain_http(of: &Component<'_>) -> Diagnostic {
    let (host, port) = address(of);
    let said = PLAIN_HTTP.broken(format!("`{host}:{port}` speaks HTTP without TLS"));
    let help =
        "name the port that serves TLS: Keycloak's is `KC_HTTPS_PORT`, 8443 where nothing is said";
    of.at_server(said.help(help))
}

/// Whether a plain request gets an answer of HTTP, and at once.
async fn speaks_http(of: &Component<'_>) -> bool {
    let start = async {
        let mut stream = connect(of).await.ok()?;
        let mut start = [0; 5];
        stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await.ok()?;
        stream.read_exact(&mut start).await.ok()?;
        Some(start)
    };
    timeout(GLANCE, start).await.is_ok_and(|it| it.as_ref() == Some(b"HTTP/"))
}
