//! What happens when the system gives no more memory, or no more room to a file.
//!
//! Rust ends a program at once whose memory runs out, and without `unsafe` nothing within it can say so. So
//! where a limit is set, the work is done by a second process, and this one tells how that ended.

use std::process::{Command, ExitCode, ExitStatus};

#[cfg(unix)]
use nix::sys::signal::{SigSet, Signal};

use super::Failure;
use crate::source;

/// Set for the process that does the work.
const WORKER: &str = "CASEBOOK_WORKER";

/// Runs the program once more where a limit is set to its memory, and returns how that ended; `None` where
/// this process is to do the work.
///
/// # Errors
///
/// When the memory ran out, or the second process could not be started.
pub(super) fn supervised() -> Result<Option<ExitCode>, Failure> {
    let Some(limit) = source::memory_limit().filter(|_| std::env::var_os(WORKER).is_none()) else {
        return Ok(None);
    };
    let started = std::env::current_exe().and_then(|program| {
        let mut worker = Command::new(program);
        worker.args(std::env::args_os().skip(1)).env(WORKER, "1");
        // Printing a backtrace takes memory, and when that is missing, the library waits for itself for ever.
        worker.env("RUST_BACKTRACE", "0").env_remove("RUST_LIB_BACKTRACE").status()
    });
    let status = started.map_err(|error| Failure(format!("a second process cannot be started: {error}")))?;
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) => Ok(Some(ExitCode::from(code))),
        None => Err(out_of_memory(limit, status)),
    }
}

/// Lets a file that would grow beyond the system's limit be an error like others. The signal that comes with it
/// ends a program that has not put it off, half-way and without a word.
#[cfg(unix)]
pub(super) fn grow_to_errors() {
    let mut put_off = SigSet::empty();
    put_off.add(Signal::SIGXFSZ);
    // Threads that are started from here on put it off too. It fails for no set that can be made.
    let _ = put_off.thread_block();
}

/// Elsewhere there is no such signal.
#[cfg(not(unix))]
pub(super) fn grow_to_errors() {}

/// What is said when something panicked, after the panic said what it is.
pub(super) fn panicked() -> Failure {
    // Not everything ends the program that gets no memory.
    let first = source::memory_limit().map_or_else(String::new, |limit| {
        format!(
            "the work could not be done; most likely the memory ran out: the limit is {} MiB\n\nhelp: raise the limit (ulimit -v) and run casebook again\n\nnote: if that changes nothing, ",
            limit >> 20
        )
    });
    Failure(format!("{first}this is a fault of casebook: please report it with what stands above"))
}

fn out_of_memory(limit: u64, status: ExitStatus) -> Failure {
    Failure(format!(
        "the system ended the work ({status}); most likely the memory ran out: the limit is {} MiB\n\nhelp: every file that was written is whole; raise the limit (ulimit -v) and run casebook again",
        limit >> 20
    ))
}
