//! Asks an identity provider for tokens as each component would, and says in words why it refuses.
//!
//! The network is its purpose. It reads no disk, prints nothing and changes nothing on the server; the moment is a value.

use certc_diagnostic::Diagnostic;
use certc_graph::{Graph, Sourced, Url};
use certc_plan::Timestamp;
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

mod admin;
mod client;
mod component;
mod connection;
mod exchange;
mod keycloak;
mod login;
mod own;
mod refusal;
pub mod rules;
mod token;
mod watch;

use component::Component;

/// What is asked, and by which way.
pub struct Ask<'a> {
    /// The deployment, without errors.
    pub graph: &'a Graph,
    /// The identity provider's URL that is called: its `backend` or its `issuer`; of one that is no Keycloak, its token URL.
    pub url: &'a Sourced<Url>,
    /// Host and port to connect to, where they are not those of the URL.
    pub connect: Option<(String, u16)>,
    /// Who may look at clients.
    pub admin: Option<Admin<'a>>,
    /// The moment at which certificates are judged.
    pub now: Timestamp,
}

/// A user who may look at clients.
pub struct Admin<'a> {
    /// The realm that knows the user.
    pub realm: &'a str,
    /// The user's name.
    pub username: &'a str,
    /// The user's password.
    pub password: &'a str,
    /// Logs in once for all components; a refusal is one for all, too.
    login: OnceCell<Result<Zeroizing<String>, Diagnostic>>,
}

impl<'a> Admin<'a> {
    /// A user who has not logged in yet.
    pub fn new(realm: &'a str, username: &'a str, password: &'a str) -> Self {
        Self { realm, username, password, login: OnceCell::new() }
    }
}

/// The files of a component, as PEM.
pub struct Files<'a> {
    /// Its certificate and its intermediates.
    pub chain: &'a [u8],
    /// Its private key, not encrypted.
    pub private_key: &'a [u8],
    /// What it trusts; the public CAs where it has nothing of its own.
    pub bundle: Option<&'a [u8]>,
}

/// What came of asking for one component; it can log in where nothing is said.
#[derive(Debug, Default)]
pub struct Answer {
    /// What the server showed in the handshake, where it came so far.
    pub server: Option<Server>,
    /// The token that was issued.
    pub token: Option<Token>,
    /// The causes for which the component cannot log in, or its peers will refuse it.
    pub said: Vec<Finding>,
}

/// Why a component cannot log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The cause, and where the spec speaks of it.
    pub said: Diagnostic,
    /// What an administrator of Keycloak types to mend it, on one line; none where a shell cannot carry it.
    pub command: Option<String>,
}

impl From<Diagnostic> for Finding {
    fn from(said: Diagnostic) -> Self {
        Self { said, command: None }
    }
}

/// What a server shows in a handshake. Names are subject DNs as RFC 2253 spells them.
#[derive(Debug)]
pub struct Server {
    /// Its own certificate first.
    pub chain: Vec<String>,
    /// The authorities whose certificates it accepts from clients; `None` where it asks for no certificate, and empty
    /// where it names none.
    pub accepts: Option<Vec<String>>,
}

/// Public facts of a token. The token itself is dropped.
#[derive(Debug)]
pub struct Token {
    /// How long it is valid, in seconds.
    pub seconds: u64,
    /// Whom it is for; `None` where it is no JWT, so that only the server knows.
    pub audiences: Option<Vec<String>>,
}

/// Asks for a token with the certificate of a process of the graph, as its own client or as that of another process.
///
/// # Panics
/// Where the graph has no such process, or no runtime can be made.
pub fn probe(ask: &Ask<'_>, name: &str, client: &str, files: &Files<'_>) -> Answer {
    let component = Component::of(ask, name, client);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a system that has sockets");
    let answer = runtime.block_on(login::login(&component, files));
    // The search for a name cannot be called off, and nobody waits for it any more.
    runtime.shutdown_background();
    answer
}
