//! When a burst of changes is over: after a pause, short for one file, longer while many are written.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    time::{Duration, Instant},
};

use notify::{
    Event, EventKind,
    event::{AccessKind, AccessMode, CreateKind, ModifyKind},
};

use super::Burst;

/// The pause after a change of few files.
const SHORT: Duration = Duration::from_millis(4);
/// The pause while a file is still open for writing.
const OPEN: Duration = Duration::from_millis(40);
/// The pause after changes of many files.
const LONG: Duration = Duration::from_millis(40);
/// What many files are.
const MANY: usize = 32;
/// How long a burst may last.
const LAST: Duration = Duration::from_millis(400);

/// A burst that is not over yet.
pub(super) struct Settling {
    burst: Burst,
    /// Files that are being written, where the system tells of the end of that.
    open: BTreeSet<PathBuf>,
    tells_of_ends: bool,
    over: bool,
}

impl Settling {
    /// Begins with `event`; `None` when it changes nothing.
    pub(super) fn new(event: notify::Result<Event>, native: bool) -> Option<Self> {
        let burst = Burst { paths: BTreeSet::new(), everything: false, since: Instant::now() };
        let tells_of_ends = native && cfg!(target_os = "linux");
        let mut settling = Self { burst, open: BTreeSet::new(), tells_of_ends, over: false };
        settling.add(event);
        (settling.burst.everything || !settling.burst.paths.is_empty()).then_some(settling)
    }

    /// Takes one more event.
    pub(super) fn add(&mut self, event: notify::Result<Event>) {
        let Ok(event) = event else {
            self.burst.everything = true;
            return;
        };
        if event.need_rescan() {
            self.burst.everything = true;
        }
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                for path in &event.paths {
                    self.open.remove(path);
                }
            }
            // Somebody reads: casebook itself, mostly.
            EventKind::Access(_) => return,
            EventKind::Create(CreateKind::File) | EventKind::Modify(ModifyKind::Data(_))
                if self.tells_of_ends =>
            {
                self.open.extend(event.paths.iter().cloned());
            }
            EventKind::Modify(ModifyKind::Metadata(_)) => {}
            _ => {
                for path in &event.paths {
                    self.open.remove(path);
                }
            }
        }
        self.burst.paths.extend(event.paths);
    }

    /// How long nothing must be heard until the burst is over; `None` when it is.
    pub(super) fn pause(&self) -> Option<Duration> {
        let left = LAST.checked_sub(self.burst.since.elapsed()).filter(|left| !left.is_zero())?;
        let pause = if self.burst.paths.len() >= MANY || self.burst.everything {
            LONG
        } else if !self.open.is_empty() {
            OPEN
        } else {
            SHORT
        };
        (!self.over).then(|| pause.min(left))
    }

    /// Nothing was heard for a pause.
    pub(super) fn paused(&mut self, _: Duration) {
        self.over = true;
    }

    /// The burst.
    pub(super) fn burst(self) -> Burst {
        self.burst
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::DataChange;

    fn event(kind: EventKind, path: &str) -> Event {
        Event::new(kind).add_path(path.into())
    }

    #[test]
    fn a_file_that_is_being_written_is_waited_for() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let mut settling = Settling::new(Ok(event(written, "a")), true).unwrap();
        if cfg!(target_os = "linux") {
            assert!(settling.pause().unwrap() > SHORT);
        }
        settling.add(Ok(event(EventKind::Access(AccessKind::Close(AccessMode::Write)), "a")));
        assert_eq!(settling.pause(), Some(SHORT));
        settling.paused(SHORT);
        assert_eq!(settling.pause(), None);
        assert_eq!(settling.burst().paths.len(), 1);
    }

    #[test]
    fn reading_is_no_change_and_trouble_is_every_change() {
        let read = EventKind::Access(AccessKind::Open(AccessMode::Any));
        assert!(Settling::new(Ok(event(read, "a")), true).is_none());
        let lost = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert!(Settling::new(Ok(lost), true).unwrap().burst().everything);
        assert!(Settling::new(Err(notify::Error::generic("x")), true).unwrap().burst().everything);
        assert!(Settling::new(Ok(event(EventKind::Create(CreateKind::File), "a")), true).is_some());
    }
}
