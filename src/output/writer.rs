//! Writes one site: compares, writes aside, moves into place, removes what is stale.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Change, Made, Origin, OutputFile, What, Why,
    listing::{self, ADDED, FILES, Known, Listing, OWN},
    lock::Lock,
    single::remove_file,
    stamps::{self, SEEN, Stamps},
    steps::{
        begin, create, create_for, folder, is_there, look, make_folder, may_change, no_file, read,
        remove_tree, rename,
    },
};
use crate::{digest::Digest, disk, fault};

/// In casebook's own folder: where new contents wait.
const NEW: &str = "new";

/// Whether a writer writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It does.
    Write,
    /// It only says what it would do.
    Dry,
}

/// Writes one site.
#[derive(Debug)]
pub struct Writer {
    mode: Mode,
    /// What the site is made with, and what it is made from.
    made: Made,
    inputs: Digest,
    /// Where the site will be.
    place: PathBuf,
    /// Where files are written: `place`, or for a site that is not there yet a folder beside it.
    root: PathBuf,
    /// Held until the writer is dropped; a dry one has none.
    lock: Option<Lock>,
    /// What earlier builds wrote, and how they left it.
    known: Listing,
    stamps: Stamps,
    next: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Every file of this build, in no order.
    files: Vec<(String, Known)>,
    /// What changes, in no order.
    changes: Vec<Change>,
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

/// What a build wrote, or would write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub added: usize,
    /// Files whose content is another.
    pub changed: usize,
    /// Files that were left alone.
    pub unchanged: usize,
    /// Files that are no longer made.
    pub removed: usize,
    /// Files that are no longer made, and are left because somebody changed them.
    pub kept: Vec<String>,
    /// Bytes of all files of the site.
    pub bytes: u64,
    /// Every file that was added, changed or removed, by path.
    pub changes: Vec<Change>,
}

/// How what is there compares to what belongs there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Old {
    Absent,
    Same,
    Different,
}

impl Writer {
    /// Begins writing the site at `place` and keeps other builds out of it until it is dropped. The site is
    /// made with `made`; `inputs` stands for that and for everything else that it is made from.
    ///
    /// # Errors
    ///
    /// When another build is at it, when the folder cannot be made, or when something that casebook did not
    /// put there is in its way.
    pub fn new(place: &Path, made: Made, inputs: Digest, mode: Mode) -> io::Result<Self> {
        let (root, lock) = match mode {
            Mode::Write => begin(place).map(|(root, lock)| (root, Some(lock)))?,
            Mode::Dry if is_there(place)? => (place.to_owned(), None),
            Mode::Dry => (PathBuf::new(), None),
        };
        let known = if root == place { Listing::read(&root)? } else { Listing::default() };
        let stamps = if root == place { Stamps::read(&root, &known) } else { Stamps::default() };
        let writer = Self {
            mode,
            made,
            inputs,
            place: place.to_owned(),
            root,
            lock,
            known,
            stamps,
            next: AtomicU64::new(0),
            state: Mutex::default(),
        };
        if mode == Mode::Write {
            // What a build that was stopped left behind.
            remove_tree(&writer.leavings())?;
            make_folder(&writer.root.join(OWN).join(NEW))?;
        }
        Ok(writer)
    }

    /// Whether nothing has to be done: an earlier build finished with the same inputs, and every file is as
    /// it left it. What the whole build would say of its work then.
    pub fn unchanged(&self) -> Option<Written> {
        if self.is_new() || !self.known.added.is_empty() || !self.stamps.are_of(self.inputs) {
            return None;
        }
        let files: Vec<_> = self.known.files.iter().collect();
        let same = files.par_iter().all(|(path, known)| {
            let target = self.root.join(&***path);
            // What cannot be looked at is taken for another: then the whole build says why.
            let about =
                look(&target).ok().flatten().filter(|about| about.is_file() && about.len() == known.bytes);
            about.is_some_and(|about| {
                self.stamps.hold(path, &about)
                    || read(&target).is_ok_and(|content| known.digest == Some(Digest::of(&content)))
            })
        });
        let bytes = files.iter().map(|(_, known)| known.bytes).sum();
        same.then(|| Written { unchanged: files.len(), bytes, ..Written::default() })
    }

    /// Writes `file`, which is made from `origin`; in a site that is there aside until [`Writer::finish`].
    ///
    /// # Errors
    ///
    /// What the system says; that something which casebook did not write is in the way.
    pub fn write(&self, file: &OutputFile, origin: Origin) -> io::Result<()> {
        self.put(file, origin, false)
    }

    /// Writes `file`, which names others and so has to change after them.
    ///
    /// # Errors
    ///
    /// As [`Writer::write`].
    pub fn write_last(&self, file: &OutputFile, origin: Origin) -> io::Result<()> {
        self.put(file, origin, true)
    }

