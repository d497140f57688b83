//! What casebook wrote into a site: the list in `.casebook/files`, and what stands in for it when it is lost.

use std::{
    fmt::Write as _,
    io::{self, ErrorKind},
    path::Path,
};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Made, steps::read};
use crate::digest::Digest;

/// Casebook's own folder in the output: what it wrote, and what it is about to.
pub(super) const OWN: &str = ".casebook";
/// In it: the files that the last finished build wrote, one a line.
pub(super) const FILES: &str = "files";
/// In it: the paths that a build adds; there only while it runs, or when it was stopped.
pub(super) const ADDED: &str = "added";
/// How the list begins.
const HEAD: &str = "casebook files 2";
/// Every site has it, so it tells that a folder is a site whose list was lost.
const CATALOG: &str = "catalog.json";
/// Pages at the root and folders that are the site's own, whatever its articles are.
const PAGES: [&str; 12] = [
    "404.html",
    "_headers",
    CATALOG,
    "feed.xml",
    "go.html",
    "index.html",
    "llms.txt",
    "robots.txt",
    "search.html",
    "services.json",
    "sitemap.xml",
    "staticwebapp.config.json",
];
const FOLDERS: [&str; 5] = ["assets/", "images/", "search/", "services/", "topics/"];

/// A file that casebook wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// Its content; `None` when only the path is known.
    pub digest: Option<Digest>,
    /// How many bytes it has.
    pub bytes: u64,
    /// The article that it shows; 0 when it shows none.
    pub article: u64,
}

/// The files that casebook wrote.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The list's text; empty when there is none.
    pub text: String,
    /// The files by path.
    pub files: FxHashMap<Box<str>, Known>,
    /// What they were made with.
    pub made: Made,
    /// The paths that builds added which were stopped while they changed the site; empty when none was.
    pub added: String,
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
        let mut listing = Self { lost: text.is_empty(), ..Self::default() };
        listing.files.reserve(text.len() / 64);
        if let Some(rest) = text.strip_prefix(HEAD) {
            let (head, rows) = rest.split_once('\n').unwrap_or((rest, ""));
            listing.made = Made::from_words(head);
            listing.files.extend(rows.lines().filter_map(row).filter(|(path, _)| is_ours(path)));
        } else {
            // An older list, which has paths alone.
            listing.add(text.lines());
        }
        listing.add(added.lines());
        if listing.lost {
            let catalog = read_or_empty(&root.join(CATALOG))?;
            if catalog.starts_with("[\n{\"url\":") {
                let url = |row: &str| -> Option<Box<str>> {
                    row.strip_prefix("{\"url\":\"")?.split('"').next().map(Box::from)
                };
                let urls: Vec<Box<str>> = catalog.lines().filter_map(url).collect();
                listing.add(urls.iter().map(|url| &**url));
            } else {
                listing.lost = false;
            }
        }
        (listing.text, listing.added) = (text, added);
        Ok(listing)
    }

    /// Whether the file at `path` may be replaced.
    pub(super) fn has(&self, path: &str) -> bool {
        // Beside a page may stand the same as Markdown.
        let is_beside =
            || path.strip_suffix(".md").is_some_and(|stem| self.files.contains_key(&*format!("{stem}.html")));
        let is_sitemap = || path.starts_with("sitemap-") && path.strip_suffix(".xml").is_some();
        let is_own = || PAGES.contains(&path) || FOLDERS.iter().any(|folder| path.starts_with(folder));
        self.files.contains_key(path) || (self.lost && (is_own() || is_sitemap() || is_beside()))
    }

    fn add<'t>(&mut self, paths: impl Iterator<Item = &'t str>) {
        for path in paths.filter(|path| is_ours(path)) {
            self.files.entry(path.into()).or_default();
        }
    }
}

/// The list of `files`, which are sorted by path.
pub(super) fn text(made: &Made, files: &[(String, Known)]) -> String {
    let rows = |files: &[(String, Known)]| {
        let mut rows = String::with_capacity(files.len() * 112);
        for (path, Known { digest, bytes, article }) in files {
            // Writing to a text cannot fail.
            let _ = writeln!(rows, "{} {bytes} {article:016x} {path}", digest.unwrap_or_default());
        }
        rows
    };
    let rows: Vec<String> = files.par_chunks(1024).map(rows).collect();
    format!("{HEAD}{}\n{}", made.words(), rows.concat())
}

/// A line of the list.
fn row(line: &str) -> Option<(Box<str>, Known)> {
    let mut words = line.splitn(4, ' ');
    let digest = Digest::from_hex(words.next()?);
    let bytes = words.next()?.parse().ok()?;
    let article = u64::from_str_radix(words.next()?, 16).ok()?;
    Some((words.next()?.into(), Known { digest, bytes, article }))
}

/// The text of a list of casebook's own; empty when there is none, or when it is no text.
pub(super) fn read_or_empty(path: &Path) -> io::Result<String> {
    match read(path) {
        Ok(bytes) => Ok(String::from_utf8(bytes).unwrap_or_default()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error),
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

    #[test]
    fn a_row_reads_as_it_was_written() {
        let known = Known { digest: Some(Digest::of(b"x")), bytes: 7, article: 3 };
        let text = text(&Made::default(), &[("a/b c.html".to_owned(), known)]);
        assert_eq!(row(text.lines().nth(1).unwrap()), Some(("a/b c.html".into(), known)));
        assert_eq!(row("a/b.html"), None);
    }
}
