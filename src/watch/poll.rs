//! Looks for changes again and again, where the system does not tell of them.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::Sender,
    time::{Duration, SystemTime},
};

use notify::{Event, EventKind};
use rustc_hash::FxHashMap;

use super::Roots;
use crate::disk::{self, Links};

/// How long it is rested between two looks.
const REST: Duration = Duration::from_millis(400);
/// A file that was written so shortly before a look may be written again without getting another time.
const FRESH: Duration = Duration::from_secs(3);

/// What a look shows of a file.
type Seen = FxHashMap<PathBuf, (Option<SystemTime>, u64)>;

/// Tells of changes below `roots` until nobody listens any more.
pub(super) fn look_again(roots: Roots, sender: Sender<notify::Result<Event>>) {
    let mut seen = look(&roots);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(REST);
            let now = look(&roots);
            let mut changed: Vec<PathBuf> =
                seen.keys().filter(|path| !now.contains_key(*path)).cloned().collect();
            let fresh = |time: &Option<SystemTime>| {
                time.is_some_and(|time| time.elapsed().is_ok_and(|age| age < FRESH))
            };
            let is_new = |(path, state): &(&PathBuf, &(Option<SystemTime>, u64))| {
                seen.get(*path) != Some(*state) || fresh(&state.0)
            };
            changed.extend(now.iter().filter(is_new).map(|(path, _)| path.clone()));
            // Told even when nothing changed: that is how the end of listening shows.
            let event = changed.into_iter().fold(Event::new(EventKind::Any), Event::add_path);
            if sender.send(Ok(event)).is_err() {
                return;
            }
            seen = now;
        }
    });
}

fn look(roots: &Roots) -> Seen {
    let mut seen = Seen::default();
    add(&roots.dir, 1, &mut seen);
    for folder in &roots.below {
        add(folder, usize::MAX, &mut seen);
    }
    seen
}

fn add(folder: &Path, depth: usize, seen: &mut Seen) {
    for entry in disk::walk(folder, depth, Links::Listed).filter_map(Result::ok) {
        let state = match disk::look(entry.path()) {
            // A folder changes with what is in it, which is seen by itself.
            Ok(Some(metadata)) if metadata.is_dir() => (None, 0),
            Ok(Some(metadata)) => (metadata.modified().ok(), metadata.len()),
            Ok(None) | Err(_) => continue,
        };
        seen.insert(entry.into_path(), state);
    }
}
