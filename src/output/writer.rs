//! Writes one site: compares, writes aside, moves into place, removes what is stale.

use std::{
    fs,
    io::{self, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    OutputFile, fault,
    listing::{ADDED, FILES, Listing, OWN},
    lock::Lock,
};

/// In casebook's own folder: where new contents wait.
const NEW: &str = "new";

/// Writes one site.
#[derive(Debug)]
pub struct Writer {
    /// Where the site will be.
    place: PathBuf,
    /// Where files are written: `place`, or for a site that is not there yet a folder beside it.
    root: PathBuf,
    /// Held until the writer is dropped.
    lock: Option<Lock>,
    /// What earlier builds wrote.
    known: Listing,
    next: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Every path of this build, in no order.
    paths: Vec<String>,
    /// New contents that wait, in no order.
    staged: Vec<Staged>,
    /// Folders that were looked at, relative to the root, and whether they are there.
    folders: FxHashMap<String, bool>,
    written: Written,
}

/// A content that waits to be moved to its place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Staged {
    turn: Turn,
    path: String,
    beside: PathBuf,
}

/// In which order files are moved to their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Added,
    Changed,
    /// It names others.
    Last,
}

/// What a build wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub added: usize,
    /// Files whose content is another.
    pub changed: usize,
    /// Files that were left alone.
    pub unchanged: usize,
    /// Files that are no longer made.
    pub removed: usize,
    /// Bytes of all files of the site.
    pub bytes: u64,
}

/// How what is there compares to what belongs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Old {
    Absent,
    Same,
    Different,
}

impl Writer {
    /// Begins writing the site at `place`, and keeps other builds out of it until it is dropped.
    ///
    /// # Errors
    ///
    /// When another build is at it, when the folder cannot be made, or when something that casebook did not
    /// put there is in its way.
    pub fn new(place: &Path) -> io::Result<Self> {
        let (root, lock) = begin(place)?;
        let known = if root == place { Listing::read(&root)? } else { Listing::default() };
        let writer = Self {
            place: place.to_owned(),
            root,
            lock: Some(lock),
            known,
            next: AtomicU64::new(0),
            state: Mutex::default(),
        };
        // What a build that was stopped left behind.
        remove_tree(&writer.leavings())?;
        let new = writer.root.join(OWN).join(NEW);
        fs::create_dir_all(&new).map_err(|error| fault::said(&error, &new))?;
        Ok(writer)
    }

    /// Writes `file`, in a site that is there aside until [`Writer::finish`].
    ///
    /// # Errors
    ///
    /// What the system says; that something which casebook did not write is in the way.
    pub fn write(&self, file: &OutputFile) -> io::Result<()> {
        self.put(file, false)
    }

    /// Writes `file`, which names others and so has to change after them.
    ///
    /// # Errors
    ///
    /// As [`Writer::write`].
    pub fn write_last(&self, file: &OutputFile) -> io::Result<()> {
        self.put(file, true)
    }

    /// Moves everything to its place and removes what an earlier build made and this one did not.
    ///
    /// # Errors
    ///
    /// What the system says. The message tells whether the site is as it was.
    pub fn finish(self) -> io::Result<Written> {
        let mut state = std::mem::take(&mut *self.lock());
        state.paths.sort_unstable();
        state.paths.dedup();
        let listing: String = state.paths.iter().flat_map(|path| [path, "\n"]).collect();
        let own = self.root.join(OWN);
        if self.is_new() {
            self.untouched(create(&own.join(FILES), listing.as_bytes()))?;
            self.untouched(remove_tree(&own.join(NEW)))?;
            let moved = fs::rename(&self.root, &self.place);
            self.untouched(moved.map_err(|error| fault::said(&error, &self.place)))?;
            return Ok(state.written);
        }
        state.staged.sort_unstable();
        let mut stale: Vec<&str> = self
            .known
            .paths()
            .filter(|path| state.paths.binary_search_by(|made| made.as_str().cmp(path)).is_err())
            .collect();
        stale.sort_unstable();
        let beside = own.join(NEW).join(FILES);
        let change = self.untouched(self.prepare(&state, &listing, &beside))?;
        let moved = self.change(&state.staged, &stale, change.then_some(&*beside));
        state.written.removed = moved.map_err(|error| {
            let note = "part of the site is new and part is old; the next build mends that";
            fault::noted(&error, &format!("{}: {note}", self.place.display()))
        })?;
        Ok(state.written)
    }

