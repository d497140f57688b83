//! The file system: whatever casebook asks of it passes here, one function for each operation, so that tests
//! can let any of them fail.
//!
//! Decides nothing and words nothing: `source`, the reader, and `output`, the writer, stand above it.
#![expect(clippy::disallowed_methods, reason = "this is the one module that asks the system")]

#[cfg(test)]
pub(crate) mod faults;
mod file;
mod walk;

use std::{
    fs::{self, Metadata, Permissions},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

pub(crate) use file::{File, append, create, open};
pub(crate) use walk::{Links, Unlisted, walk};

/// Asked before each operation, by its name and its path; in tests the answer may be that it fails.
#[cfg(not(test))]
#[inline]
#[expect(clippy::unnecessary_wraps, reason = "in tests it may fail")]
fn step(_operation: &'static str, _path: &Path) -> io::Result<()> {
    Ok(())
}
#[cfg(test)]
use faults::step;

/// What there is at `path`, links not followed; `None` when there is nothing.
pub(crate) fn look(path: &Path) -> io::Result<Option<Metadata>> {
    step("look", path)?;
    there(fs::symlink_metadata(path))
}

/// What there is at `path`, links followed; `None` when there is nothing.
pub(crate) fn about(path: &Path) -> io::Result<Option<Metadata>> {
    step("about", path)?;
    there(fs::metadata(path))
}

/// `about`, or nothing when there is none, nor a folder where it could be.
fn there(about: io::Result<Metadata>) -> io::Result<Option<Metadata>> {
    match about {
        Ok(about) => Ok(Some(about)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `path` from the root of the file system on, without links.
pub(crate) fn canonicalize(path: &Path) -> io::Result<PathBuf> {
    step("canonicalize", path)?;
    fs::canonicalize(path)
}

/// The names in the folder at `path`, in no order.
pub(crate) fn names(path: &Path) -> io::Result<Vec<String>> {
    step("list", path)?;
    fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

/// Makes the folder at `path` and those above it, if they are not there.
pub(crate) fn create_dir_all(path: &Path) -> io::Result<()> {
    step("create_dir_all", path)?;
    fs::create_dir_all(path)
}

/// Moves `from` to `to`, whatever file is there.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    step("rename", to)?;
    fs::rename(from, to)
}

/// Gives the file `from` the name `to` as well, at which nothing may be.
pub(crate) fn hard_link(from: &Path, to: &Path) -> io::Result<()> {
    step("hard_link", to)?;
    fs::hard_link(from, to)
}

/// Gives the file at `path` these `permissions`.
pub(crate) fn set_permissions(path: &Path, permissions: Permissions) -> io::Result<()> {
    step("set_permissions", path)?;
    fs::set_permissions(path, permissions)
}

/// Removes the file at `path`.
pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    step("remove_file", path)?;
    fs::remove_file(path)
}

/// Removes the folder at `path`, in which nothing may be.
pub(crate) fn remove_dir(path: &Path) -> io::Result<()> {
    step("remove_dir", path)?;
    fs::remove_dir(path)
}

/// Removes the folder at `path` with all that is in it. Links in it are removed, not followed.
pub(crate) fn remove_dir_all(path: &Path) -> io::Result<()> {
    step("remove_dir_all", path)?;
    fs::remove_dir_all(path)
}

/// Whether files may be moved into the folder at `path` and out of it.
#[cfg(unix)]
pub(crate) fn may_change(path: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    step("access", path)?;
    Ok(access(path, Access::WRITE_OK | Access::EXEC_OK)?)
}

/// Elsewhere the system says so only when it is tried.
#[cfg(not(unix))]
pub(crate) fn may_change(path: &Path) -> io::Result<()> {
    step("access", path)
}
