//! The files of the site, and the only writer.
//!
//! A site that is not there yet is built beside its place and moved there whole. In one that is there,
//! every file is old or new, whole, at every moment: a new content is written beside the old one and
//! renamed over it; new files appear at once, changed ones at the end and together, what is no longer
//! made goes last. So no page that can be reached links to a file that is not there yet, and a build that
//! is stopped leaves a site that the next one mends.
#![expect(clippy::disallowed_methods, reason = "this is the one module that writes")]

use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Where, relative to the site's root, with forward slashes.
    pub path: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// Casebook's own folder in the output: what it wrote, and what it is about to.
const OWN: &str = ".casebook";
/// In it: the paths that the last finished build wrote, one a line.
const FILES: &str = "files";
/// In it: the paths that a build has added since; there only while it runs, or when it was stopped.
const ADDED: &str = "added";

/// Writes one site.
#[derive(Debug)]
pub struct Writer {
    /// Where the site will be.
    place: PathBuf,
    /// Where files are written: `place`, or for a site that is not there yet a folder beside it.
    root: PathBuf,
    next: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Every path of this build, in no order.
    paths: Vec<String>,
    /// Changed files: where the new content waits, and where it belongs.
    waiting: Vec<(PathBuf, PathBuf)>,
    /// Folders that exist, relative to the root.
    folders: rustc_hash::FxHashSet<String>,
    /// The list of added files, once there is one.
    added: Option<fs::File>,
    written: Written,
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

impl Writer {
    /// Begins writing the site at `place`.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made or holds something that casebook did not put there in its way.
    pub fn new(place: &Path) -> io::Result<Self> {
        let said = |error: io::Error, path: &Path| {
            io::Error::new(error.kind(), format!("{}: {error}", path.display()))
        };
        let root = match (fs::symlink_metadata(place), place.file_name()) {
            (Err(error), Some(name)) if error.kind() == io::ErrorKind::NotFound => {
                place.with_file_name(format!(".{}.casebook-new", name.to_string_lossy()))
            }
            _ => place.to_owned(),
        };
        // What a build that was stopped left behind.
        let leftover = if root == place { root.join(OWN).join("new") } else { root.clone() };
        if leftover.exists() {
            fs::remove_dir_all(&leftover).map_err(|error| said(error, &leftover))?;
        }
        let waiting = root.join(OWN).join("new");
        fs::create_dir_all(&waiting).map_err(|error| said(error, &waiting))?;
        Ok(Self { place: place.to_owned(), root, next: AtomicU64::new(0), state: Mutex::default() })
    }

    /// Whether the site is not there yet, so that nothing needs comparing or replacing.
    fn is_new(&self) -> bool {
        self.root != self.place
    }

    /// Writes `file`; a changed one waits until [`Writer::finish`].
    ///
    /// # Errors
    ///
    /// What the system says, with the path in front.
    pub fn write(&self, file: &OutputFile) -> io::Result<()> {
        let target = self.root.join(&file.path);
        self.place(file, &target)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", target.display())))
    }

    fn place(&self, file: &OutputFile, target: &Path) -> io::Result<()> {
        let old = if self.is_new() { None } else { same(target, &file.content)? };
        if old != Some(true) {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if !self.lock().folders.contains(folder) {
                fs::create_dir_all(self.root.join(folder))?;
                self.lock().folders.insert(folder.to_owned());
            }
            if self.is_new() {
                fs::File::create(target)?.write_all(&file.content)?;
            } else {
                self.replace(file, target, old.is_none())?;
            }
        }
        let mut state = self.lock();
        state.written.bytes += file.content.len() as u64;
        match old {
            None => state.written.added += 1,
            Some(false) => state.written.changed += 1,
            Some(true) => state.written.unchanged += 1,
        }
        state.paths.push(file.path.clone());
        Ok(())
    }

    /// Writes `file` beside its place and moves it there, at once if it is `new`.
    fn replace(&self, file: &OutputFile, target: &Path, new: bool) -> io::Result<()> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let beside = self.root.join(OWN).join("new").join(number.to_string());
        fs::File::create(&beside)?.write_all(&file.content)?;
        if new {
            // Noted first: should this build be stopped, the next one knows whose file it is.
            self.note_added(&file.path)?;
            fs::rename(&beside, target)?;
        } else {
            self.lock().waiting.push((beside, target.to_owned()));
        }
        Ok(())
    }

    /// Adds `path` to the list of files that this build put into a site that was there before.
    fn note_added(&self, path: &str) -> io::Result<()> {
        let mut state = self.lock();
        if state.added.is_none() {
            let journal =
                fs::OpenOptions::new().create(true).append(true).open(self.root.join(OWN).join(ADDED))?;
            state.added = Some(journal);
        }
        match &mut state.added {
            Some(journal) => journal.write_all(format!("{path}\n").as_bytes()),
            None => Ok(()),
        }
    }

