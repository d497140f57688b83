//! The position in a JSON text, and everything that is kept while reading.
//!
//! Owns the way from the first byte to the last: blanks, comments, what kind of value starts here, and what
//! follows the value. The values themselves are read by the neighbours `container`, `text` and `bare`.

use super::ahead::blank;
use super::cause;
use super::node::{Node, Value};
use crate::diagnostic::{Edit, Finding};
use crate::span::Span;

/// How many brackets may stand inside each other.
pub(super) const DEPTH: usize = 128;
/// After so many findings the text is not JSON, and more of them tell nothing.
const MOST_FINDINGS: usize = 200;

/// Where a value stands; what may follow it depends on that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    /// The whole text.
    Root,
    /// A key of an object.
    Key,
    /// The value of a key.
    Member,
    /// An element of an array.
    Element,
}

/// A bracket that is open.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// `{` or `[`.
    pub(super) opener: u8,
    /// Where it stands.
    pub(super) at: usize,
}

/// A position in a JSON text with all that was noticed up to there.
pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    /// The next byte to read.
    pub(super) at: usize,
    /// One past the last byte that belongs to the JSON.
    pub(super) end: usize,
    /// The open brackets, outermost first.
    pub(super) open: Vec<Frame>,
    /// How many bytes were looked at, for the test that reading is linear.
    pub(super) steps: usize,
    /// The last answer of `quote_after`: from where, and what.
    pub(super) quote_seen: (usize, usize),
    /// Where text without quotes begins that was looked at last, where it ends, and where the blanks before that
    /// begin.
    pub(super) bare_seen: (usize, usize, usize),
    /// The end of the last line with stray text.
    pub(super) stray_line_end: usize,
    findings: Vec<Finding>,
    /// Blanks that are not JSON's, with their replacements.
    odd_blanks: Vec<Edit>,
    /// Whether a comma may be missing here because another fault was reported in its stead.
    pub(super) forgiven: bool,
    /// Whether the end of the text was reported, or reading was given up.
    pub(super) over: bool,
}

impl<'t> Reader<'t> {
    /// A reader of the bytes `span` of `text`.
    pub(super) fn new(text: &'t str, span: Span) -> Self {
        let range = span.range();
        let range = if text.get(range.clone()).is_some() { range } else { 0..0 };
        Self {
            text,
            bytes: text.as_bytes(),
            at: range.start,
            end: range.end,
            open: Vec::new(),
            steps: 0,
            quote_seen: (usize::MAX, 0),
            bare_seen: (usize::MAX, 0, 0),
            stray_line_end: 0,
            findings: Vec::new(),
            odd_blanks: Vec::new(),
            forgiven: false,
            over: false,
        }
    }

    /// Reads everything: the value, if there is one, and the findings in the order of the text.
    pub(super) fn read(mut self) -> (Option<Node>, Vec<Finding>, usize) {
        self.skip();
        let mut root = match self.byte(self.at) {
            None => None,
            Some(_) if self.key_at(self.at) || self.bare_key_at(self.at, false) => {
                self.report(cause::missing_open(self.at, '{'));
                Some(self.object(true))
            }
            Some(_) => Some(self.value(Place::Root)),
        };
        self.rest(root.as_mut());
        if let Some(object) = root.as_ref().and_then(Node::object) {
            self.report_duplicates(object);
        }
        if let Some(first) = self.odd_blanks.first() {
            let (span, edits) = (first.span, std::mem::take(&mut self.odd_blanks));
            self.report(cause::odd_blank(span, edits));
        }
        // What stands between a comma and a missing bracket is skipped twice.
        self.findings.sort_by_key(|finding| (finding.span.start, finding.rule));
        self.findings.dedup();
        (root, self.findings, self.steps)
    }

