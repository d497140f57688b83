//! Files that are no site: articles that are mended or begun, reports, baselines.

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use super::fault;

/// Writes `content` to `path`, which is the old file or the new one at every moment. Folders are made, and
/// the permissions of an old file stay.
///
/// # Errors
///
/// What the system says, with the path in front.
pub fn replace_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let said = |error: io::Error| fault::said(&error, path);
    let name = path.file_name().ok_or_else(|| said(io::ErrorKind::InvalidInput.into()))?;
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(said)?;
    }
    let beside = path.with_file_name(format!(".{}.casebook-{}", name.to_string_lossy(), std::process::id()));
    let write = || -> io::Result<()> {
        fs::File::create(&beside)?.write_all(content)?;
        if let Ok(old) = fs::metadata(path) {
            fs::set_permissions(&beside, old.permissions())?;
        }
        fs::rename(&beside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&beside);
        said(error)
    })
}

/// Writes `content` to `path`, at which nothing may be yet. Folders are made.
///
/// # Errors
///
/// What the system says, with the path in front; that there is something already.
pub fn create_file(path: &Path, content: &[u8]) -> io::Result<()> {
    let said = |error: io::Error| fault::said(&error, path);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(said)?;
    }
    fs::File::create_new(path).and_then(|mut file| file.write_all(content)).map_err(said)
}

/// Removes the file at `path`.
///
/// # Errors
///
/// What the system says, with the path in front.
pub fn remove_file(path: &Path) -> io::Result<()> {
    fs::remove_file(path).map_err(|error| fault::said(&error, path))
}
