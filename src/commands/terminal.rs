//! What the user sees: output, messages, progress, and when they have colours.

use std::{
    borrow::Cow,
    io::{self, IsTerminal as _, Write as _},
    sync::OnceLock,
    time::Duration,
};

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{cli::ColorWhen, report::Style};

/// Standard output and error.
#[derive(Debug)]
pub struct Terminal {
    color: ColorChoice,
    /// Why standard output did not take something, the first time that happened.
    refused: OnceLock<io::Error>,
    /// What was printed and noted; in tests alone, which have no terminal.
    #[cfg(test)]
    pub(super) heard: std::sync::Mutex<String>,
}

impl Terminal {
    /// A terminal with colours as `when` says; `NO_COLOR` and its like are honoured for `auto`.
    pub fn new(when: ColorWhen) -> Self {
        let color = match when {
            ColorWhen::Auto => ColorChoice::Auto,
            ColorWhen::Always => ColorChoice::Always,
            ColorWhen::Never => ColorChoice::Never,
        };
        Self {
            color,
            refused: OnceLock::new(),
            #[cfg(test)]
            heard: std::sync::Mutex::default(),
        }
    }

    /// Whether findings on standard error have colours.
    pub fn style(&self) -> Style {
        style_of(AutoStream::new(std::io::stderr(), self.color).current_choice())
    }

    /// Whether findings on standard output have colours.
    pub fn output_style(&self) -> Style {
        style_of(AutoStream::new(std::io::stdout(), self.color).current_choice())
    }

    /// Whether standard output is a terminal.
    pub fn is_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }

    /// Prints `text` and a line end to standard output. What goes wrong, [`Terminal::refused`] says.
    pub fn print(&self, text: &str) {
        if self.hears(text.as_bytes()) {
            return;
        }
        let mut out = AutoStream::new(std::io::stdout().lock(), self.color);
        self.keep(writeln!(out, "{}", harmless(text)).and_then(|()| out.flush()));
    }

    /// Prints `bytes` to standard output as they are. What goes wrong, [`Terminal::refused`] says.
    pub fn print_bytes(&self, bytes: &[u8]) {
        if self.hears(bytes) {
            return;
        }
        let mut out = std::io::stdout().lock();
        self.keep(out.write_all(bytes).and_then(|()| out.flush()));
    }

    /// Whether what is printed is only kept, for tests to look at.
    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "tests have something to keep it in")]
    fn hears(&self, _text: &[u8]) -> bool {
        false
    }

    #[cfg(test)]
    fn hears(&self, text: &[u8]) -> bool {
        let mut heard = self.heard.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        heard.push_str(&String::from_utf8_lossy(text));
        heard.push('\n');
        true
    }

    fn keep(&self, written: io::Result<()>) {
        if let Err(error) = written {
            self.refused.get_or_init(|| error);
        }
    }

    /// Why standard output did not take all that was printed. A reader that went away is no error: it has
    /// seen what it wanted.
    pub fn refused(&self) -> Option<&io::Error> {
        self.refused.get().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
    }

    /// Prints `text` and a line end to standard error.
    pub fn note(&self, text: &str) {
        if self.hears(text.as_bytes()) {
            return;
        }
        let mut err = AutoStream::new(std::io::stderr().lock(), self.color);
        let _ = writeln!(err, "{}", harmless(text));
    }

    /// Says why casebook could not do its job.
    pub fn fail(&self, message: &str) {
        if message.starts_with("error") || message.starts_with('\u{1b}') {
            self.note(message);
        } else {
            self.note(&format!("\u{1b}[1;31merror\u{1b}[0m: {message}"));
        }
    }

    /// A bar that counts to `total`. It shows itself on terminals after half a second and never in pipes.
    pub fn progress(&self, what: &'static str, total: usize) -> Progress {
        if !std::io::stderr().is_terminal() {
            return Progress { bar: None, started: std::time::Instant::now() };
        }
        let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        // The template is a constant that parses.
        if let Ok(style) = ProgressStyle::with_template("{prefix:>10} [{bar:30}] {human_pos}/{human_len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_prefix(what);
        Progress { bar: Some(bar), started: std::time::Instant::now() }
    }
}

/// `text` without what gives a terminal orders: of the control characters only line ends, tabs and colours
/// stay, for the others `\u{1b}` and its like is shown. Names and values of articles are in what is printed.
fn harmless(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_control() && !matches!(c, '\n' | '\t')) {
        let rest = &text[at + c.len_utf8()..];
        // A carriage return alone would write over its line.
        if c == '\u{1b}' && is_colour(rest) || c == '\r' && rest.starts_with('\n') {
            continue;
        }
        out.push_str(&text[copied..at]);
        out.extend(c.escape_unicode());
        copied = at + c.len_utf8();
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Whether an escape character before `rest` begins a change of colours and no more.
fn is_colour(rest: &str) -> bool {
    rest.strip_prefix('[').is_some_and(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with('m')
    })
}

fn style_of(choice: ColorChoice) -> Style {
    if matches!(choice, ColorChoice::Always | ColorChoice::AlwaysAnsi) {
        Style::Coloured
    } else {
        Style::Plain
    }
}

/// How far a long step is.
#[derive(Debug)]
pub struct Progress {
    /// `None` where nobody watches.
    bar: Option<ProgressBar>,
    started: std::time::Instant,
}

impl Progress {
    /// One more is done.
    pub fn step(&self) {
        let Some(bar) = &self.bar else { return };
        bar.inc(1);
        if bar.is_hidden() && self.started.elapsed() > Duration::from_millis(500) {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_text_and_colours_alone() {
        assert_eq!(harmless("a\n\tb \u{1b}[1;31merror\u{1b}[0m é"), "a\n\tb \u{1b}[1;31merror\u{1b}[0m é");
        assert_eq!(
            harmless("x\u{1b}]0;t\u{7}y\u{1b}[2Jz\u{9b}A\u{1b}"),
            "x\\u{1b}]0;t\\u{7}y\\u{1b}[2Jz\\u{9b}A\\u{1b}"
        );
    }
}
