//! `casebook check`: what is wrong with the articles.

use std::process::ExitCode;

use super::{Failure, Terminal, load};
use crate::{
    cli::{CheckArgs, Format},
    diagnostic::Severity,
    report,
};

/// Checks and prints.
pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    load::use_threads(args.threads);
    let config = load::config(&args.dir, terminal)?;
    let checked = load::checked(&args.dir, &config, terminal)?;
    match args.format {
        Format::Json => terminal.print(&report::json(&checked)),
        Format::Concise => {
            let lines: Vec<String> =
                checked.diagnostics.iter().map(|diagnostic| report::concise(&checked, diagnostic)).collect();
            if !lines.is_empty() {
                terminal.print(&lines.join("\n"));
            }
        }
        Format::Full => {
            for diagnostic in &checked.diagnostics {
                terminal.print(&report::full(&checked, diagnostic, terminal.output_style()));
                terminal.print("");
            }
        }
    }
    if args.format != Format::Json {
        let files = report::counted(checked.corpus.sources.len(), "file");
        terminal.note(&format!("{files} checked: {} found", report::counts(&checked)));
    }
    Ok(ExitCode::from(u8::from(checked.count(Severity::Error) > 0)))
}
