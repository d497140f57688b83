//! The ledger of addresses: read before a build, kept after it.

use std::path::PathBuf;

use crate::{
    cli::BuildArgs,
    commands::{Failure, load},
    ledger::Ledger,
    output,
    site::Site,
    source,
};

/// How many vanished addresses a message names.
const MOST: usize = 10;

/// Where the ledger is.
fn path(args: &BuildArgs) -> PathBuf {
    args.dir.join(load::LEDGER)
}

/// Reads the ledger and refuses to let an address vanish from all `sites`.
pub(super) fn ledger(args: &BuildArgs, sites: &[Site<'_>]) -> Result<Ledger, Failure> {
    let mut ledger = load::ledger(&args.dir)?;
    if let Some(published) = &args.publishing.published {
        ledger
            .add_catalog(&source::read_bytes(published)?)
            .map_err(|message| Failure(format!("{}: {message}", published.display())))?;
    }
    let vanished = ledger.vanished(sites);
    if !vanished.is_empty() {
        let mut list = String::new();
        for (address, id) in vanished.iter().take(MOST) {
            let id = id.map_or_else(|| "without an articleId".to_owned(), |id| format!("articleId {id}"));
            list.push_str(&format!("\n  {address} ({id})"));
        }
        if vanished.len() > MOST {
            list.push_str(&format!("\n  and {} more", vanished.len() - MOST));
        }
        let example = vanished.first().map(|(address, id)| id.unwrap_or(address)).unwrap_or_default();
        return Err(Failure(format!(
            "addresses that are published would vanish:{list}\n\nhelp: bring the articles back with their ids, or declare in {} that they are gone:\n\n  [gone]\n  \"{example}\" = \"why\"",
            path(args).display()
        )));
    }
    Ok(ledger)
}

/// Writes the ledger with the addresses of `sites`, if that changes it.
pub(super) fn record(args: &BuildArgs, ledger: &Ledger, sites: &[Site<'_>]) -> Result<(), Failure> {
    let (path, text) = (path(args), ledger.recorded(sites));
    if source::read_if_present(&path)?.as_deref() != Some(text.as_bytes()) {
        output::replace_file(&path, text.as_bytes())?;
    }
    Ok(())
}
