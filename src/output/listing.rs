//! What casebook wrote into a site: the list in `.casebook/files`, and what stands in for it when it is lost.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use rustc_hash::FxHashSet;

use super::fault;

/// Casebook's own folder in the output: what it wrote, and what it is about to.
pub(super) const OWN: &str = ".casebook";
/// In it: the paths that the last finished build wrote, one a line.
pub(super) const FILES: &str = "files";
/// In it: the paths that a build adds; there only while it runs, or when it was stopped.
pub(super) const ADDED: &str = "added";
/// Every site has it, so it tells that a folder is a site whose list was lost.
const CATALOG: &str = "catalog.json";
/// Pages at the root and folders that are the site's own, whatever its articles are.
const PAGES: [&str; 4] = ["404.html", CATALOG, "index.html", "search.html"];
const FOLDERS: [&str; 4] = ["assets/", "images/", "search/", "services/"];

/// The paths that casebook wrote.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The list's text; empty when there is none.
    pub text: String,
    paths: FxHashSet<Box<str>>,
    /// Whether the list was lost, so that the site's own names are taken for casebook's too.
    lost: bool,
}

impl Listing {
    /// What casebook wrote into the site at `root`. When the list was lost, for instance because a host or a
    /// copy left out hidden folders, the site's catalog says which pages it had.
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        let own = root.join(OWN);
        let text = read_or_empty(&own.join(FILES))?;
        let added = read_or_empty(&own.join(ADDED))?;
        let mut paths: FxHashSet<Box<str>> =
            text.lines().chain(added.lines()).filter(|path| is_ours(path)).map(Box::from).collect();
        let mut lost = false;
        if text.is_empty() {
            let catalog = read_or_empty(&root.join(CATALOG))?;
            for row in catalog.strip_prefix("[\n{\"url\":").into_iter().flat_map(|_| catalog.lines().skip(1))
            {
                let url = row.strip_prefix("{\"url\":\"").and_then(|row| row.split('"').next());
                paths.extend(url.filter(|url| is_ours(url)).map(Box::from));
                lost = true;
            }
        }
        Ok(Self { text, paths, lost })
    }

    /// Whether the file at `path` may be replaced.
    pub(super) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
            || (self.lost && (PAGES.contains(&path) || FOLDERS.iter().any(|folder| path.starts_with(folder))))
    }

    /// The paths, in no order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(|path| &**path)
    }
}

/// The text of a list of casebook's own; empty when there is none, or when it is no text.
fn read_or_empty(path: &Path) -> io::Result<String> {
    match fs::read(path) {
        Ok(bytes) => Ok(String::from_utf8(bytes).unwrap_or_default()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(fault::said(&error, path)),
    }
}

/// Whether a line of the list of files can be a path that casebook wrote: nothing above the root, nothing
/// absolute, nothing in casebook's own folder, whoever edited the list.
fn is_ours(path: &str) -> bool {
    !path.is_empty()
        && !path.starts_with(['/', '\\'])
        && !path.contains([':', '\0'])
        && path.split(['/', '\\']).all(|part| !part.is_empty() && part != ".." && part != ".")
        && path.split(['/', '\\']).next() != Some(OWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_names_foreign_paths_is_not_believed() {
        for path in ["../x", "/etc/x", "a/../../x", "C:x", "", "a//x", ".casebook/files", "./x"] {
            assert!(!is_ours(path), "{path}");
        }
        assert!(is_ours("a/b.html"));
    }
}
