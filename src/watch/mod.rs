//! Hears of changed files, and tells of them in bursts.
//!
//! Knows paths and nothing of what is in them. Whoever listens looks at each path itself: an event says
//! where to look, never what is there.

mod poll;
mod settle;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant},
};

use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::disk;
use settle::Settling;

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roots {
    /// The folder whose own files count, and in which the others may appear and vanish.
    pub dir: PathBuf,
    /// Folders that count with everything below them.
    pub below: Vec<PathBuf>,
}

/// Changes that came together.
#[derive(Clone, Debug)]
pub struct Burst {
    /// Where something changed.
    pub paths: BTreeSet<PathBuf>,
    /// Whether more may have changed than `paths` say.
    pub everything: bool,
    /// When the first change was heard of.
    pub since: Instant,
}

/// Ears for changes.
pub struct Watch {
    receiver: Receiver<notify::Result<Event>>,
    /// Kept alive as long as it is listened to.
    watcher: Option<RecommendedWatcher>,
    /// Whether the system tells of changes; otherwise they are looked for.
    pub native: bool,
    /// What could not be watched, in words.
    pub trouble: Option<String>,
}

impl Watch {
    /// Begins to watch `roots`, by looking at them again and again if `poll`, or if the system cannot tell.
    pub fn new(roots: &Roots, poll: bool) -> Self {
        let (sender, receiver) = channel();
        let mut trouble = None;
        if !poll {
            match native(roots, sender.clone()) {
                Ok(watcher) => return Self { receiver, watcher: Some(watcher), native: true, trouble },
                Err(error) => trouble = Some(error.to_string()),
            }
        }
        poll::look_again(roots.clone(), sender);
        Self { receiver, watcher: None, native: false, trouble }
    }

    /// Begins to watch all of `roots` but `later`, until [`Watch::add`] adds it. What is looked at again and again
    /// is watched whole from the start.
    pub fn without(roots: &Roots, later: &Path, poll: bool) -> Self {
        if poll {
            return Self::new(roots, true);
        }
        let below = roots.below.iter().filter(|folder| *folder != later).cloned().collect();
        let watch = Self::new(&Roots { below, ..roots.clone() }, false);
        if watch.native { watch } else { Self { trouble: watch.trouble, ..Self::new(roots, true) } }
    }

    /// Watches `folder`, one of `roots`, with everything below it as well.
    pub fn add(&mut self, folder: &Path, roots: &Roots) {
        let Some(watcher) = &mut self.watcher else { return };
        if is_folder(folder)
            && let Err(error) = watcher.watch(folder, RecursiveMode::Recursive)
        {
            *self = Self { trouble: Some(error.to_string()), ..Self::new(roots, true) };
        }
    }

    /// Waits for changes, until they pause; `None` when there were none for as long as `patience`.
    pub fn next(&self, patience: Duration) -> Option<Burst> {
        let mut settling = loop {
            let settling = match self.receiver.recv_timeout(patience) {
                Ok(event) => Settling::new(event, self.native),
                Err(RecvTimeoutError::Timeout) => return None,
                // The watcher is gone: whatever happens now is not heard.
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(patience);
                    return None;
                }
            };
            if let Some(settling) = settling {
                break settling;
            }
        };
        while let Some(pause) = settling.pause() {
            match self.receiver.recv_timeout(pause) {
                Ok(event) => settling.add(event),
                Err(_) => settling.paused(pause),
            }
        }
        Some(settling.burst())
    }
}

fn is_folder(path: &Path) -> bool {
    disk::about(path).ok().flatten().is_some_and(|about| about.is_dir())
}

fn native(roots: &Roots, sender: Sender<notify::Result<Event>>) -> notify::Result<RecommendedWatcher> {
    let mut watcher = RecommendedWatcher::new(move |event| drop(sender.send(event)), Config::default())?;
    watcher.watch(&roots.dir, RecursiveMode::NonRecursive)?;
    for folder in roots.below.iter().filter(|folder| is_folder(folder)) {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    Ok(watcher)
}
