//! Where a site may lie: in a folder of its own, not among the files that it is made from.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::{
    listing::{FILES, OWN},
    steps::is_there,
};
use crate::{disk, fault};

/// Refuses to put a site at `place` when that is no folder, the folder `dir` that holds `articles/`, or lies
/// in one of the `sources`: folders whose files the site is made from.
///
/// # Errors
///
/// Why the site cannot lie there, and what to do.
pub fn refuse(place: &Path, dir: &Path, sources: &[PathBuf]) -> io::Result<()> {
    let no = |what: &str| {
        let help = "name a folder of its own, such as --out site";
        Err(fault::new(ErrorKind::InvalidInput, place, what, help))
    };
    // The folder that is nearest to the place and there: everything below it would be made.
    let mut there = None;
    for path in place.ancestors() {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        if is_there(path)? {
            there = Some(path);
            break;
        }
    }
    let Some(there) = there else { return Ok(()) };
    match disk::about(there).map_err(|error| fault::unread(&error, there))? {
        Some(about) if about.is_dir() => {}
        Some(_) if there == place => return no("this is a file, and a site needs a folder"),
        Some(_) => return no(&format!("{} is a file, so there can be no folder in it", there.display())),
        None => return no(&format!("{} is a link that leads nowhere", there.display())),
    }
    let whole = |path: &Path| match disk::canonicalize(path) {
        Ok(whole) => Ok(Some(whole)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(fault::unread(&error, path)),
    };
    let Some(whole_place) = whole(there)? else { return Ok(()) };
    if place == there && whole(dir)?.is_some_and(|dir| dir == whole_place) {
        return no("the site would lie among the files that it is made from");
    }
    for source in sources {
        if whole(source)?.is_some_and(|source| whole_place.starts_with(source)) {
            return no(&format!("the site would lie in {}, whose files it is made from", source.display()));
        }
    }
    Ok(())
}

/// Whether a site lies right in the folder `place`.
///
/// # Errors
///
/// What the system says.
pub fn is_site(place: &Path) -> io::Result<bool> {
    is_there(&place.join(OWN).join(FILES))
}
