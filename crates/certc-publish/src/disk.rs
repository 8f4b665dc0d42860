//! Steps on the disk, each of them one name below an open folder: a link in the way is refused, never followed.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;

use camino::{Utf8Path, Utf8PathBuf};
use rustix::fs::{self, AtFlags, FileType, FlockOperation, Mode, OFlags, RawMode};
use rustix::io::{Errno, Result as Answer};

use crate::Error;

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
const NEW: OFlags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::CLOEXEC);

/// An open folder; its path is for messages only.
pub(crate) struct Dir {
    fd: OwnedFd,
    path: Utf8PathBuf,
}

impl Dir {
    /// The folder that the user names, through the links that the user chose.
    pub(crate) fn at(path: &Utf8Path) -> Result<Self, Error> {
        let fd = fs::open(path.as_str(), FOLDER, Mode::empty());
        Self::checked(fd.map_err(|it| not_a_folder(path, it))?, path.to_owned())
    }

    /// The folder of this name; nothing where there is none.
    pub(crate) fn open(&self, name: &str) -> Result<Option<Self>, Error> {
        let path = self.path.join(name);
        match fs::openat(&self.fd, name, FOLDER | OFlags::NOFOLLOW, Mode::empty()) {
            Ok(fd) => Self::checked(fd, path).map(Some),
            Err(Errno::NOENT) => Ok(None),
            Err(answer) => Err(not_a_folder(&path, answer)),
        }
    }

    /// The folder of this name, which was there a moment ago.
    pub(crate) fn need(&self, name: &str) -> Result<Self, Error> {
        self.open(name)?.ok_or_else(|| Error::disk(self.path.join(name), Errno::NOENT))
    }

    /// A new folder with exactly this mode, whatever the umask takes.
    pub(crate) fn make(&self, name: &str, mode: u32) -> Result<Self, Error> {
        let mode = bits(mode);
        self.said(name, fs::mkdirat(&self.fd, name, mode))?;
        let fd = fs::openat(&self.fd, name, FOLDER | OFlags::NOFOLLOW, Mode::empty());
        let fd = self.said(name, fd)?;
        self.said(name, fs::fchmod(&fd, mode))?;
        Ok(Self { fd, path: self.path.join(name) })
    }

    /// The folder of this name; a new one is on the disk when this returns.
    pub(crate) fn open_or_make(&self, name: &str, mode: u32) -> Result<Self, Error> {
        if let Some(folder) = self.open(name)? {
            return Ok(folder);
        }
        let folder = self.make(name, mode)?;
        self.sync().map(|()| folder)
    }

    /// Who else may write here could exchange a file between two steps.
    fn checked(fd: OwnedFd, path: Utf8PathBuf) -> Result<Self, Error> {
        let stat = fs::fstat(&fd).map_err(|it| Error::disk(&path, it))?;
        if Mode::from_raw_mode(stat.st_mode).contains(Mode::WOTH) {
            return Err(Error::new(
                path,
                "everybody may write to it; take that away (`chmod o-w`)",
            ));
        }
        Ok(Self { fd, path })
    }

    /// Held alone until closed. A folder that another run removed in the meantime counts as held by it.
    pub(crate) fn lock(&self) -> Result<(), Error> {
        let held = || Error::new(&self.path, "another run of certc holds it; wait for its end");
        match fs::flock(&self.fd, FlockOperation::NonBlockingLockExclusive) {
            Err(Errno::WOULDBLOCK) => return Err(held()),
            answer => self.said("", answer)?,
        }
        let (ours, there) = (self.said("", fs::fstat(&self.fd))?, fs::stat(self.path.as_str()));
        let same = there.is_ok_and(|it| (it.st_dev, it.st_ino) == (ours.st_dev, ours.st_ino));
        if same { Ok(()) } else { Err(held()) }
    }

    /// Every name here that is text; others are not ours.
    pub(crate) fn names(&self) -> Result<Vec<String>, Error> {
        let entries = self.said("", fs::Dir::read_from(&self.fd))?;
        let names = entries.map(|it| Ok(it?.file_name().to_str().unwrap_or_default().to_owned()));
        let names = self.said("", names.collect::<Answer<Vec<_>>>())?;
        Ok(names.into_iter().filter(|it| !matches!(it.as_str(), "" | "." | "..")).collect())
    }

