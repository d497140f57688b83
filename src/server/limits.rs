//! How much others may ask of this machine at once, so that the memory has a bound and nobody's connections
//! keep everybody else out for good.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};

/// Connections at a time, where the system lets the program have so many.
const CONNECTIONS: usize = 16 * 1024;
/// Descriptors for everything else: the articles, the listener, watching, the editor.
const RESERVE: usize = 64;
/// Connections that are told at a time that there are too many.
const TURNED_AWAY: usize = 16;
/// Answers in the making at a time: of those that are made at once, and of those that are slow or large.
const MAKING: usize = 8;
/// Kibibytes of answers that are on their way at a time, apart for the same two.
const SENDING: usize = 64 * 1024;
/// The most bytes that the head of a request may have.
pub(super) const HEAD: usize = 16 * 1024;
/// The most bytes that a POST may have.
pub(super) const POSTED: usize = 16 * 1024;
/// How long the other side may be silent where it is its turn: while it sends a head or a POST, between two
/// requests, and while it takes nothing of an answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection that will be turned away may be silent, and an answer wait for others to be taken.
pub(super) const HURRY: Duration = Duration::from_secs(2);

/// A place that is free again when this is dropped.
pub(super) type Place = OwnedSemaphorePermit;

/// What there is, as places.
#[derive(Debug)]
pub(super) struct Limits {
    connections: Arc<Semaphore>,
    turned_away: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    quick: Answers,
    slow: Answers,
}

/// How many answers of a sort there may be. They wait behind each other, and behind no other sort.
#[derive(Debug)]
pub(super) struct Answers {
    making: Arc<Semaphore>,
    sending: Arc<Semaphore>,
}

impl Limits {
    /// As many places as the system allows.
    pub(super) fn new() -> Self {
        let connections = descriptors(CONNECTIONS + RESERVE).saturating_sub(RESERVE).max(RESERVE / 2);
        let places = |count| Arc::new(Semaphore::new(count));
        let answers = || Answers { making: places(MAKING), sending: places(SENDING) };
        Self {
            connections: places(connections),
            turned_away: places(TURNED_AWAY),
            // The rest stays for requests that are over soon.
            streams: places(connections - connections / 4),
            quick: answers(),
            slow: answers(),
        }
    }

    /// A place for a connection, unless there are too many.
    pub(super) fn connection(&self) -> Option<Place> {
        now(&self.connections)
    }

    /// A place for a connection that is told so.
    pub(super) async fn turned_away(&self) -> Option<Place> {
        Arc::clone(&self.turned_away).acquire_owned().await.ok()
    }

    /// A place for a page that listens to events.
    pub(super) fn stream(&self) -> Option<Place> {
        now(&self.streams)
    }

    /// Those for answers that are `slow` or large, or for all others.
    pub(super) fn answers(&self, slow: bool) -> &Answers {
        if slow { &self.slow } else { &self.quick }
    }
}

impl Answers {
    /// A place for the making of an answer.
    pub(super) async fn making(&self) -> Option<Place> {
        Arc::clone(&self.making).acquire_owned().await.ok()
    }

    /// A place for `length` bytes of an answer on their way; `None` when others do not take theirs.
    pub(super) async fn sending(&self, length: usize) -> Option<Place> {
        let kibibytes = (length / 1024 + 1).min(SENDING);
        let place = Arc::clone(&self.sending).acquire_many_owned(kibibytes as u32);
        tokio::time::timeout(HURRY, place).await.ok()?.ok()
    }
}

fn now(places: &Arc<Semaphore>) -> Option<Place> {
    let place: Result<_, TryAcquireError> = Arc::clone(places).try_acquire_owned();
    place.ok()
}

/// How many descriptors this program may have: `wanted`, or as many as it may give itself.
#[cfg(unix)]
fn descriptors(wanted: usize) -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let wanted = wanted as u64;
    let mut limit = getrlimit(Resource::Nofile);
    let had = limit.current;
    limit.current = Some(limit.maximum.map_or(wanted, |most| wanted.min(most)).max(had.unwrap_or(wanted)));
    let has = if setrlimit(Resource::Nofile, limit).is_ok() { limit.current } else { had };
    has.map_or(wanted, |has| has.min(wanted)) as usize
}

/// Other systems set no such limit.
#[cfg(not(unix))]
fn descriptors(wanted: usize) -> usize {
    wanted
}
