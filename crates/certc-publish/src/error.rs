//! What goes wrong on a disk, as one sentence.

use std::fmt;
use std::io;

use camino::Utf8PathBuf;

/// What is in the way, or what the disk answered; prints as one sentence.
#[derive(Debug)]
pub struct Error {
    /// Where.
    pub path: Utf8PathBuf,
    /// Why, and what helps where something does.
    pub reason: String,
}

impl Error {
    pub(crate) fn new(path: impl Into<Utf8PathBuf>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }

    pub(crate) fn disk(path: impl Into<Utf8PathBuf>, answer: impl Into<io::Error>) -> Self {
        Self::new(path, reason(&answer.into()))
    }
}

/// The system's answer in the case of our own messages, without its number.
pub fn reason(answer: &io::Error) -> String {
    let answer = answer.to_string();
    let words = answer.split(" (os error").next().unwrap_or(&answer);
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    first.to_lowercase() + rest
}

impl fmt::Display for Error {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}: {}", self.path, self.reason)
    }
}

impl std::error::Error for Error {}