    /// Notes a fault.
    pub(super) fn report(&mut self, finding: Finding) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        }
    }

    /// Deals with what follows the value: brackets too many, or members of an object that ended too early.
    fn rest(&mut self, mut root: Option<&mut Node>) {
        loop {
            self.skip();
            let Some(byte) = self.byte(self.at) else { return };
            let here = if byte == b',' { self.next(self.at + 1).at } else { self.at };
            let goes_on = self.key_at(here);
            match root.as_deref_mut() {
                Some(Node { value: Value::Object(object), span }) if goes_on => {
                    self.report(cause::extra_bracket(
                        Span::new(span.end as usize - 1, span.end as usize),
                        "}",
                    ));
                    self.at = here;
                    self.open.push(Frame { opener: b'{', at: span.start as usize });
                    self.members(object);
                    self.open.pop();
                    span.end = self.at as u32;
                }
                // One bracket too many is the fault; the others are its consequence.
                _ if matches!(byte, b'}' | b']') => {
                    let (start, mut end) = (self.at, self.at);
                    while matches!(self.byte(self.at), Some(b'}' | b']' | b',')) {
                        self.at += 1;
                        end = self.at;
                        self.skip();
                    }
                    let span = Span::new(start, end);
                    self.report(cause::extra_bracket(span, span.text(self.text)));
                }
                _ => {
                    let rest = &self.text[self.at..self.end];
                    let line = rest.lines().next().unwrap_or(rest).trim_end();
                    let first = rest.chars().next().map_or(0, char::len_utf8);
                    self.report(cause::extra_data(Span::new(self.at, self.at + line.len().max(first))));
                    self.at = self.end;
                }
            }
        }
    }

    /// Skips blanks and comments.
    pub(super) fn skip(&mut self) {
        while self.at < self.end {
            // Nearly always there is only indentation.
            while matches!(self.byte(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
                self.at += 1;
                self.steps += 1;
            }
            let (length, plain) = blank(&self.bytes[..self.end], self.at);
            self.steps += 1;
            if length > 0 {
                if !plain {
                    let span = Span::new(self.at, self.at + length);
                    match self.odd_blanks.last_mut() {
                        Some(last) if last.span.end > span.start => {}
                        Some(last) if last.span.end == span.start => last.span.end = span.end,
                        _ => self.odd_blanks.push(Edit { span, text: " ".into() }),
                    }
                }
                self.at += length;
                continue;
            }
            let rest = &self.bytes[self.at..self.end];
            let length = if rest.starts_with(b"//") {
                memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
            } else if rest.starts_with(b"/*") {
                memchr::memmem::find(rest, b"*/").map_or(rest.len(), |found| found + 2)
            } else if rest.starts_with(b"<!--") {
                memchr::memmem::find(rest, b"-->").map_or(rest.len(), |found| found + 3)
            } else {
                return;
            };
            self.steps += length;
            self.report(cause::comment(Span::new(self.at, self.at + length)));
            self.at += length;
        }
    }

    /// Reads the value here; there is at least one byte.
    pub(super) fn value(&mut self, place: Place) -> Node {
        match self.bytes[self.at] {
            b'{' => self.object(false),
            b'[' => self.array(),
            byte if matches!(byte, b'"' | b'\'') || self.smart_quote_at(self.at) => {
                let text = self.text(place);
                Node { span: text.span, value: Value::String(text.value) }
            }
            byte if byte.is_ascii_alphanumeric() || byte >= 0x80 || b"-+.<_$*(#@%&".contains(&byte) => {
                self.bare(place)
            }
            _ => {
                let start = self.at;
                self.stray();
                self.forgiven = true;
                Node::missing(Span::new(start, self.at))
            }
        }
    }

    /// Opens a bracket, unless there are too many: then nothing more is read.
    pub(super) fn enter(&mut self, opener: u8) -> bool {
        if self.open.len() >= DEPTH {
            self.report(cause::too_deep(self.at, DEPTH));
            self.over = true;
            self.at = self.end;
            return false;
        }
        self.open.push(Frame { opener, at: self.at });
        true
    }
}
