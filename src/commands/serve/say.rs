//! What the terminal shows of a preview.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use crate::{
    cli::ServeArgs,
    commands::{Terminal, dates},
    preview::{Board, Change, Noted, Place, Stages},
    report::{counted, counted_all, grouped},
    source::SourceFile,
};

/// Files and findings that are named one by one.
const NAMED: usize = 5;

/// Says what happens.
pub(super) struct Say<'t> {
    terminal: &'t Terminal,
}

/// The address of the site for people and browsers.
pub(super) fn link(address: SocketAddr) -> String {
    let mut shown = address;
    // Nobody can open the address that means all addresses.
    if address.ip().is_unspecified() {
        shown.set_ip(if address.is_ipv4() { [127, 0, 0, 1].into() } else { [0, 0, 0, 0, 0, 0, 0, 1].into() });
    }
    format!("http://{shown}/")
}

impl<'t> Say<'t> {
    pub(super) fn new(terminal: &'t Terminal) -> Self {
        Self { terminal }
    }

    /// Says `text`.
    pub(super) fn note(&self, text: &str) {
        self.terminal.print(text);
    }

    /// The first words.
    pub(super) fn started(&self, stages: &Stages, address: SocketAddr, args: &ServeArgs, took: Duration) {
        let articles = counted(stages.corpus_ref().entries.len(), "article");
        self.note(&format!("{articles} in {}", time(took)));
        if address.port() != args.port && args.port != 0 {
            self.note(&format!("port {} is taken; this is the next one that is free", args.port));
        }
        if !address.ip().is_loopback() {
            self.note("\u{1b}[33mother machines can read this site\u{1b}[0m");
        }
        self.note(&format!("\u{1b}[1m{}\u{1b}[0m  findings: {}_casebook/", link(address), link(address)));
        self.note("Ctrl-C ends it");
    }

    /// How many findings there are.
    pub(super) fn counts(&self, board: &Board) {
        self.note(&format!("{} found", counted_all(board.counts())));
    }

    /// What was read again.
    pub(super) fn changed(&self, paths: &[Box<str>], took: Duration) {
        let what = match paths {
            [one] => one.to_string(),
            _ => counted(paths.len(), "file"),
        };
        self.note(&format!("\u{1b}[32mchanged\u{1b}[0m {what} \u{1b}[2m{}\u{1b}[0m", time(took)));
    }

    /// What a change did to the findings.
    pub(super) fn findings(&self, change: &Change, board: &Board) {
        for (what, colour, findings) in [("new", "31", &change.new), ("mended", "32", &change.mended)] {
            for (source, noted) in findings.iter().take(NAMED) {
                self.note(&format!("  \u{1b}[{colour}m{what}\u{1b}[0m {}", line(source, noted)));
            }
            if findings.len() > NAMED {
                self.note(&format!("  and {} more {what}", grouped(findings.len() - NAMED)));
            }
        }
        if !change.new.is_empty() || !change.mended.is_empty() {
            self.note(&format!("  {} found", counted_all(board.counts())));
        }
    }

    /// Why the newest settings or theme cannot be shown.
    pub(super) fn broken(&self, message: &str) {
        self.terminal.fail(message);
        self.note("the site is that of before until this is mended");
    }

    /// Why pages have no dates.
    pub(super) fn undated(&self, why: &str) {
        dates::say_none(why, self.terminal);
    }

    /// The articles are gone.
    pub(super) fn gone(&self, message: &str) {
        self.terminal.fail(message);
        self.note("the site is that of before until they are back");
    }

    /// They are back.
    pub(super) fn back(&self) {
        self.note("the articles are back");
    }
}

fn line(source: &Arc<SourceFile>, noted: &Noted) -> String {
    let Place { line, column } = Place::of(&source.text, noted.finding.span);
    let Noted { severity, finding } = noted;
    format!("{} {}:{line}:{column} {}: {}", severity.as_str(), source.path, finding.rule, finding.message)
}

/// `4 ms`, `1.3 s`.
fn time(took: Duration) -> String {
    if took < Duration::from_secs(1) {
        format!("{} ms", took.as_millis())
    } else {
        format!("{:.1} s", took.as_secs_f64())
    }
}
