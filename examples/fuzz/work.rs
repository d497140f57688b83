//! How much a processor has worked for this program, which is all that a case can be blamed for: the clock on the
//! wall runs on while a machine does other things or stands still.

use std::time::Duration;

/// What processors have worked for this program so far.
#[cfg(unix)]
pub(crate) fn worked() -> Duration {
    // The one thing that can be wrong is a clock that the system does not have; this one every system has.
    nix::time::clock_gettime(nix::time::ClockId::CLOCK_PROCESS_CPUTIME_ID)
        .map_or(Duration::ZERO, Duration::from)
}

/// Where nobody tells, the time since it was first asked for.
#[cfg(not(unix))]
pub(crate) fn worked() -> Duration {
    use std::{sync::LazyLock, time::Instant};
    static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGAN.elapsed()
}
