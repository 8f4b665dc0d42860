//! One request and its answer.

use std::error::Error;
use std::iter;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, LOCATION};
use hyper::{Method, Request, Response, http};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::connection::Broken;

/// The longest body that is read, in bytes: an answer with a token has some thousand.
const LONGEST_BODY: usize = 1 << 20;

/// What is asked of the server.
pub(crate) enum Asked<'a> {
    /// A form, sent to a path.
    Form(String, &'a [(&'a str, &'a str)]),
    /// What lies at a path, for the holder of a token.
    Get(String, &'a str),
}

/// What the server says.
pub(crate) struct Said {
    pub(crate) status: u16,
    /// Where it sends the reader to.
    location: Option<String>,
    body: Bytes,
}

impl Said {
    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// What the server says of its refusal (RFC 6749 section 5.2), in backticks; empty where it says nothing.
    pub(crate) fn error(&self) -> String {
        let words = [self.text("error"), self.text("error_description")];
        let words = words.iter().filter(|it| !it.is_empty()).map(|it| format!("`{it}`"));
        words.collect::<Vec<_>>().join(", ")
    }

    /// Whether it is a refusal in the words of RFC 6749 section 5.2.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self.status, 400 | 401 | 403) && !self.text("error").is_empty()
    }

    /// A text of the JSON; empty where it has none of this name.
    pub(crate) fn text(&self, name: &str) -> String {
        self.json().and_then(|it| Some(it.get(name)?.as_str()?.to_owned())).unwrap_or_default()
    }

    /// The answer in a few words.
    pub(crate) fn words(&self) -> String {
        let body = String::from_utf8_lossy(&self.body);
        let start = body.trim_start().get(..5).unwrap_or_default().to_ascii_lowercase();
        let what = match (&self.location, self.body.is_empty()) {
            (Some(it), _) => format!("and sends to `{it}`"),
            (None, true) => "and nothing else".to_owned(),
            (None, false) if self.json().is_some() => "and JSON of another kind".to_owned(),
            (None, false) if ["<html", "<!doc"].contains(&start.as_str()) => {
                "and a page of HTML".to_owned()
            }
            (None, false) => "and no JSON".to_owned(),
        };
        format!("status {} {what}", self.status)
    }
}

/// Sends a request over a connection of its own and reads the answer.
pub(crate) async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    host: &str,
    asked: &Asked<'_>,
) -> Result<Said, Broken> {
    let request = request(host, asked)
        .map_err(|it| Broken::NoHttp(format!("cannot be asked: the request has an {it}")))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let driver = tokio::spawn(connection);
    match sender.send_request(request).await {
        Ok(it) => read(it).await,
        // The connection knows why it ended, the sender only that it did.
        Err(it) => Err(driver.await.ok().and_then(Result::err).unwrap_or(it).into()),
    }
}

/// Fails at a token that has no place in a header.
fn request(host: &str, asked: &Asked<'_>) -> http::Result<Request<Full<Bytes>>> {
    let request = Request::builder().header(HOST, host).header(ACCEPT, "application/json");
    match asked {
        Asked::Form(path, fields) => {
            let body =
                form_urlencoded::Serializer::new(String::new()).extend_pairs(*fields).finish();
            let request = request.method(Method::POST).uri(path);
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.body(Full::from(body))
        }
        Asked::Get(path, token) => {
            request.uri(path).header(AUTHORIZATION, format!("Bearer {token}")).body(Full::default())
        }
    }
}

async fn read(answer: Response<Incoming>) -> Result<Said, Broken> {
    let status = answer.status().as_u16();
    let location =
        answer.headers().get(LOCATION).and_then(|it| it.to_str().ok()).map(str::to_owned);
    let body = Limited::new(answer.into_body(), LONGEST_BODY).collect().await.map_err(|it| {
        Broken::NoHttp(format!(
            "answers with status {status} and a body that cannot be read: {}",
            in_full(&*it)
        ))
    })?;
    Ok(Said { status, location, body: body.to_bytes() })
}

/// An error with what caused it: `hyper` says the rest there.
fn in_full(error: &(dyn Error + 'static)) -> String {
    let all = iter::successors(Some(error), |it| Error::source(*it));
    all.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[test]
fn a_request_that_cannot_be_written_is_no_panic() {
    for (path, token) in [("/a", "b\nc"), ("/a b", "c"), ("", "c")] {
        assert!(
            request("a.example", &Asked::Get(path.to_owned(), token)).is_err(),
            "{path} {token}"
        );
    }
    assert!(request("a.example", &Asked::Get("/a".to_owned(), "c")).is_ok());
}
