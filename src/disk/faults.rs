//! Faults, for tests: what is asked of the file system is written down, and one operation of it fails.
//!
//! Of one thread alone, so that tests which run beside each other know nothing of each other.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt, io,
    path::{Path, PathBuf},
};

use rustix::io::Errno;

/// An operation: what it does, where, and how often the same was done before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Step {
    pub operation: &'static str,
    /// Below the folder that the work is about.
    pub path: PathBuf,
    pub before: usize,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} after {}", self.operation, self.path.display(), self.before)
    }
}

/// How an operation fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The device has a fault.
    Device,
    /// The disk is full.
    Full,
    /// The user may not.
    Denied,
    /// The program is stopped: neither this nor anything after it is done.
    Stop,
}

impl Fault {
    pub(crate) const ALL: [Self; 4] = [Self::Device, Self::Full, Self::Denied, Self::Stop];

    fn error(self) -> io::Error {
        match self {
            Self::Device | Self::Stop => Errno::IO,
            Self::Full => Errno::NOSPC,
            Self::Denied => Errno::ACCESS,
        }
        .into()
    }
}

/// What is done on this thread, and what of it fails.
struct Plan {
    root: PathBuf,
    fails: Option<(Step, Fault)>,
    seen: Vec<Step>,
    times: BTreeMap<(&'static str, PathBuf), usize>,
    failed: bool,
}

thread_local! {
    static PLAN: RefCell<Option<Plan>> = const { RefCell::new(None) };
}

/// What came of a piece of work.
pub(crate) struct Watched<T> {
    pub result: T,
    /// Every operation, in order.
    pub seen: Vec<Step>,
    /// Whether the one that was to fail was met.
    pub failed: bool,
}

/// Does `work`, which is about the folder `root` and keeps to this thread, and lets one operation fail.
pub(crate) fn watched<T>(root: &Path, fails: Option<(Step, Fault)>, work: impl FnOnce() -> T) -> Watched<T> {
    let plan = Plan { root: root.to_owned(), fails, seen: Vec::new(), times: BTreeMap::new(), failed: false };
    PLAN.set(Some(plan));
    let result = work();
    // It was set above, on this thread.
    let plan = PLAN.take().unwrap();
    Watched { result, seen: plan.seen, failed: plan.failed }
}

/// Writes the operation down; an error when it is to fail.
pub(super) fn step(operation: &'static str, path: &Path) -> io::Result<()> {
    PLAN.with_borrow_mut(|plan| plan.as_mut().map_or(Ok(()), |plan| plan.step(operation, path)))
}

impl Plan {
    fn step(&mut self, operation: &'static str, path: &Path) -> io::Result<()> {
        let path = path.strip_prefix(&self.root).unwrap_or(path).to_owned();
        let times = self.times.entry((operation, path.clone())).or_default();
        let step = Step { operation, path, before: *times };
        *times += 1;
        let fault = self
            .fails
            .as_ref()
            .filter(|(fails, fault)| *fails == step || *fault == Fault::Stop && self.failed);
        let result = fault.map_or(Ok(()), |(_, fault)| Err(fault.error()));
        self.failed |= result.is_err();
        self.seen.push(step);
        result
    }
}
