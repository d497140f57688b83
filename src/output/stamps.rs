//! Whether files are still as a build left them, without reading them: `.casebook/seen`.
//!
//! A stamp stands for what the system says of a file: its size, its times, its place on the disk. Files
//! that were written shortly before the stamps could have been changed since without a change of their
//! stamp, as clocks of file systems are coarse; of those the content counts.

use std::{fmt::Write as _, fs::Metadata, path::Path, time::Duration};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{
    Digest,
    listing::{Listing, OWN, read_or_empty},
};
use crate::{digest, disk};

/// In casebook's own folder: the stamps.
pub(super) const SEEN: &str = "seen";
const HEAD: &str = "casebook seen 1";
/// Steps of the clocks of file systems: of those that keep parts of a second, and of the others.
const STEPS: [Duration; 2] = [Duration::from_millis(20), Duration::from_secs(2)];

/// The stamps of a site.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// The text; empty when there is none.
    pub text: String,
    /// What the site was made from.
    inputs: Option<Digest>,
    /// By path; 0 for files whose content counts.
    by_path: FxHashMap<Box<str>, u64>,
}

impl Stamps {
    /// The stamps of the site at `root`, whose files are in `listing`. Stamps of another list do not count.
    pub(super) fn read(root: &Path, listing: &Listing) -> Self {
        let path = root.join(OWN).join(SEEN);
        let text = read_or_empty(&path).unwrap_or_default();
        let Some((head, rows)) = text.split_once('\n') else { return Self::default() };
        let mut words = head.strip_prefix(HEAD).unwrap_or_default().split_whitespace();
        let inputs = words.next().and_then(Digest::from_hex);
        let list = words.next().and_then(Digest::from_hex);
        let made = disk::look(&path).ok().flatten().and_then(|about| about.modified().ok());
        let (Some(_), true, Some(made)) = (inputs, list == Some(Digest::of(listing.text.as_bytes())), made)
        else {
            return Self { text, ..Self::default() };
        };
        let mut by_path: FxHashMap<Box<str>, u64> = FxHashMap::default();
        by_path.reserve(listing.files.len());
        for row in rows.lines() {
            let mut words = row.splitn(3, ' ');
            let (Some(stamp), Some(time), Some(path)) = (
                words.next().and_then(|word| u64::from_str_radix(word, 16).ok()),
                words.next().and_then(|word| word.parse().ok()),
                words.next(),
            ) else {
                continue;
            };
            let written = std::time::UNIX_EPOCH + Duration::from_nanos(time);
            let step = STEPS[usize::from(time % 1_000_000_000 == 0)];
            let settled = written.checked_add(step).is_some_and(|settled| settled < made);
            by_path.insert(path.into(), if settled { stamp } else { 0 });
        }
        Self { text, inputs, by_path }
    }

    /// Whether the site was made from `inputs`.
    pub(super) fn are_of(&self, inputs: Digest) -> bool {
        self.inputs == Some(inputs)
    }

    /// Whether the file at `path`, of which the system says `about`, is as it was.
    pub(super) fn hold(&self, path: &str, about: &Metadata) -> bool {
        self.by_path.get(path).is_some_and(|stamp| *stamp != 0 && *stamp == of(about).0)
    }
}

/// The stamps of the files at `paths` below `root`, as a text.
pub(super) fn text(root: &Path, inputs: Digest, listing: &str, paths: &[&str]) -> String {
    let rows = |paths: &[&str]| {
        let mut rows = String::with_capacity(paths.len() * 96);
        for path in paths {
            // Of a file without a stamp the content counts.
            if let Ok(Some(about)) = disk::look(&root.join(path)) {
                let (stamp, time) = of(&about);
                // Writing to a text cannot fail.
                let _ = writeln!(rows, "{stamp:016x} {time} {path}");
            }
        }
        rows
    };
    let rows: Vec<String> = paths.par_chunks(256).with_max_len(1).map(rows).collect();
    format!("{HEAD} {inputs} {}\n{}", Digest::of(listing.as_bytes()), rows.concat())
}

/// The stamp, and the last time that it knows of in nanoseconds since 1970.
fn of(about: &Metadata) -> (u64, u64) {
    let modified = about
        .modified()
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .map_or(0, |since| since.as_nanos() as u64);
    let [changed, place] = more(about);
    let words = [about.len(), modified, changed, place].map(u64::to_le_bytes);
    (digest::short(words.as_flattened()), modified.max(changed))
}

/// When the file or its name last changed, which no program can set, and its place on the disk.
#[cfg(unix)]
fn more(about: &Metadata) -> [u64; 2] {
    use std::os::unix::fs::MetadataExt as _;
    [(about.ctime() as u64).wrapping_mul(1_000_000_000).wrapping_add(about.ctime_nsec() as u64), about.ino()]
}

/// Elsewhere size and time have to do.
#[cfg(not(unix))]
fn more(_about: &Metadata) -> [u64; 2] {
    [0, 0]
}
