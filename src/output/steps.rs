//! Steps of writing: each on one path, with what the system says in sentences.

use std::{
    fs::Metadata,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::{listing::OWN, lock::Lock};
use crate::{disk, fault};

/// Where the files of the site at `place` go, and the lock on it.
pub(super) fn begin(place: &Path) -> io::Result<(PathBuf, Lock)> {
    loop {
        let is_there = is_there(place)?;
        let (root, lock) = match place.file_name() {
            Some(name) if !is_there => {
                let name = name.to_string_lossy();
                let beside = |end: &str| place.with_file_name(format!(".{name}.casebook-{end}"));
                (beside("new"), beside("lock"))
            }
            _ => {
                let own = place.join(OWN);
                if look(&own)?.is_some_and(|about| !about.is_dir()) {
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
        if root == place || self::is_there(place)? == is_there {
            return Ok((root, lock));
        }
    }
}

/// Removes a folder with all that is in it, if it is there. Links in it are removed, not followed.
pub(super) fn remove_tree(folder: &Path) -> io::Result<()> {
    match disk::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(fault::said(&error, folder)),
        _ => Ok(()),
    }
}

/// Writes a new file.
pub(super) fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    create_for(path, content, path)
}

/// Writes a new file, which is to become that at `target`.
pub(super) fn create_for(path: &Path, content: &[u8], target: &Path) -> io::Result<()> {
    let write = || disk::create(path)?.write(content);
    write().map_err(|error| fault::said(&error, target))
}

/// Moves a file that was written aside to its place.
pub(super) fn rename(beside: &Path, target: &Path) -> io::Result<()> {
    disk::rename(beside, target).map_err(|error| fault::said(&error, target))
}

/// Makes a folder, and those above it.
pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    disk::create_dir_all(path).map_err(|error| fault::said(&error, path))
}

/// What there is at `path`, links not followed.
pub(super) fn look(path: &Path) -> io::Result<Option<Metadata>> {
    disk::look(path).map_err(|error| fault::unread(&error, path))
}

/// Whether there is anything at `path`.
pub(super) fn is_there(path: &Path) -> io::Result<bool> {
    Ok(look(path)?.is_some())
}

/// Says that what is at `path` is a link or the like.
pub(super) fn no_file(path: &Path) -> io::Error {
    fault::new(
        ErrorKind::InvalidInput,
        path,
        "this is a link or no ordinary file, and casebook does not write through it",
        "remove it, or name another folder with --out",
    )
}

/// What is in the file at `path`.
pub(super) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let read = || {
        let mut file = disk::open(path)?;
        let bytes = file.metadata()?.len();
        file.read(u64::MAX, bytes as usize + 1)
    };
    read().map_err(|error| fault::unread(&error, path))
}

/// The folder of `path`, which has forward slashes.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether files may be moved into the folder at `path` and out of it.
pub(super) fn may_change(path: &Path) -> io::Result<()> {
    disk::may_change(path).map_err(|error| fault::said(&error, path))
}
