//! Sites of variants side by side in one folder: which builds put there, and what becomes of one that is no
//! longer a variant.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use super::{
    Made, Mode, Why, Writer, Written,
    listing::{FILES, OWN, read_or_empty},
    place::is_site,
    single::{remove_file, replace_file},
    stamps::SEEN,
    steps::{is_there, look},
};
use crate::{digest::Digest, disk, fault};

/// In casebook's own folder beside the variants: their names, one a line.
const VARIANTS: &str = "variants";

/// The variants in a folder, as earlier builds and this one know them.
#[derive(Debug)]
pub struct Variants {
    place: PathBuf,
    names: BTreeSet<String>,
}

impl Variants {
    /// The variants that builds put into the folder `place`; none when it is not there.
    ///
    /// # Errors
    ///
    /// What the system says when the list cannot be read.
    pub fn read(place: &Path) -> io::Result<Self> {
        let text = read_or_empty(&place.join(OWN).join(VARIANTS))?;
        // Whoever edited the list: nothing that is not right below the folder.
        let is_name = |name: &&str| {
            !name.is_empty() && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
        };
        let names = text.lines().filter(is_name).map(str::to_owned).collect();
        Ok(Self { place: place.to_owned(), names })
    }

    /// Notes that this build puts the variants `names` there.
    ///
    /// # Errors
    ///
    /// What the system says when the list cannot be written.
    pub fn note(&mut self, names: &[&str]) -> io::Result<()> {
        let before = self.names.len();
        self.names.extend(names.iter().map(|name| (*name).to_owned()));
        if self.names.len() == before { Ok(()) } else { self.write() }
    }

    /// Those that are not in `names`, in order.
    pub fn others(&self, names: &[&str]) -> Vec<String> {
        self.names.iter().filter(|name| !names.contains(&name.as_str())).cloned().collect()
    }

    /// Removes what casebook wrote of the variant `name`; files of others stay. What it removed; `None` when
    /// there is no such site any more.
    ///
    /// # Errors
    ///
    /// What the system says; that another build is at it.
    pub fn remove(&mut self, name: &str, mode: Mode) -> io::Result<Option<Written>> {
        let folder = self.place.join(name);
        // A link may lead anywhere, and what has no list is not known to be casebook's.
        let is_there = look(&folder)?.is_some_and(|about| about.is_dir()) && is_site(&folder)?;
        let written = is_there.then(|| remove(&folder, mode)).transpose()?;
        if mode == Mode::Write {
            self.names.remove(name);
            self.write()?;
        }
        Ok(written)
    }

    /// Folders there that hold a site which no build put there as a variant, in order.
    ///
    /// # Errors
    ///
    /// What the system says when the folder cannot be listed.
    pub fn strangers(&self) -> io::Result<Vec<String>> {
        let names = match disk::names(&self.place) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(fault::unread(&error, &self.place)),
        };
        let mut found = Vec::new();
        for name in names {
            // A site that is about to come, or a leaving, has a dot before its name.
            if !name.starts_with('.') && !self.names.contains(&name) && is_site(&self.place.join(&name))? {
                found.push(name);
            }
        }
        found.sort();
        Ok(found)
    }

    fn write(&self) -> io::Result<()> {
        let list = self.place.join(OWN).join(VARIANTS);
        if self.names.is_empty() {
            remove_file(&list)?;
            // Stays where it holds something else.
            let _ = disk::remove_dir(&self.place.join(OWN));
            return Ok(());
        }
        let text: String = self.names.iter().flat_map(|name| [name, "\n"]).collect();
        replace_file(&list, text.as_bytes())
    }
}

/// Removes what casebook wrote into the site at `place`, and the folder if nothing else is in it.
fn remove(place: &Path, mode: Mode) -> io::Result<Written> {
    // A site of no files: all that are known are no longer made.
    let mut written = Writer::new(place, Made::default(), Digest::default(), mode)?.finish()?;
    for change in &mut written.changes {
        change.why = Why::Settings;
    }
    if mode == Mode::Write {
        let own = place.join(OWN);
        for name in [SEEN, FILES] {
            if is_there(&own.join(name))? {
                remove_file(&own.join(name))?;
            }
        }
        for folder in [&*own, place] {
            // Stays where something is left in it.
            let _ = disk::remove_dir(folder);
        }
    }
    Ok(written)
}
