//! The lock that keeps two builds out of one folder.
//!
//! It is the system's own lock on a file, so it goes with the program that held it, however that ended.
//! The file is taken away afterwards; one that was left by a program that was killed does no harm.

use std::{
    fs::TryLockError,
    io,
    path::{Path, PathBuf},
};

use super::steps::make_folder;
use crate::{
    disk::{self, File},
    fault,
};

/// How often a lock file may be taken away by its owner while it is being opened, before that is an error.
const TRIES: usize = 16;

/// A lock that is held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`, whose folder is made. `None` when another program holds it.
    pub(super) fn take(path: &Path) -> io::Result<Option<Self>> {
        let said = |error: io::Error| fault::said(&error, path);
        for _ in 0..TRIES {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                make_folder(folder)?;
            }
            let file = match disk::append(path) {
                Ok(file) => file,
                // The folder was taken away in this moment, by a build that had made it and failed.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(said(error)),
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                // A file system without locks: its builds are not kept apart.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(error)) => return Err(said(error)),
            }
            // Its owner may have taken the file away between the opening and the locking, and then the next
            // program would lock another file than this one.
            if file.is_at(path).map_err(said)? {
                return Ok(Some(Self { path: path.to_owned(), _file: file }));
            }
        }
        Err(fault::new(io::ErrorKind::Other, path, "the lock could not be taken", "run casebook again"))
    }
}

impl Drop for Lock {
    /// Takes the file away while it is still locked, so that nobody can lock one that is about to go.
    fn drop(&mut self) {
        let _ = disk::remove_file(&self.path);
    }
}
