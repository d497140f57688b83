//! Diagnostics and errors for people and programs. Each format is a function of its own.
//!
//! Only here are diagnostics turned into text.

mod concise;
mod github;
mod gitlab;
mod human;
mod json;
mod junit;
mod markdown;
mod page;
mod sarif;
mod summary;

pub use concise::concise;
pub use github::github;
pub use gitlab::gitlab;
pub use human::{Style, config_error, full};
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use page::{index, page_markdown, page_text};
pub use sarif::sarif;
pub use summary::summary;

use std::{borrow::Cow, ops::Deref, sync::OnceLock};

use rustc_hash::FxHashMap;

use crate::{
    check::{Checked, fingerprint},
    diagnostic::{Diagnostic, Severity},
    source::SourceFile,
    span::{Lines, Position, Span},
};

/// What is reported: diagnostics, and the lines of the files that they are about.
#[derive(Debug)]
pub struct Report<'c> {
    checked: &'c Checked,
    /// By file; made at the first question.
    lines: Vec<OnceLock<Lines>>,
}

impl Deref for Report<'_> {
    type Target = Checked;

    fn deref(&self) -> &Checked {
        self.checked
    }
}

impl<'c> Report<'c> {
    /// A report of `checked`.
    pub fn new(checked: &'c Checked) -> Self {
        Self { checked, lines: checked.corpus.sources.iter().map(|_| OnceLock::new()).collect() }
    }

    /// The file at `path`, or the one with the index `otherwise` when there is none.
    fn file(&self, path: Option<&str>, otherwise: u32) -> u32 {
        let sources = &self.checked.corpus.sources;
        let found = path.and_then(|path| sources.binary_search_by(|file| (*file.path).cmp(path)).ok());
        found.map_or(otherwise, |index| index as u32)
    }

    /// The file with the index `file`.
    fn source(&self, file: u32) -> &'c SourceFile {
        &self.checked.corpus.sources[file as usize]
    }

    /// The line and column of byte `offset` of the file with the index `file`.
    fn place(&self, file: u32, offset: u32) -> Position {
        let text = &self.source(file).text;
        self.lines[file as usize].get_or_init(|| Lines::new(text)).position(text, offset)
    }

    /// Where `span` begins and ends in the file with the index `file`.
    fn region(&self, file: u32, span: Span) -> (Position, Position) {
        (self.place(file, span.start), self.place(file, span.end.max(span.start)))
    }
}

/// The path of a diagnostic's file.
fn path<'a>(report: &Report<'a>, diagnostic: &Diagnostic) -> &'a str {
    &report.source(diagnostic.file).path
}

/// `text` on one line and without characters that give orders or turn what follows around: for these,
/// `\n` and `\u{1b}` are shown. Paths can hold all of them.
fn visible(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_odd(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The line and column where a diagnostic begins.
fn position(report: &Report<'_>, diagnostic: &Diagnostic) -> Position {
    report.place(diagnostic.file, diagnostic.finding.span.start)
}

/// The line and column where a diagnostic ends.
fn end(report: &Report<'_>, diagnostic: &Diagnostic) -> Position {
    report.region(diagnostic.file, diagnostic.finding.span).1
}

/// Fingerprints that tell also findings apart that are alike: those of one report, in its order.
#[derive(Debug, Default)]
struct Fingerprints {
    seen: FxHashMap<(u32, Box<str>), u32>,
}

impl Fingerprints {
    /// The fingerprint of the next diagnostic.
    fn of(&mut self, checked: &Checked, diagnostic: &Diagnostic) -> String {
        let source = &checked.corpus.sources[diagnostic.file as usize];
        let content = fingerprint(source, &diagnostic.finding);
        let nth = self.seen.entry((diagnostic.file, content.clone())).or_default();
        *nth += 1;
        let whole = format!("{}\n{content}\n{nth}", source.path);
        blake3::hash(whole.as_bytes()).to_hex()[..16].to_owned()
    }
}

/// `1 error, 3 warnings and 2 infos`; `nothing` when there is none.
pub fn counts(checked: &Checked) -> String {
    counted_all([Severity::Error, Severity::Warning, Severity::Info].map(|severity| checked.count(severity)))
}

/// What [`counts`] says, of the number of errors, warnings and infos.
pub fn counted_all(counts: [usize; 3]) -> String {
    let words = [Severity::Error, Severity::Warning, Severity::Info].map(Severity::as_str);
    let parts: Vec<String> = counts
        .into_iter()
        .zip(words)
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| counted(count, word))
        .collect();
    match parts.as_slice() {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1 file`, `15,585 files`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `count` with its thousands apart: `15,585`.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::Matched,
        corpus::{Corpus, Parsed},
        diagnostic::{Finding, Fix, Related},
        source::Encoding,
    };

    /// One finding of each severity in a file whose path and texts need escapes.
    pub(super) fn sample() -> Checked {
        let path = "articles/a/100%, b.md";
        let source = SourceFile {
            path: path.into(),
            text: "a\nb\nééccc\n".into(),
            encoding: Encoding::Utf8,
            fault: None,
        };
        let corpus = Corpus::new(vec![Parsed::new(source)], Vec::new());
        let diagnostic = |severity, finding| Diagnostic { file: 0, severity, finding };
        let span = Span::new(8, 11);
        let related = Related { path: Some(path.into()), span: Span::new(0, 1), message: "here".to_owned() };
        let diagnostics = vec![
            diagnostic(
                Severity::Info,
                Finding::new("image-missing", Span::default(), "plain").fix(Fix::safe(span, "x")),
            ),
            diagnostic(
                Severity::Error,
                Finding::new("duplicate-article-id", span, "one\ntwo: 50%").help("do this").related(related),
            ),
            diagnostic(Severity::Warning, Finding::new("image-invalid", Span::new(0, 4), "a <b> & c | `d*`")),
        ];
        Checked { corpus, diagnostics, ignored: 0, baseline: Matched::default() }
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
