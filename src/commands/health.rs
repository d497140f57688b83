//! `casebook report`: a page about the health of the articles.

use std::{path::Path, process::ExitCode};

use super::{Failure, Terminal, dates, links, load};
use crate::{
    check::Options,
    cli::ReportArgs,
    health::{self, Evidence, Health},
    output,
    site::Site,
    source,
};

/// Writes the page and its data.
pub(super) fn run(args: &ReportArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    refuse(&args.out)?;
    let config = load::config(&args.dir, terminal)?.of_all_variants();
    let baseline = load::baseline(&args.dir, &config)?;
    let checked = load::checked(&args.dir, &config, &Options::default(), terminal)?;
    load::require_readable(&checked.corpus)?;
    let history = dates::load(&args.dir, &config, args.dates.as_deref(), terminal)?;
    let mut new = checked.diagnostics.clone();
    let matched = baseline.apply(&checked.corpus, &mut new);
    let site = Site::with_history(&checked.corpus, &config, &history);
    let health = Health::new(&Evidence {
        site: &site,
        all: &checked.diagnostics,
        new: &new,
        gone: matched.stale.iter().map(|(_, count)| *count as usize).sum(),
        ledger: &links::ledger(&args.dir, &config)?,
        today: links::today(args.today),
    });
    let page = args.out.join("index.html");
    output::replace_file(&args.out.join("style.css"), health::STYLE.as_bytes())?;
    output::replace_file(&args.out.join("health.json"), health::json(&health).as_bytes())?;
    for table in &health.tables {
        output::replace_file(&args.out.join(format!("{}.csv", table.id)), health::csv(table).as_bytes())?;
    }
    output::replace_file(&page, health::html(&health).as_bytes())?;
    terminal.note(&format!("the health of the articles in {}", page.display()));
    // The program ends here, and the system takes the memory back faster than millions of drops would.
    std::mem::forget(site);
    std::mem::forget(checked);
    Ok(ExitCode::SUCCESS)
}

/// Refuses a folder that holds a site, or a page that is somebody else's.
fn refuse(out: &Path) -> Result<(), Failure> {
    let page = out.join("index.html");
    let is_free = !output::is_site(out)?
        && source::read_if_present(&page)?.is_none_or(|content| health::is_page(&content));
    if is_free {
        return Ok(());
    }
    Err(Failure(format!(
        "{}: a page that is no report of casebook lies here, and would be replaced\n\nhelp: name a folder of its own with --out",
        page.display()
    )))
}
