//! What the system says against reading and writing, in sentences: which path, what is wrong, what to do.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

/// `error`, which `path` was the cause of, for people.
pub(crate) fn said(error: &io::Error, path: &Path) -> io::Error {
    let (what, help) = match error.kind() {
        ErrorKind::PermissionDenied => (
            "casebook may not write here".to_owned(),
            "give the user that runs casebook the right to write there, or name another place",
        ),
        ErrorKind::ReadOnlyFilesystem => {
            ("the file system is read-only".to_owned(), "mount it for writing, or name another place")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            ("there is no room left".to_owned(), "make room and run casebook again")
        }
        ErrorKind::FileTooLarge => (
            "the system lets no file grow that large".to_owned(),
            "raise the limit (ulimit -f), or name another place",
        ),
        ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty => (
            "a folder stands where casebook puts a file".to_owned(),
            "move the folder away, or name another place",
        ),
        ErrorKind::NotADirectory => (
            "a file stands where casebook needs a folder".to_owned(),
            "move the file away, or name another place",
        ),
        _ if no_more_files(error) => {
            ("no more files can be opened".to_owned(), "raise the limit (ulimit -n), or close other programs")
        }
        _ => return new(error.kind(), path, &error.to_string(), ""),
    };
    new(error.kind(), path, &what, help)
}

/// `error`, which came of reading `path`, for people.
pub(crate) fn unread(error: &io::Error, path: &Path) -> io::Error {
    match error.kind() {
        ErrorKind::PermissionDenied => {
            let help = "give the user that runs casebook the right to read it";
            new(error.kind(), path, "casebook may not read this", help)
        }
        ErrorKind::IsADirectory => new(error.kind(), path, "this is a folder, not a file", ""),
        ErrorKind::NotADirectory => {
            new(error.kind(), path, "what stands before the last `/` is no folder", "")
        }
        _ => said(error, path),
    }
}

/// Whether this program, or all together, have as many files open as they may.
#[cfg(unix)]
fn no_more_files(error: &io::Error) -> bool {
    use rustix::io::Errno;
    Errno::from_io_error(error).is_some_and(|errno| matches!(errno, Errno::MFILE | Errno::NFILE))
}

/// Elsewhere the system's words must do.
#[cfg(not(unix))]
fn no_more_files(_error: &io::Error) -> bool {
    false
}

/// An error about `path` that says `what` is wrong and how to `help` it; no help when that is empty.
pub(crate) fn new(kind: ErrorKind, path: &Path, what: &str, help: &str) -> io::Error {
    let help = if help.is_empty() { String::new() } else { format!("\n\nhelp: {help}") };
    io::Error::new(kind, format!("{}: {what}{help}", path.display()))
}

/// `error` with a `note` below it.
pub(crate) fn noted(error: &io::Error, note: &str) -> io::Error {
    io::Error::new(error.kind(), format!("{error}\n\nnote: {note}"))
}
