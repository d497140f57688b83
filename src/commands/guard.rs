//! What happens when the system gives no more memory.
//!
//! Rust ends a program at once whose memory runs out, and without `unsafe` nothing within it can say so. So
//! where a limit is set, the work is done by a second process, and this one tells how that ended.

use std::process::{Command, ExitCode, ExitStatus};

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
        Command::new(program).args(std::env::args_os().skip(1)).env(WORKER, "1").status()
    });
    let status = started.map_err(|error| Failure(format!("a second process cannot be started: {error}")))?;
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) => Ok(Some(ExitCode::from(code))),
        None => Err(out_of_memory(limit, status)),
    }
}

fn out_of_memory(limit: u64, status: ExitStatus) -> Failure {
    Failure(format!(
        "the system ended the work ({status}); most likely the memory ran out: the limit is {} MiB\n\nhelp: every file that was written is whole; raise the limit (ulimit -v) and run casebook again",
        limit >> 20
    ))
}
