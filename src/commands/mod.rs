//! The commands: thin paths through the stages. What they print goes through [`Terminal`].

mod build;
mod check;
mod dates;
mod explain;
#[cfg(all(test, unix))]
mod fault_tests;
mod fix;
mod git;
mod guard;
mod health;
mod links;
mod load;
mod new;
mod serve;
mod terminal;
mod theme;
mod theme_files;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

use clap::CommandFactory as _;

use crate::cli::{Cli, Command};
pub use terminal::Terminal;

/// Why a command could not do its job: a message for people, ready to print.
#[derive(Debug)]
pub struct Failure(pub String);

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// Runs what `cli` asks for. Exit codes: 0 fine, 1 findings, 2 the job was not done.
pub fn run(cli: Cli) -> ExitCode {
    guard::grow_to_errors();
    let terminal = Terminal::new(cli.color);
    let result = catch_unwind(AssertUnwindSafe(|| dispatch(cli.command, &terminal)))
        .unwrap_or_else(|_| Err(guard::panicked()));
    let result = result.and_then(|code| match terminal.refused() {
        None => Ok(code),
        Some(error) => Err(Failure(format!("standard output could not be written: {error}"))),
    });
    match result {
        Ok(code) => code,
        Err(Failure(message)) => {
            terminal.fail(&message);
            ExitCode::from(2)
        }
    }
}

fn dispatch(command: Command, terminal: &Terminal) -> Result<ExitCode, Failure> {
    if matches!(command, Command::Build(_) | Command::Check(_))
        && let Some(code) = guard::supervised()?
    {
        return Ok(code);
    }
    perform(command, terminal)
}

/// Does what `command` asks for, in this process.
fn perform(command: Command, terminal: &Terminal) -> Result<ExitCode, Failure> {
    match command {
        Command::Build(args) => build::run(&args, terminal),
        Command::Check(args) => check::run(&args, terminal),
        Command::Explain(args) => explain::run(&args, terminal),
        Command::New(args) => new::run(&args, terminal),
        Command::Serve(args) => serve::run(&args, terminal),
        Command::Theme(args) => theme_files::run(&args, terminal),
        Command::Dates(args) => dates::run(&args, terminal),
        Command::Links(args) => links::run(&args, terminal),
        Command::Report(args) => health::run(&args, terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "casebook", &mut script);
            terminal.print_bytes(&script);
            Ok(ExitCode::SUCCESS)
        }
        Command::Man => {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(Cli::command()).render(&mut page);
            terminal.print_bytes(&page);
            rendered.map(|()| ExitCode::SUCCESS).map_err(Failure::from)
        }
    }
}
