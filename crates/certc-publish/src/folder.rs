//! A deployment's folder: held, published to, recovered.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;

use camino::{Utf8Path, Utf8PathBuf};

use crate::disk::Dir;
use crate::{Error, File, authorities, tree};

const CURRENT: &str = "current";
const NEXT: &str = "current.next";
const GENERATIONS: &str = "generations";
const AUTHORITIES: &str = "authorities";
const IGNORE: &str = ".gitignore";
const PARTIAL: &str = ".certc.partial";

/// A deployment's folder, held alone until dropped.
///
/// Dropped without a success it leaves the disk as it was, the folders that it made included.
pub struct Folder {
    /// Their end comes before the lock's.
    _parents: Parents,
    root: Dir,
    current: Option<u64>,
    next: u64,
    made: Vec<&'static str>,
}

/// A generation that `current` shows.
#[derive(Debug)]
pub struct Published {
    /// Its number.
    pub number: u64,
    /// What failed after `current` was turned: readers see the new generation, the disk has not confirmed it.
    pub unconfirmed: Option<Error>,
}

impl Folder {
    /// Opens or makes the folder, locks it and repairs what a killed run left.
    ///
    /// Refused are a folder that another run holds or that everybody may write to, and what stands in the way without being
    /// ours: a `current` that is no link to a generation, a file or a link where a folder belongs.
    pub fn open(root: &Utf8Path) -> Result<Self, Error> {
        let mut parents = Parents::make(root)?;
        let root = Dir::at(root)?;
        // Who holds it may not have written yet: its empty folder is not ours to remove.
        root.lock().inspect_err(|_| parents.0.clear())?;
        let current = generation(&root, CURRENT)?;
        let mut folder = Self { _parents: parents, root, current, next: 1, made: Vec::new() };
        folder.recover()?;
        let generations = folder.root.open(GENERATIONS)?;
        let names = generations.map(|it| it.names()).transpose()?.unwrap_or_default();
        folder.next += names.iter().filter_map(|it| number(it)).chain(current).max().unwrap_or(0);
        Ok(folder)
    }

    /// The number of the generation that `current` shows.
    pub fn current(&self) -> Option<u64> {
        self.current
    }

    /// The number of the generation that [`publish`](Self::publish) makes.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Keeps an authority's files beside the generations; when this returns, the disk has them.
    ///
    /// A new authority stays even when the run fails later, so that the next run finds it. One that is there already is
    /// replaced by [`publish`](Self::publish), and by nothing else: until then it stays what it was.
    pub fn keep(&mut self, authority: &str, files: &[File<'_>]) -> Result<(), Error> {
        let usable = tree::is_name(authority) && !authority.starts_with('.');
        assert!(usable, "a bug in certc, please report it: an authority named `{authority}`");
        let authorities = self.folder(AUTHORITIES, 0o700)?;
        let old = authorities.open(authority)?;
        let replacement = authorities::replacement(authority, self.next);
        authorities.remove_all(&replacement)?;
        let partial = format!(".{authority}.partial");
        let new = authorities.make(&partial, 0o700)?;
        tree::write(&new, old.as_ref(), files, 0o700)?;
        new.sync_all()?;
        let name = if old.is_some() { &replacement } else { authority };
        authorities.rename(&partial, &authorities, name)?;
        self.made.clear();
        authorities.sync()
    }

    /// Keeps one more secret beside the generations, readable by its owner alone; never in the place of another file.
    pub fn keep_file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        assert!(tree::is_name(name), "a bug in certc, please report it: a file named `{name}`");
        self.ignore()?;
        if self.root.has(name)? {
            return Err(self.root.wrong(name, "is already there"));
        }
        self.root.write(PARTIAL, bytes, 0o600)?;
        self.root.sync_file(PARTIAL)?;
        self.root.rename(PARTIAL, &self.root, name)?;
        self.made.clear();
        self.root.sync()
    }

