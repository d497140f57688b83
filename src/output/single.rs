//! Files that are no site: articles that are mended or begun, reports, baselines.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::steps::{create_for, is_there, make_folder, rename};
use crate::{disk, fault};

/// Writes `content` to `path`, which is the old file or the new one at every moment. Folders are made, and
/// the permissions of an old file stay.
///
/// # Errors
///
/// What the system says, with the path in front.
pub fn replace_file(path: &Path, content: &[u8]) -> io::Result<()> {
    written(path, content, |beside| {
        let old = disk::about(path).map_err(|error| fault::unread(&error, path))?;
        if let Some(old) = old {
            disk::set_permissions(beside, old.permissions()).map_err(|error| fault::said(&error, path))?;
        }
        rename(beside, path)
    })
}

/// Writes `content` to `path`, at which nothing may be yet: there is nothing or the whole file at every
/// moment. Folders are made.
///
/// # Errors
///
/// What the system says, with the path in front; that there is something already.
pub fn create_file(path: &Path, content: &[u8]) -> io::Result<()> {
    written(path, content, |beside| match disk::hard_link(beside, path) {
        Ok(()) => {
            // A second name that stays does no harm.
            let _ = disk::remove_file(beside);
            Ok(())
        }
        // Not every file system has second names.
        Err(error) if error.kind() != ErrorKind::AlreadyExists && !is_there(path)? => rename(beside, path),
        Err(error) => Err(fault::said(&error, path)),
    })
}

/// Writes `content` beside `path`, lets `place` bring it there, and takes it away when one of them fails.
fn written(path: &Path, content: &[u8], place: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    let name = path.file_name().ok_or_else(|| fault::said(&ErrorKind::InvalidInput.into(), path))?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let name = format!(".{}.casebook-{}", name.to_string_lossy(), std::process::id());
    let beside: PathBuf = path.with_file_name(name);
    create_for(&beside, content, path).and_then(|()| place(&beside)).inspect_err(|_| {
        let _ = disk::remove_file(&beside);
    })
}

/// Removes the file at `path`.
///
/// # Errors
///
/// What the system says, with the path in front.
pub fn remove_file(path: &Path) -> io::Result<()> {
    disk::remove_file(path).map_err(|error| fault::said(&error, path))
}
