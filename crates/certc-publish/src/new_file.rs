//! A single new file outside of any generation.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};

use camino::Utf8Path;

use crate::Error;

/// Writes a file that is not there yet, such as a first spec; never over one that is.
pub fn write_new(path: &Utf8Path, bytes: &[u8]) -> Result<(), Error> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut it| it.write_all(bytes)).map_err(|it| {
        if it.kind() == ErrorKind::AlreadyExists {
            Error::new(path, "there is a file already, and it stays")
        } else {
            Error::disk(path, it)
        }
    })
}

#[test]
fn a_file_that_is_there_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = Utf8Path::from_path(folder.path()).expect("UTF-8").join("a.kdl");
    write_new(&path, b"one").expect("a new file");
    let error = write_new(&path, b"two").expect_err("the file is there");
    assert_eq!(error.reason, "there is a file already, and it stays");
    assert_eq!(std::fs::read(&path).expect("the file"), b"one");
}
