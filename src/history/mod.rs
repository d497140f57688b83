//! When articles changed last, and who wrote them: read from what `git log` prints, or from a file of dates.
//!
//! Works on values. Who runs git and who reads files is no matter here.

mod file;
mod log;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use file::{DatesError, parse, text};
pub use log::{Log, Skipped};

/// The last changes of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    changes: BTreeMap<Box<str>, Change>,
}

/// What is known of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// When it changed last, to the second.
    pub time: Timestamp,
    /// Who wrote it, by name.
    pub contributors: Box<[Box<str>]>,
}

/// The history of which nothing is known.
pub static UNKNOWN: History = History { changes: BTreeMap::new() };

impl History {
    /// The history with `changes`, by path.
    pub fn new(changes: BTreeMap<Box<str>, Change>) -> Self {
        Self { changes }
    }

    /// What is known of the article at `path`.
    pub fn of(&self, path: &str) -> Option<&Change> {
        self.changes.get(path)
    }

    /// Everything that is known, by path.
    pub fn changes(&self) -> impl Iterator<Item = (&str, &Change)> {
        self.changes.iter().map(|(path, change)| (&**path, change))
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Without the articles at `paths`.
    #[must_use]
    pub fn without<'p>(mut self, paths: impl Iterator<Item = &'p str>) -> Self {
        for path in paths {
            self.changes.remove(path);
        }
        self
    }
}

impl Change {
    /// The time as `2026-03-01T10:20:30Z`.
    pub fn moment(&self) -> String {
        self.time.to_string()
    }

    /// The day as `2026-03-01`, in UTC.
    pub fn day(&self) -> String {
        let mut day = self.time.to_string();
        day.truncate(day.find('T').unwrap_or(day.len()));
        day
    }
}