    /// Whether the site is not there yet, so that nothing needs comparing or replacing.
    fn is_new(&self) -> bool {
        self.root != self.place
    }

    /// What a build that fails has to take away.
    fn leavings(&self) -> PathBuf {
        if self.is_new() { self.root.clone() } else { self.root.join(OWN).join(NEW) }
    }

    fn put(&self, file: &OutputFile, last: bool) -> io::Result<()> {
        let old = self.untouched(self.old(file))?;
        if old != Old::Same {
            self.untouched(self.stage(file, old, last))?;
        }
        let mut state = self.lock();
        state.written.bytes += file.content.len() as u64;
        match old {
            Old::Absent => state.written.added += 1,
            Old::Different => state.written.changed += 1,
            Old::Same => state.written.unchanged += 1,
        }
        state.paths.push(file.path.clone());
        Ok(())
    }

    /// What stands where `file` belongs.
    fn old(&self, file: &OutputFile) -> io::Result<Old> {
        if self.is_new() || !self.has_folder(folder(&file.path))? {
            return Ok(Old::Absent);
        }
        let target = self.root.join(&file.path);
        let about = match fs::symlink_metadata(&target) {
            Ok(about) => about,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Old::Absent),
            Err(error) => return Err(fault::said(&error, &target)),
        };
        if about.is_dir() {
            return Err(fault::said(&ErrorKind::IsADirectory.into(), &target));
        }
        if !about.is_file() {
            return Err(no_file(&target));
        }
        if about.len() == file.content.len() as u64
            && has_content(&target, &file.content).map_err(|error| fault::said(&error, &target))?
        {
            return Ok(Old::Same);
        }
        if !self.known.has(&file.path) {
            return Err(fault::new(
                ErrorKind::AlreadyExists,
                &target,
                "casebook did not write this file, so it does not replace it",
                "move the file away, or name another folder with --out",
            ));
        }
        Ok(Old::Different)
    }

    /// Whether the folder at `path` is there. A link, or a file, in its place is an error.
    fn has_folder(&self, path: &str) -> io::Result<bool> {
        if path.is_empty() {
            return Ok(true);
        }
        if let Some(known) = self.lock().folders.get(path) {
            return Ok(*known);
        }
        let there = self.has_folder(folder(path))? && {
            let whole = self.root.join(path);
            match fs::symlink_metadata(&whole) {
                Ok(about) if about.is_dir() => true,
                Ok(about) if about.is_file() => {
                    return Err(fault::said(&ErrorKind::NotADirectory.into(), &whole));
                }
                Ok(_) => return Err(no_file(&whole)),
                Err(error) if error.kind() == ErrorKind::NotFound => false,
                Err(error) => return Err(fault::said(&error, &whole)),
            }
        };
        self.lock().folders.insert(path.to_owned(), there);
        Ok(there)
    }

    /// Writes `file`: in a new site to its place, else aside.
    fn stage(&self, file: &OutputFile, old: Old, last: bool) -> io::Result<()> {
        let target = self.root.join(&file.path);
        if self.is_new() {
            let folder = folder(&file.path);
            if !self.lock().folders.contains_key(folder) {
                let whole = self.root.join(folder);
                fs::create_dir_all(&whole).map_err(|error| fault::said(&error, &whole))?;
                self.lock().folders.insert(folder.to_owned(), true);
            }
            return create(&target, &file.content);
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let beside = self.root.join(OWN).join(NEW).join(number.to_string());
        let write = || fs::File::create(&beside)?.write_all(&file.content);
        write().map_err(|error| fault::said(&error, &target))?;
        let turn = match old {
            _ if last => Turn::Last,
            Old::Absent => Turn::Added,
            Old::Different | Old::Same => Turn::Changed,
        };
        self.lock().staged.push(Staged { turn, path: file.path.clone(), beside });
        Ok(())
    }

    /// Does all that can fail before the site changes. Returns whether the list of files changes.
    fn prepare(&self, state: &State, listing: &str, beside: &Path) -> io::Result<bool> {
        let change = listing != self.known.text;
        if change {
            create(beside, listing.as_bytes())?;
        }
        // Noted first: should this build be stopped, the next one knows whose files they are.
        let added: String = state
            .staged
            .iter()
            .filter(|staged| !self.known.has(&staged.path))
            .flat_map(|staged| [&*staged.path, "\n"])
            .collect();
        if !added.is_empty() {
            let journal = self.root.join(OWN).join(ADDED);
            let append =
                || fs::File::options().create(true).append(true).open(&journal)?.write_all(added.as_bytes());
            append().map_err(|error| fault::said(&error, &journal))?;
        }
        let mut made = FxHashSet::default();
        for staged in &state.staged {
            let folder = folder(&staged.path);
            if made.insert(folder) {
                let whole = self.root.join(folder);
                fs::create_dir_all(&whole).map_err(|error| fault::said(&error, &whole))?;
            }
        }
        Ok(change)
    }

    /// Changes the site. Returns how many files were removed.
    fn change(&self, staged: &[Staged], stale: &[&str], listing: Option<&Path>) -> io::Result<usize> {
        for Staged { path, beside, .. } in staged {
            let target = self.root.join(path);
            fs::rename(beside, &target).map_err(|error| fault::said(&error, &target))?;
        }
        let mut removed = 0;
        for path in stale {
            removed += usize::from(self.remove(path)?);
        }
        let own = self.root.join(OWN);
        if let Some(beside) = listing {
            let list = own.join(FILES);
            fs::rename(beside, &list).map_err(|error| fault::said(&error, &list))?;
        }
        match fs::remove_file(own.join(ADDED)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(fault::said(&error, &own.join(ADDED))),
            _ => Ok(removed),
        }
    }

    /// Removes a file, and its folders if nothing is left in them. What became a link or a folder since is
    /// not what casebook wrote, and stays.
    fn remove(&self, path: &str) -> io::Result<bool> {
        if !matches!(self.has_folder(folder(path)), Ok(true)) {
            return Ok(false);
        }
        let target = self.root.join(path);
        if !fs::symlink_metadata(&target).is_ok_and(|about| about.is_file()) {
            return Ok(false);
        }
        fs::remove_file(&target).map_err(|error| fault::said(&error, &target))?;
        let mut folder = target.parent();
        while let Some(path) = folder.filter(|path| *path != self.root) {
            // Fails when something is left in it, and then the folder stays.
            if fs::remove_dir(path).is_err() {
                break;
            }
            folder = path.parent();
        }
        Ok(true)
    }

    /// `result`, an error with the word that the site has not changed.
    fn untouched<T>(&self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|error| {
            let place = self.place.display();
            let note = if self.is_new() { "there is no site yet" } else { "the site is as it was" };
            fault::noted(&error, &format!("{place}: {note}"))
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // A thread that panicked while it held the lock left counters and lists that are still whole.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Drop for Writer {
    /// Takes away what waits, so that a build that fails leaves nothing behind. After [`Writer::finish`]
    /// there is nothing.
    fn drop(&mut self) {
        let _ = remove_tree(&self.leavings());
        self.lock.take();
        // Only an empty one can be removed: that of a folder which is no site yet.
        let _ = fs::remove_dir(self.root.join(OWN));
    }
}

/// Where the files of the site at `place` go, and the lock on it.
fn begin(place: &Path) -> io::Result<(PathBuf, Lock)> {
    loop {
        let is_there = fs::symlink_metadata(place).is_ok();
        let (root, lock) = match place.file_name() {
            Some(name) if !is_there => {
                let name = name.to_string_lossy();
                let beside = |end: &str| place.with_file_name(format!(".{name}.casebook-{end}"));
                (beside("new"), beside("lock"))
            }
            _ => {
                let own = place.join(OWN);
                if fs::symlink_metadata(&own).is_ok_and(|about| !about.is_dir()) {
                    return Err(no_file(&own));
                }
                (place.to_owned(), own.join("lock"))
            }
        };
        let Some(lock) = Lock::take(&lock)? else {
            return Err(fault::new(
                ErrorKind::ResourceBusy,
                place,
                "another casebook is building into this folder",
                "wait until it has finished, or name another folder with --out",
            ));
        };
        // A build that has just finished may have made the site in the meantime.
        if fs::symlink_metadata(place).is_ok() == is_there || root == place {
            return Ok((root, lock));
        }
    }
}

/// Removes a folder with all that is in it, if it is there. Links in it are removed, not followed.
fn remove_tree(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(fault::said(&error, folder)),
        _ => Ok(()),
    }
}

/// Writes a new file.
fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    let write = || fs::File::create(path)?.write_all(content);
    write().map_err(|error| fault::said(&error, path))
}