    /// Whether anything has this name.
    pub(crate) fn has(&self, name: &str) -> Result<bool, Error> {
        let found = fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW);
        self.found(name, found).map(|it| it.is_some())
    }

    /// A new file with exactly this mode: never wider than that, not for a moment.
    pub(crate) fn write(&self, name: &str, bytes: &[u8], mode: u32) -> Result<(), Error> {
        let mode = bits(mode);
        let fd = self.said(name, fs::openat(&self.fd, name, NEW | OFlags::NOFOLLOW, mode))?;
        self.said(name, fs::fchmod(&fd, mode))?;
        let written = File::from(fd).write_all(bytes);
        written.map_err(|it| Error::disk(self.path.join(name), it))
    }

    /// Gives a file on to another folder: linked where the disk can and the mode is right, else copied.
    pub(crate) fn give(&self, name: &str, to: &Self, mode: u32) -> Result<(), Error> {
        let stat = self.said(name, fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW))?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(self.wrong(name, "is not the file that certc wrote"));
        }
        if Mode::from_raw_mode(stat.st_mode) == bits(mode) {
            match fs::linkat(&self.fd, name, &to.fd, name, AtFlags::empty()) {
                Err(Errno::MLINK | Errno::XDEV | Errno::PERM | Errno::NOTSUP) => {}
                answer => return to.said(name, answer),
            }
        }
        to.write(name, &self.read(name)?, mode)
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let read = self.file(name)?.read_to_end(&mut bytes);
        read.map_err(|it| Error::disk(self.path.join(name), it)).map(|_| bytes)
    }

    fn file(&self, name: &str) -> Result<File, Error> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = fs::openat(&self.fd, name, flags, Mode::empty());
        self.said(name, file).map(File::from)
    }

    /// Where a link points; nothing where there is none.
    pub(crate) fn target(&self, name: &str) -> Result<Option<String>, Error> {
        match fs::readlinkat(&self.fd, name, Vec::new()) {
            Err(Errno::INVAL) => Ok(Some(String::new())),
            found => Ok(self.found(name, found)?.map(|it| it.to_string_lossy().into_owned())),
        }
    }

    /// A new link.
    pub(crate) fn point(&self, name: &str, target: &str) -> Result<(), Error> {
        self.said(name, fs::symlinkat(target, &self.fd, name))
    }

    /// Renames within the file system; an empty folder or a file of the new name is replaced.
    pub(crate) fn rename(&self, name: &str, to: &Self, new: &str) -> Result<(), Error> {
        to.said(new, fs::renameat(&self.fd, name, &to.fd, new))
    }

    /// Removes one file or link, or nothing where there is none.
    pub(crate) fn remove(&self, name: &str) -> Result<(), Error> {
        self.found(name, fs::unlinkat(&self.fd, name, AtFlags::empty())).map(|_| ())
    }

    /// Removes an empty folder.
    pub(crate) fn remove_empty(&self, name: &str) -> Result<(), Error> {
        self.said(name, fs::unlinkat(&self.fd, name, AtFlags::REMOVEDIR))
    }

    /// Removes a folder with all that is in it.
    pub(crate) fn remove_all(&self, name: &str) -> Result<(), Error> {
        let Some(folder) = self.open(name)? else { return Ok(()) };
        for name in folder.names()? {
            let inner = folder.kind(&name)? == FileType::Directory;
            if inner { folder.remove_all(&name)? } else { folder.remove(&name)? }
        }
        self.remove_empty(name)
    }

    fn kind(&self, name: &str) -> Result<FileType, Error> {
        let stat = fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW);
        self.said(name, stat).map(|it| FileType::from_raw_mode(it.st_mode))
    }

    /// The names in this folder reach the disk.
    pub(crate) fn sync(&self) -> Result<(), Error> {
        self.said("", fs::fsync(&self.fd))
    }

    /// The content of a file reaches the disk.
    pub(crate) fn sync_file(&self, name: &str) -> Result<(), Error> {
        self.file(name)?.sync_all().map_err(|it| Error::disk(self.path.join(name), it))
    }

    /// Everything below this folder reaches the disk. Linux does it in one pass over the file system.
    #[cfg(target_os = "linux")]
    pub(crate) fn sync_all(&self) -> Result<(), Error> {
        self.said("", fs::syncfs(&self.fd))
    }

    /// Everything below this folder reaches the disk.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn sync_all(&self) -> Result<(), Error> {
        for name in self.names()? {
            let inner = self.kind(&name)? == FileType::Directory;
            if inner { self.need(&name)?.sync_all()? } else { self.sync_file(&name)? }
        }
        self.sync()
    }

    /// An error about what has this name.
    pub(crate) fn wrong(&self, name: &str, reason: &str) -> Error {
        Error::new(self.path.join(name), reason)
    }

    fn said<T>(&self, name: &str, answer: Answer<T>) -> Result<T, Error> {
        let path = || if name.is_empty() { self.path.clone() } else { self.path.join(name) };
        answer.map_err(|it| Error::disk(path(), it))
    }

    fn found<T>(&self, name: &str, answer: Answer<T>) -> Result<Option<T>, Error> {
        if matches!(answer, Err(Errno::NOENT)) {
            Ok(None)
        } else {
            self.said(name, answer).map(Some)
        }
    }
}

fn not_a_folder(path: &Utf8Path, answer: Errno) -> Error {
    match answer {
        Errno::NOTDIR | Errno::LOOP => Error::new(path, "is not a folder of certc; move it away"),
        answer => Error::disk(path, answer),
    }
}

/// Some systems have fewer bits for it.
fn bits(mode: u32) -> Mode {
    Mode::from_raw_mode(mode as RawMode)
}
