//! When articles changed, asked of git beside everything else: it may take its time.

use std::{
    path::Path,
    sync::mpsc::{Receiver, TryRecvError, channel},
    thread,
};

use crate::{
    commands::{Failure, dates},
    config::Config,
    history::History,
};

/// What git was asked, and whether it is to be asked again.
#[derive(Default)]
pub(super) struct Dates {
    answer: Option<Receiver<Result<History, Failure>>>,
    /// Something changed that git was not asked about yet.
    stale: bool,
}

impl Dates {
    /// Something changed.
    pub(super) fn stale(&mut self) {
        self.stale = true;
    }

    /// Whether there is something to ask, or an answer to wait for.
    pub(super) fn is_busy(&self) -> bool {
        self.stale || self.answer.is_some()
    }

    /// Asks git about `dir`, unless there is nothing new or it was asked and has not answered yet.
    pub(super) fn ask(&mut self, dir: &Path, config: &Config) {
        if !self.stale || self.answer.is_some() {
            return;
        }
        self.stale = false;
        let (sender, receiver) = channel();
        self.answer = Some(receiver);
        let (dir, config) = (dir.to_owned(), config.clone());
        thread::spawn(move || drop(sender.send(dates::now(&dir, &config))));
    }

    /// What git answered, if it did. That there are no dates is told with the reason.
    pub(super) fn answer(&mut self) -> Option<Result<History, Failure>> {
        match self.answer.as_ref()?.try_recv() {
            Ok(answer) => {
                self.answer = None;
                Some(answer)
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.answer = None;
                None
            }
        }
    }
}