/// Says that what is at `path` is a link or the like.
fn no_file(path: &Path) -> io::Error {
    fault::new(
        ErrorKind::InvalidInput,
        path,
        "this is a link or no ordinary file, and casebook does not write through it",
        "remove it, or name another folder with --out",
    )
}

/// Whether the file at `path`, which has as many bytes, has this `content`.
fn has_content(path: &Path, content: &[u8]) -> io::Result<bool> {
    let mut old = Vec::with_capacity(content.len() + 1);
    fs::File::open(path)?.read_to_end(&mut old)?;
    Ok(old == content)
}

/// The folder of `path`, which has forward slashes.
fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("casebook-output-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn build(root: &Path, files: &[(&str, &str)]) -> Written {
        let writer = Writer::new(root).unwrap();
        for (path, content) in files {
            writer
                .write(&OutputFile { path: (*path).to_owned(), content: content.as_bytes().to_vec() })
                .unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn unchanged_files_are_left_alone_and_stale_ones_removed() {
        let root = folder("stale");
        assert_eq!(build(&root, &[("a/1.html", "1"), ("b/2.html", "2")]).added, 2);
        fs::write(root.join("b/foreign.txt"), "x").unwrap();
        let before = fs::metadata(root.join("a/1.html")).unwrap().modified().unwrap();
        let written = build(&root, &[("a/1.html", "1"), ("c/3.html", "3")]);
        assert_eq!((written.added, written.changed, written.unchanged, written.removed), (1, 0, 1, 1));
        assert_eq!(fs::metadata(root.join("a/1.html")).unwrap().modified().unwrap(), before);
        assert!(root.join("b/foreign.txt").exists() && !root.join("b/2.html").exists());
        assert_eq!(build(&root, &[("a/1.html", "one"), ("c/3.html", "3")]).changed, 1);
        assert_eq!(fs::read_to_string(root.join("a/1.html")).unwrap(), "one");
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_build_that_is_given_up_changes_nothing() {
        let root = folder("given-up");
        build(&root, &[("a/1.html", "1")]);
        let given_up = Writer::new(&root).unwrap();
        for (path, content) in [("a/1.html", "one"), ("b/2.html", "2")] {
            given_up
                .write(&OutputFile { path: path.to_owned(), content: content.as_bytes().to_vec() })
                .unwrap();
        }
        drop(given_up);
        assert_eq!(fs::read_to_string(root.join("a/1.html")).unwrap(), "1");
        assert!(!root.join("b").exists() && !root.join(".casebook/new").exists());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn what_a_stopped_build_added_is_removed_by_the_next_one() {
        let root = folder("stopped");
        build(&root, &[("a/1.html", "1")]);
        // Stopped after it had moved its first file.
        fs::create_dir(root.join("b")).unwrap();
        fs::write(root.join("b/2.html"), "2").unwrap();
        fs::write(root.join(".casebook/added"), "b/2.html\nb/3.html\n").unwrap();
        assert_eq!(build(&root, &[("a/1.html", "1")]).removed, 1);
        assert!(!root.join("b").exists() && !root.join(".casebook/added").exists());
        fs::remove_dir_all(root).unwrap();
    }
}
