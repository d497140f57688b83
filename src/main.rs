//! The program: parses arguments, runs a command, exits with its code.

use std::process::ExitCode;

use casebook::{cli::Cli, commands};
use clap::Parser as _;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::run(Cli::parse())
}
