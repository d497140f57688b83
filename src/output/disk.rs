//! Steps of writing: each on one path, with what the system says in sentences.

use std::{
    fs,
    io::{self, ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
};

use super::{fault, listing::OWN, lock::Lock};

/// Where the files of the site at `place` go, and the lock on it.
pub(super) fn begin(place: &Path) -> io::Result<(PathBuf, Lock)> {
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
pub(super) fn remove_tree(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(fault::said(&error, folder)),
        _ => Ok(()),
    }
}

/// Writes a new file.
pub(super) fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    let write = || fs::File::create(path)?.write_all(content);
    write().map_err(|error| fault::said(&error, path))
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

/// Whether the file at `path`, which has as many bytes, has this `content`.
pub(super) fn has_content(path: &Path, content: &[u8]) -> io::Result<bool> {
    let mut old = Vec::with_capacity(content.len() + 1);
    fs::File::open(path)?.read_to_end(&mut old)?;
    Ok(old == content)
}

/// The folder of `path`, which has forward slashes.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether files may be moved into the folder at `path` and out of it.
#[cfg(unix)]
pub(super) fn may_change(path: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    Ok(access(path, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Elsewhere the system says so only when it is tried.
#[cfg(not(unix))]
pub(super) fn may_change(_path: &Path) -> io::Result<()> {
    Ok(())
}
