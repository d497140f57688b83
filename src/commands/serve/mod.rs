//! `casebook serve`: the site in the browser, up to date while articles are written.
//!
//! Ties three parts together that do not know each other: `watch` hears of changes, `preview` makes the
//! site of them, `server` answers browsers.

mod dates;
mod editor;
mod files;
mod follow;
mod say;
mod site;

use std::{process::ExitCode, sync::Arc, time::Instant};

use super::{Failure, Terminal, load};
use crate::{cli::ServeArgs, preview::Desk, server, watch::Watch};
use editor::Editor;
use files::Files;
use follow::Follower;
use say::Say;
use site::Shown;

/// Threads beside those for the work: some answer, one listens, one watches, one asks git.
const THREADS: usize = 24;

/// Serves until the program is stopped.
pub(super) fn run(args: &ServeArgs, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    load::use_threads(args.threads)?;
    load::require_threads(THREADS)?;
    let files = Files::new(&args.dir)?;
    let settings = files.settings(terminal)?;
    let say = Say::new(terminal);
    let listener = server::bind(args.address, args.port)?;
    let address = listener.local_addr()?;
    let roots = files.roots(&settings);
    let watch = Watch::without(&roots, &files.articles(), args.poll);
    let desk = Desk::new(settings, files.everything(None)?);
    let editor = Editor::new(args.editor.as_deref());
    let shown = Arc::new(Shown::new(desk.stages(), files.dir().to_owned(), editor)?);
    let service: Arc<dyn server::Service> = Arc::<Shown>::clone(&shown);
    server::run(listener, service)?;
    say.started(&desk.stages(), address, args, started.elapsed());
    if args.open
        && let Err(error) = open::that_detached(say::link(address))
    {
        terminal.note(&format!("the browser did not open: {error}"));
    }
    Follower::new(files, roots, watch, args.poll, desk, shown, say).follow(terminal)
}