    /// Writes `generations/<n>` beside the others and turns `current` to it with one rename.
    ///
    /// An error means that nothing changed: what was written is removed again, `current` shows what it showed.
    pub fn publish(mut self, files: &[File<'_>]) -> Result<Published, Error> {
        let (number, name) = (self.next, self.next.to_string());
        let generations = self.folder(GENERATIONS, 0o755)?;
        let last = self.current.filter(|_| files.iter().any(File::is_linked));
        let last = last.map(|it| generations.need(&it.to_string())).transpose()?;
        let partial = format!(".{number}.partial");
        let new = generations.make(&partial, 0o755)?;
        tree::write(&new, last.as_ref(), files, 0o755)?;
        self.root.point(NEXT, &format!("{GENERATIONS}/{name}"))?;
        new.sync_all()?;
        generations.rename(&partial, &generations, &name)?;
        generations.sync()?;
        // A network file system may report a failure of what it did: what `current` shows decides.
        let elsewhere = |it: Option<u64>| it != Some(number);
        let turned = match self.root.rename(NEXT, &self.root, CURRENT) {
            Err(it) if generation(&self.root, CURRENT).is_ok_and(elsewhere) => return Err(it),
            turned => turned,
        };
        self.made.clear();
        let settled = turned.and_then(|()| self.root.sync()).and_then(|()| self.recover());
        Ok(Published { number, unconfirmed: settled.err() })
    }

    /// Brings the folder from wherever a run ended to before or after it. Reads all that it decides by from the disk.
    fn recover(&self) -> Result<(), Error> {
        let current = generation(&self.root, CURRENT)?;
        let unpublished = generation(&self.root, NEXT)?.filter(|it| Some(*it) != current);
        let generations = self.root.open(GENERATIONS)?;
        if let Some(generations) = &generations {
            let partial = |it: &str| number(it.strip_prefix('.')?.strip_suffix(".partial")?);
            for name in generations.names()?.iter().filter(|it| partial(it).is_some()) {
                generations.remove_all(name)?;
            }
            unpublished.map(|it| generations.remove_all(&it.to_string())).transpose()?;
        }
        self.root.remove(NEXT)?;
        self.root.remove(PARTIAL)?;
        let kept = self.root.open(AUTHORITIES)?;
        kept.map_or(Ok(()), |it| authorities::recover(&it, generations.as_ref()))
    }

    /// One of our folders, made where it is missing; git is told first to leave it alone.
    fn folder(&mut self, name: &'static str, mode: u32) -> Result<Dir, Error> {
        self.ignore()?;
        if !self.root.has(name)? {
            self.made.push(name);
        }
        self.root.open_or_make(name, mode)
    }

    /// A foreign `.gitignore` is left as it is.
    fn ignore(&mut self) -> Result<(), Error> {
        if !self.root.has(IGNORE)? {
            self.root.write(PARTIAL, b"*\n", 0o644)?;
            self.root.rename(PARTIAL, &self.root, IGNORE)?;
            self.made.push(IGNORE);
        }
        Ok(())
    }
}

impl Drop for Folder {
    /// An error here leaves names that the next run repairs.
    fn drop(&mut self) {
        let _ = self.recover();
        for name in self.made.iter().rev() {
            let _ =
                if *name == IGNORE { self.root.remove(name) } else { self.root.remove_empty(name) };
        }
    }
}

/// Folders that this run made, outermost first. Those that are still empty at its end go again.
struct Parents(Vec<Utf8PathBuf>);

impl Parents {
    fn make(root: &Utf8Path) -> Result<Self, Error> {
        let missing = |it: &&Utf8Path| !it.as_str().is_empty() && fs::symlink_metadata(it).is_err();
        let missing: Vec<_> = root.ancestors().take_while(missing).collect();
        let mut made = Self(Vec::new());
        for folder in missing.into_iter().rev() {
            made.add(folder)?;
        }
        Ok(made)
    }

    fn add(&mut self, folder: &Utf8Path) -> Result<(), Error> {
        let above = folder.parent().filter(|it| !it.as_str().is_empty());
        match fs::create_dir(folder) {
            Err(it) if it.kind() == ErrorKind::AlreadyExists => return Ok(()),
            Err(it) if it.kind() == ErrorKind::NotADirectory => {
                let reason = "is not a folder; move it away";
                return Err(Error::new(above.unwrap_or(folder), reason));
            }
            done => done.map_err(|it| Error::disk(folder, it))?,
        }
        self.0.push(folder.to_owned());
        let readable = fs::set_permissions(folder, fs::Permissions::from_mode(0o755));
        let above = above.unwrap_or(Utf8Path::new("."));
        let synced = readable.and_then(|()| fs::File::open(above)?.sync_all());
        synced.map_err(|it| Error::disk(folder, it))
    }
}

impl Drop for Parents {
    fn drop(&mut self) {
        self.0.iter().rev().all(|it| fs::remove_dir(it).is_ok());
    }
}

/// The generation that a link shows; nothing where there is no link.
fn generation(root: &Dir, link: &str) -> Result<Option<u64>, Error> {
    let Some(target) = root.target(link)? else { return Ok(None) };
    let shown = target.strip_prefix(GENERATIONS).and_then(|it| number(it.strip_prefix('/')?));
    let foreign = "is not a link to a generation of certc; move it away";
    shown.map(Some).ok_or_else(|| root.wrong(link, foreign))
}

/// A number as we write it, and small enough that there is always a next one.
pub(crate) fn number(name: &str) -> Option<u64> {
    let number = name.parse::<u32>().ok()?;
    (number.to_string() == name).then_some(number.into())
}
