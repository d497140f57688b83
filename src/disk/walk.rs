//! Folders with all that is below them.

use std::{
    io,
    path::{Path, PathBuf},
};

use walkdir::{DirEntry, IntoIter, WalkDir};

use super::step;

/// What could not be listed.
#[derive(Debug)]
pub(crate) struct Unlisted {
    /// Where.
    pub path: PathBuf,
    /// How deep below the folder that is listed; 0 for that folder.
    pub depth: usize,
    /// Why.
    pub error: io::Error,
}

/// A folder, then what is in it, as far down as `depth`, in no order.
pub(crate) fn walk(
    folder: &Path,
    depth: usize,
    links: Links,
) -> impl Iterator<Item = Result<DirEntry, Unlisted>> {
    let entries = WalkDir::new(folder).max_depth(depth).follow_links(links == Links::Followed).into_iter();
    Walk { entries, depth, folder: folder.to_owned() }
}

/// What becomes of links below a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Links {
    /// They are listed.
    Listed,
    /// What they lead to is listed in their place.
    Followed,
}

struct Walk {
    entries: IntoIter,
    depth: usize,
    folder: PathBuf,
}

impl Iterator for Walk {
    type Item = Result<DirEntry, Unlisted>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(match self.entries.next()? {
            Ok(entry) if entry.file_type().is_dir() && entry.depth() < self.depth => {
                // It is listed from here on.
                match step("list", entry.path()) {
                    Ok(()) => Ok(entry),
                    Err(error) => {
                        self.entries.skip_current_dir();
                        Err(Unlisted { depth: entry.depth(), path: entry.into_path(), error })
                    }
                }
            }
            Ok(entry) => Ok(entry),
            Err(error) => {
                let (path, depth) = (error.path().unwrap_or(&self.folder).to_owned(), error.depth());
                // What is no error of the system: links lead in a circle.
                let circle = error.to_string();
                let error = error.into_io_error().unwrap_or_else(|| io::Error::other(circle));
                Err(Unlisted { path, depth, error })
            }
        })
    }
}
