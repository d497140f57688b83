//! `casebook links`: the list of outgoing links for a link checker, and its results as findings.

use std::{path::Path, process::ExitCode};

use super::{Failure, Terminal, check, load};
use crate::{
    check::Checked,
    cli::{Format, LinksArgs},
    config::Config,
    links::{self, Answer, Ledger, Outgoing, Results},
    output,
    report::{self, Report, Style, counted},
    source,
};

/// Lists, or reports.
pub(super) fn run(args: &LinksArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let config = load::config(&args.dir, terminal)?;
    let corpus = load::corpus(&args.dir, load::Overlay::default(), &config, terminal)?;
    load::require_readable(&corpus)?;
    let outgoing = Outgoing::new(&corpus, &config);
    if let Some(path) = &args.results {
        let ledger = ledger_after(&outgoing, &config, path, args, terminal)?;
        let found = links::findings(&outgoing, &ledger, today(args.today), config.links.grace);
        let checked = Checked::only(corpus, &config, found);
        return print(&checked, args, terminal);
    }
    let is_json = |path: &Path| path.extension().is_some_and(|ending| ending == "json");
    match &args.out {
        Some(path) => {
            let write = if is_json(path) { links::json } else { links::html };
            output::replace_file(path, write(&outgoing, &corpus).as_bytes())?;
            terminal.note(&format!("{} in {}", counted(outgoing.links().len(), "link"), path.display()));
        }
        None => terminal.print_bytes(links::html(&outgoing, &corpus).as_bytes()),
    }
    Ok(ExitCode::SUCCESS)
}

/// The day that was given, or today's in UTC.
pub(super) fn today(given: Option<jiff::civil::Date>) -> jiff::civil::Date {
    given.unwrap_or_else(|| jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date())
}

/// The ledger beside the configuration; empty when there is none.
pub(super) fn ledger(dir: &Path, config: &Config) -> Result<Ledger, Failure> {
    let path = dir.join(&config.links.ledger);
    let Some(bytes) = source::read_if_present(&path)? else { return Ok(Ledger::default()) };
    Ledger::parse(&source::decode(bytes).0)
        .map_err(|why| Failure(format!("{}: {why}\n\nhelp: mend the file, or remove it", path.display())))
}

/// The ledger with the results in `path`, which is written down.
fn ledger_after(
    outgoing: &Outgoing,
    config: &Config,
    path: &Path,
    args: &LinksArgs,
    terminal: &Terminal,
) -> Result<Ledger, Failure> {
    let Some(bytes) = source::read_if_present(path)? else {
        return Err(Failure(format!("{}: there is no such file", path.display())));
    };
    let results = Results::parse(&source::decode(bytes).0).map_err(|why| {
        Failure(format!(
            "{}: this is not what lychee prints: {why}\n\nhelp: casebook links --out links.html && lychee --format json --output {0} links.html",
            path.display()
        ))
    })?;
    let given = outgoing.links().len();
    let answers = |wanted: fn(Option<Answer>) -> bool| {
        outgoing.links().filter(|(url, _)| wanted(results.of(url, given))).count()
    };
    let missing = answers(|answer| answer.is_none());
    if missing > 0 {
        terminal.note(&format!("warning: the results say nothing of {}", counted(missing, "link")));
    }
    let unknown = answers(|answer| matches!(answer, Some(Answer::Unknown(_))));
    if unknown > 0 {
        terminal.note(&format!(
            "info: of {} the results do not say whether they are there",
            counted(unknown, "link")
        ));
    }
    let old = ledger(&args.dir, config)?;
    let new = old.with(&results, outgoing, today(args.today));
    if new != old && !args.frozen_ledger {
        output::replace_file(&args.dir.join(&config.links.ledger), new.text().as_bytes())?;
    }
    Ok(new)
}

fn print(checked: &Checked, args: &LinksArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let prefix = check::prefix(&args.dir);
    let failing = check::failing(args.deny);
    let shown = Report::new(checked);
    for (format, path) in &args.output_file {
        let mut text = check::text(&shown, *format, &prefix, failing, Style::Plain);
        if !text.is_empty() {
            text.push('\n');
        }
        output::replace_file(path, text.as_bytes())?;
    }
    let format = args.format.unwrap_or(Format::Full);
    let text = check::text(&shown, format, &prefix, failing, terminal.output_style());
    if !text.is_empty() {
        terminal.print(&text);
    }
    terminal.note(&format!("{} found", report::counts(checked)));
    let failed = checked.count_from(failing) > 0;
    Ok(ExitCode::from(u8::from(failed && !args.exit_zero)))
}
