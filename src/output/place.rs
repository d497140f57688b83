//! Where a site may lie: in a folder of its own, not among the files that it is made from.

use std::{
    fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use super::fault;

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
    let Some(there) = place.ancestors().find(|path| {
        fs::symlink_metadata(if path.as_os_str().is_empty() { Path::new(".") } else { path }).is_ok()
    }) else {
        return Ok(());
    };
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    match fs::metadata(there) {
        Ok(about) if about.is_dir() => {}
        Ok(_) if there == place => return no("this is a file, and a site needs a folder"),
        Ok(_) => return no(&format!("{} is a file, so there can be no folder in it", there.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return no(&format!("{} is a link that leads nowhere", there.display()));
        }
        Err(error) => return Err(fault::said(&error, there)),
    }
    let whole = fs::canonicalize(there).map_err(|error| fault::said(&error, there))?;
    if place == there && fs::canonicalize(dir).is_ok_and(|dir| dir == whole) {
        return no("the site would lie among the files that it is made from");
    }
    for source in sources {
        if fs::canonicalize(source).is_ok_and(|source| whole.starts_with(source)) {
            return no(&format!("the site would lie in {}, whose files it is made from", source.display()));
        }
    }
    Ok(())
}

/// Whether a site lies right in the folder `place`.
pub fn is_site(place: &Path) -> bool {
    place.join(super::listing::OWN).join(super::listing::FILES).exists()
}