    /// Puts changed files in their places, then `last` ones, and removes what an earlier build made and
    /// this one did not.
    ///
    /// # Errors
    ///
    /// What the system says, with the path in front.
    pub fn finish(self, last: &[OutputFile]) -> io::Result<Written> {
        self.put_waiting()?;
        for file in last {
            self.write(file)?;
        }
        self.put_waiting()?;
        let list = self.root.join(OWN).join(FILES);
        let journal = self.root.join(OWN).join(ADDED);
        let earlier = read_or_empty(&list)?;
        let added = read_or_empty(&journal)?;
        let mut state = std::mem::take(&mut *self.lock());
        let mut removed = 0;
        state.paths.sort_unstable();
        state.paths.dedup();
        let made = |path: &str| state.paths.binary_search_by(|made| made.as_str().cmp(path)).is_ok();
        for path in earlier.lines().chain(added.lines()).filter(|path| is_ours(path) && !made(path)) {
            self.remove(path)?;
            removed += 1;
        }
        state.written.removed = removed;
        let mut listing: String = state.paths.iter().flat_map(|path| [path, "\n"]).collect();
        listing.shrink_to_fit();
        if listing != earlier {
            let beside = self.root.join(OWN).join("new").join(FILES);
            fs::write(&beside, listing)?;
            fs::rename(&beside, &list)?;
        }
        if journal.exists() {
            fs::remove_file(&journal)?;
        }
        fs::remove_dir_all(self.root.join(OWN).join("new"))?;
        if self.is_new() {
            fs::rename(&self.root, &self.place).map_err(|error| {
                io::Error::new(error.kind(), format!("{}: {error}", self.place.display()))
            })?;
        }
        Ok(state.written)
    }

    fn put_waiting(&self) -> io::Result<()> {
        let waiting = std::mem::take(&mut self.lock().waiting);
        for (beside, target) in waiting {
            fs::rename(&beside, &target)
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", target.display())))?;
        }
        Ok(())
    }

    /// Removes a file, and its folders if nothing is left in them.
    fn remove(&self, path: &str) -> io::Result<()> {
        let target = self.root.join(path);
        match fs::remove_file(&target) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(io::Error::new(error.kind(), format!("{}: {error}", target.display())));
            }
            _ => {}
        }
        let mut folder = target.parent();
        while let Some(path) = folder.filter(|path| *path != self.root) {
            // Fails when something is left in it, and then the folder stays.
            if fs::remove_dir(path).is_err() {
                break;
            }
            folder = path.parent();
        }
        Ok(())
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
        let waiting = if self.is_new() { self.root.clone() } else { self.root.join(OWN).join("new") };
        let _ = fs::remove_dir_all(waiting);
    }
}

/// The text of a list of casebook's own; empty when there is none.
fn read_or_empty(path: &Path) -> io::Result<String> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        other => other,
    }
}

/// Whether the file at `path` has this `content`; `None` when there is none.
fn same(path: &Path, content: &[u8]) -> io::Result<Option<bool>> {
    let mut file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if file.metadata()?.len() != content.len() as u64 {
        return Ok(Some(false));
    }
    let mut old = Vec::with_capacity(content.len() + 1);
    file.read_to_end(&mut old)?;
    Ok(Some(old == content))
}

/// Whether a line of the list of files can be a path that casebook wrote: nothing above the root, nothing
/// absolute, whoever edited the list.
fn is_ours(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['/', '\\'])
        && !path.contains(':')
        && path.split(['/', '\\']).all(|part| !part.is_empty() && part != "..")
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
        writer.finish(&[]).unwrap()
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
    fn what_a_stopped_build_added_is_removed_by_the_next_one() {
        let root = folder("stopped");
        build(&root, &[("a/1.html", "1")]);
        let stopped = Writer::new(&root).unwrap();
        stopped.write(&OutputFile { path: "b/2.html".to_owned(), content: b"2".to_vec() }).unwrap();
        drop(stopped);
        assert!(root.join("b/2.html").exists());
        assert_eq!(build(&root, &[("a/1.html", "1")]).removed, 1);
        assert!(!root.join("b").exists() && !root.join(".casebook/added").exists());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_list_that_names_foreign_paths_is_not_believed() {
        for path in ["../x", "/etc/x", "a/../../x", "C:x", "", "a//x"] {
            assert!(!is_ours(path), "{path}");
        }
        assert!(is_ours("a/b.html"));
    }
}
