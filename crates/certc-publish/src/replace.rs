//! A file of the user's, replaced by what certc makes of it.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Result as Answer, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};

use camino::Utf8Path;

use crate::Error;

/// Replaces a file with one rename, so that it is the whole old or the whole new one; its mode and owner stay.
///
/// The target of a link is replaced, not the link. A file that may not be written to, or no longer is what `read` says, stays
/// as it is, and that is an error.
pub fn replace(path: &Utf8Path, read: &[u8], bytes: &[u8]) -> Result<(), Error> {
    let target = path.canonicalize_utf8().map_err(|it| Error::disk(path, it))?;
    OpenOptions::new().write(true).open(&target).map_err(|it| Error::disk(path, it))?;
    let name = target.file_name().unwrap_or_default();
    let partial = target.with_file_name(format!(".{name}.partial"));
    let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial);
    let new = new.map_err(|it| {
        if it.kind() == ErrorKind::AlreadyExists {
            let reason = "another run writes it, or a killed one left it; remove it if none runs";
            Error::new(&partial, reason)
        } else {
            not_beside(path, &it)
        }
    })?;
    let replaced = write(new, &target, bytes).map_err(|it| Error::disk(path, it)).and_then(|()| {
        let now = fs::read(&target).map_err(|it| Error::disk(path, it))?;
        if now != read {
            return Err(Error::new(path, "was changed since it was read, and stays as it is"));
        }
        fs::rename(&partial, &target).map_err(|it| not_beside(path, &it))
    });
    replaced.inspect_err(|_| drop(fs::remove_file(&partial)))?;
    let folder = target.parent().unwrap_or(Utf8Path::new("/"));
    File::open(folder).and_then(|it| it.sync_all()).map_err(|it| {
        let reason = crate::reason(&it);
        Error::new(path, format!("is replaced, but the disk did not confirm it: {reason}"))
    })
}

/// Who may not give a file to its owner keeps it: the text is what counts.
fn write(mut new: File, like: &Utf8Path, bytes: &[u8]) -> Answer<()> {
    let old = fs::metadata(like)?;
    new.write_all(bytes)?;
    drop(fchown(&new, Some(old.uid()), Some(old.gid())));
    new.set_permissions(old.permissions())?;
    new.sync_all()
}

/// A file is replaced by writing a new one beside it.
fn not_beside(path: &Utf8Path, answer: &std::io::Error) -> Error {
    Error::new(path, format!("its folder cannot be written to: {}", crate::reason(answer)))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use camino::Utf8PathBuf;

    use super::*;

    /// A folder with a file in it that says "one", and a link to that.
    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8PathBuf::try_from(folder.path().to_owned()).expect("UTF-8");
        fs::write(path.join("a.kdl"), "one").expect("a file");
        fs::set_permissions(path.join("a.kdl"), fs::Permissions::from_mode(0o640)).expect("a mode");
        symlink("a.kdl", path.join("link.kdl")).expect("a link");
        (folder, path)
    }

    /// Replaces what says `read` by "two"; checks the error, what the file says then, and that nothing is left beside it.
    fn check(name: &str, read: &str, error: &str, text: &str) {
        let (_folder, path) = folder();
        let replaced = replace(&path.join(name), read.as_bytes(), b"two");
        assert_eq!(replaced.map_or_else(|it| it.reason, |()| String::new()), error, "{name}");
        assert_eq!(fs::read_to_string(path.join("a.kdl")).expect("the file"), text, "{name}");
        let mode = fs::metadata(path.join("a.kdl")).expect("the file").mode();
        assert_eq!(mode & 0o777, 0o640, "{name}");
        assert!(path.join("link.kdl").is_symlink(), "{name}");
        assert_eq!(fs::read_dir(&path).expect("a folder").count(), 2, "{name}");
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        check("a.kdl", "one", "", "two");
        check("link.kdl", "one", "", "two");
        let changed = "was changed since it was read, and stays as it is";
        check("a.kdl", "zero", changed, "one");
        check("b.kdl", "one", "no such file or directory", "one");
    }

    #[test]
    fn what_another_run_writes_stays() {
        let (_folder, path) = folder();
        fs::write(path.join(".a.kdl.partial"), "half").expect("a file");
        let error = replace(&path.join("a.kdl"), b"one", b"two").expect_err("it is in the way");
        assert!(error.path.ends_with(".a.kdl.partial"), "{error}");
        assert_eq!(fs::read(path.join(".a.kdl.partial")).expect("a file"), b"half");
        assert_eq!(fs::read(path.join("a.kdl")).expect("the file"), b"one");
    }
}