    /// Moves everything to its place and removes what an earlier build made and this one did not.
    ///
    /// # Errors
    ///
    /// What the system says. The message tells whether the site is as it was.
    pub fn finish(self) -> io::Result<Written> {
        let mut state = std::mem::take(&mut *self.lock());
        state.files.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
        state.files.dedup_by(|a, b| a.0 == b.0);
        let listing = listing::text(&self.made, &state.files);
        let own = self.root.join(OWN);
        let paths: Vec<&str> = state.files.iter().map(|(path, _)| &**path).collect();
        let stale = self.untouched(self.stale(&paths, &mut state.written.kept))?;
        state.written.removed = stale.len();
        state.changes.extend(stale.iter().map(|(path, known)| Change {
            path: (*path).to_owned(),
            change: What::Removed,
            why: self.made.why_removed(&self.known.made, path, known.article),
            bytes: known.bytes,
        }));
        state.changes.par_sort_unstable();
        state.written.changes = std::mem::take(&mut state.changes);
        if self.mode == Mode::Dry {
            return Ok(state.written);
        }
        let seen = own.join(SEEN);
        if self.is_new() {
            self.untouched(create(&own.join(FILES), listing.as_bytes()))?;
            let stamps = stamps::text(&self.root, self.inputs, &listing, &paths);
            self.untouched(create(&seen, stamps.as_bytes()))?;
            self.untouched(remove_tree(&own.join(NEW)))?;
            self.untouched(rename(&self.root, &self.place))?;
            return Ok(state.written);
        }
        state.staged.sort_unstable();
        let beside = own.join(NEW).join(FILES);
        let change = self.untouched(self.prepare(&state.staged, &stale, &listing, &beside))?;
        let change = || -> io::Result<()> {
            self.change(&state.staged, &stale, change.then_some(&*beside))?;
            let stamps = stamps::text(&self.root, self.inputs, &listing, &paths);
            if stamps == self.stamps.text {
                return Ok(());
            }
            let beside = own.join(NEW).join(SEEN);
            create_for(&beside, stamps.as_bytes(), &seen)?;
            rename(&beside, &seen)
        };
        change().map_err(|error| {
            let note = "part of the site may be new and part old; the next build mends that";
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

    fn put(&self, file: &OutputFile, origin: Origin, last: bool) -> io::Result<()> {
        let digest = Digest::of(&file.content);
        let old = self.untouched(self.old(file, digest))?;
        if old != Old::Same && self.mode == Mode::Write {
            self.untouched(self.stage(file, old, last))?;
        }
        let bytes = file.content.len() as u64;
        let article = if let Origin::Article(article) = origin { article } else { 0 };
        let before = self.known.files.get(&*file.path);
        let mut state = self.lock();
        state.written.bytes += bytes;
        let change = match old {
            Old::Absent => {
                state.written.added += 1;
                What::Added
            }
            Old::Different => {
                state.written.changed += 1;
                What::Changed
            }
            Old::Same => {
                state.written.unchanged += 1;
                state.files.push((file.path.clone(), Known { digest: Some(digest), bytes, article }));
                return Ok(());
            }
        };
        let why = match before {
            Some(known) if known.digest == Some(digest) => Why::Hand,
            before => self.made.why(&self.known.made, origin, before.map_or(0, |known| known.article)),
        };
        state.changes.push(Change { path: file.path.clone(), change, why, bytes });
        state.files.push((file.path.clone(), Known { digest: Some(digest), bytes, article }));
        Ok(())
    }

    /// What stands where `file` belongs.
    fn old(&self, file: &OutputFile, digest: Digest) -> io::Result<Old> {
        if self.is_new() || !self.has_folder(folder(&file.path))? {
            return Ok(Old::Absent);
        }
        let target = self.root.join(&file.path);
        let Some(about) = look(&target)? else { return Ok(Old::Absent) };
        if about.is_dir() {
            return Err(fault::said(&ErrorKind::IsADirectory.into(), &target));
        }
        if !about.is_file() {
            return Err(no_file(&target));
        }
        let known = self.known.files.get(&*file.path);
        if known.is_some_and(|known| known.digest == Some(digest)) && self.stamps.hold(&file.path, &about) {
            return Ok(Old::Same);
        }
        if about.len() == file.content.len() as u64 && read(&target)? == file.content {
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
            match look(&whole)? {
                Some(about) if about.is_dir() => true,
                Some(about) if about.is_file() => {
                    return Err(fault::said(&ErrorKind::NotADirectory.into(), &whole));
                }
                Some(_) => return Err(no_file(&whole)),
                None => false,
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
                make_folder(&self.root.join(folder))?;
                self.lock().folders.insert(folder.to_owned(), true);
            }
            return create(&target, &file.content);
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let beside = self.root.join(OWN).join(NEW).join(number.to_string());
        create_for(&beside, &file.content, &target)?;
        let turn = match old {
            _ if last => Turn::Last,
            Old::Absent => Turn::Added,
            Old::Different | Old::Same => Turn::Changed,
        };
        self.lock().staged.push(Staged { turn, path: file.path.clone(), beside });
        Ok(())
    }

    /// Does all that can fail before the site changes. Returns whether the list of files changes.
    fn prepare(
        &self,
        staged: &[Staged],
        stale: &[(&str, Known)],
        listing: &str,
        beside: &Path,
    ) -> io::Result<bool> {
        let change = listing != self.known.text;
        if change {
            create(beside, listing.as_bytes())?;
        }
        let mut seen = FxHashSet::default();
        let paths = staged.iter().map(|staged| &*staged.path).chain(stale.iter().map(|(path, _)| *path));
        for folder in paths.map(folder).filter(|folder| seen.insert(*folder)) {
            // Joining an empty path would leave a slash at the end.
            let whole = if folder.is_empty() { self.root.clone() } else { self.root.join(folder) };
            make_folder(&whole)?;
            may_change(&whole)?;
        }
        // Noted first: should this build be stopped, the next one knows whose files they are, and that they
        // may have another content than the list says.
        let added: String = staged.iter().flat_map(|staged| [&*staged.path, "\n"]).collect();
        if !added.is_empty() {
            let (beside, journal) =
                (self.root.join(OWN).join(NEW).join(ADDED), self.root.join(OWN).join(ADDED));
            create_for(&beside, format!("{}{added}", self.known.added).as_bytes(), &journal)?;
            rename(&beside, &journal)?;
        }
        Ok(change)
    }

    /// Changes the site.
    fn change(&self, staged: &[Staged], stale: &[(&str, Known)], listing: Option<&Path>) -> io::Result<()> {
        for Staged { path, beside, .. } in staged {
            rename(beside, &self.root.join(path))?;
        }
        for (path, _) in stale {
            self.remove(path)?;
        }
        let own = self.root.join(OWN);
        if let Some(beside) = listing {
            rename(beside, &own.join(FILES))?;
        }
        match disk::remove_file(&own.join(ADDED)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(fault::said(&error, &own.join(ADDED))),
            _ => Ok(()),
        }
    }

    /// What is known and there, and not in `paths`. Pages at the root come first: they lead to the others.
    /// What somebody changed since is put into `kept` instead.
    fn stale(&self, paths: &[&str], kept: &mut Vec<String>) -> io::Result<Vec<(&str, Known)>> {
        let mut stale = Vec::new();
        for (path, known) in &self.known.files {
            if paths.binary_search(&&**path).is_err() && self.is_file(path)? {
                if self.is_as_written(path, known)? {
                    stale.push((&**path, *known));
                } else {
                    kept.push(path.to_string());
                }
            }
        }
        stale.sort_unstable_by_key(|(path, _)| (path.contains('/'), *path));
        kept.sort_unstable();
        Ok(stale)
    }

    /// Whether the file at `path` has the content that casebook gave it, as far as that can be told.
    fn is_as_written(&self, path: &str, known: &Known) -> io::Result<bool> {
        let Some(digest) = known.digest.filter(|_| self.known.added.is_empty()) else { return Ok(true) };
        let target = self.root.join(path);
        Ok(look(&target)?.is_some_and(|about| self.stamps.hold(path, &about))
            || Digest::of(&read(&target)?) == digest)
    }

    /// Whether there is a file at `path`, and not a link or a folder, or one behind a link.
    fn is_file(&self, path: &str) -> io::Result<bool> {
        match self.has_folder(folder(path)) {
            Ok(true) => Ok(look(&self.root.join(path))?.is_some_and(|about| about.is_file())),
            // A link or a file in the folder's place is somebody else's.
            Err(error) if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::NotADirectory) => {
                Err(error)
            }
            Ok(false) | Err(_) => Ok(false),
        }
    }

    /// Removes a file, and its folders if nothing is left in them.
    fn remove(&self, path: &str) -> io::Result<()> {
        let target = self.root.join(path);
        remove_file(&target)?;
        let mut folder = target.parent();
        while let Some(path) = folder.filter(|path| *path != self.root) {
            // Fails when something is left in it, and then the folder stays.
            if disk::remove_dir(path).is_err() {
                break;
            }
            folder = path.parent();
        }
        Ok(())
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
        if self.mode == Mode::Dry {
            return;
        }
        let _ = remove_tree(&self.leavings());
        self.lock.take();
        // Only an empty one can be removed: that of a folder which is no site yet.
        let _ = disk::remove_dir(&self.root.join(OWN));
    }
}
