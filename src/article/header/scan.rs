//! Reads the attributes of a header, one token after the other, and never fails: a token that does not
//! fit becomes a finding and reading goes on at the next attribute or line.
//!
//! For headers that are well-formed XML the attributes are those that an XML parser yields (a property
//! test compares the two).

use super::{Entry, Header, ahead::Ahead, find, find::Opening, is_invisible, recover};
use crate::{
    article::attribute::Attribute,
    diagnostic::{Applicability, Edit, Finding, Fix},
    span::Span,
};

/// Reads one header.
pub(super) struct Scanner<'t, 'f> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    start: usize,
    entries: Vec<Entry>,
    pub(super) findings: &'f mut Vec<Finding>,
    pub(super) ahead: Ahead,
}

impl<'t, 'f> Scanner<'t, 'f> {
    /// A scanner behind `opening`.
    pub(super) fn new(text: &'t str, opening: Opening, findings: &'f mut Vec<Finding>) -> Self {
        Self {
            text,
            at: opening.inside,
            start: opening.start,
            entries: Vec::with_capacity(16),
            findings,
            ahead: Ahead::default(),
        }
    }

    /// Reads up to the header's close, or to where its body must have begun.
    pub(super) fn run(mut self) -> Header {
        loop {
            let before = self.at;
            self.skip_space();
            let Some(next) = self.peek() else {
                self.unterminated();
                break;
            };
            let rest = self.rest();
            if rest.starts_with("/>") {
                self.at += 2;
                break;
            }
            if recover::is_merge_marker(rest) && self.at_line_start() {
                let line = self.line();
                self.push(
                    "merge-conflict-marker",
                    line,
                    "a merge conflict was left in the header",
                    "keep one side and remove the marker lines",
                );
                self.at = line.end as usize;
            } else if next == '>' {
                // As in XML, an end tag may follow; it is no part of the body.
                let end_tag = rest[1..].trim_start().strip_prefix("</properties>");
                let length = end_tag.map_or(1, |body| rest.len() - body.len());
                let span = Span::new(self.at, self.at + length);
                self.findings.push(
                    Finding::new(
                        "header-close-not-self-closing",
                        span,
                        "the header is closed with `>`, not with `/>`",
                    )
                    .help("write `/>`")
                    .fix(Fix::safe(span, "/>")),
                );
                self.at += length;
                break;
            } else if rest.starts_with("<!--") {
                self.comment();
            } else if find::starts_with_tag(rest.as_bytes()) {
                let span = Span::new(self.at, self.at + "<properties".len());
                let finding = Finding::new("header-duplicate-block", span, "`<properties` stands twice")
                    .help("keep one header");
                // One right behind the other opens the same header.
                let fix = self.entries.is_empty().then(|| Fix::safe(span, ""));
                self.findings.push(Finding { fix, ..finding });
                self.at = span.end as usize;
            } else if self.at_line_start() && recover::starts_body(rest) {
                self.unterminated();
                break;
            } else if next.is_ascii_alphabetic() || next == '_' {
                let glued = before == self.at
                    && self.entries.last().is_some_and(|last| last.value.end as usize + 1 == self.at);
                self.attribute(glued);
            } else {
                self.stray();
            }
            debug_assert!(self.at > before, "every turn moves on");
        }
        self.prefer_exact_names();
        Header { span: Span::new(self.start, self.at), entries: self.entries.into() }
    }

    /// A misspelt name stands for an attribute only where nothing else does.
    fn prefer_exact_names(&mut self) {
        let text = self.text;
        let is_exact = |entry: &Entry| {
            entry.attribute.is_some_and(|known| known.name().eq_ignore_ascii_case(entry.name.text(text)))
        };
        // For each attribute: where it stands first, and whether it stands anywhere as it should.
        let mut given: Vec<(Attribute, usize, bool)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let Some(attribute) = entry.attribute else { continue };
            match given.iter_mut().find(|(known, ..)| *known == attribute) {
                Some((_, _, exact)) => *exact |= is_exact(entry),
                None => given.push((attribute, at, is_exact(entry))),
            }
        }
        for (at, entry) in self.entries.iter_mut().enumerate().filter(|(_, entry)| !is_exact(entry)) {
            let of_it = given.iter().find(|(known, ..)| Some(*known) == entry.attribute);
            if of_it.is_some_and(|(_, first, exact)| *first < at || *exact) {
                entry.attribute = None;
            }
        }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The rest of the current line, its white space at the end left out.
    fn line(&mut self) -> Span {
        let seen = self.ahead.line(self.text, self.at).seen;
        Span::new(self.at, seen.max(self.at + 1).min(self.text.len()))
    }

    pub(super) fn push(&mut self, rule: &'static str, span: Span, message: &str, help: &'static str) {
        self.findings.push(Finding::new(rule, span, message).help(help));
    }

    fn at_line_start(&self) -> bool {
        self.text[..self.at].trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
    }

    /// Skips white space; what is odd among it is reported, once for each rule that it breaks.
    fn skip_space(&mut self) {
        let rest = self.rest();
        let end = self.at + rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c)).len();
        let odd = |c: char| is_invisible(c) || (c.is_whitespace() && !c.is_ascii());
        let mut odd_ones: [Vec<Span>; 2] = [Vec::new(), Vec::new()];
        for (offset, c) in self.text[self.at..end].char_indices().filter(|(_, c)| odd(*c)) {
            let at = self.at + offset;
            let span = Span::new(at, at + c.len_utf8());
            let spans = &mut odd_ones[usize::from(c != '\u{A0}')];
            match spans.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => spans.push(span),
            }
        }
        let rules = [
            ("no-break-space", "a no-break space stands between the attributes"),
            ("invisible-character", "an invisible character stands between the attributes"),
        ];
        for ((rule, message), spans) in rules.into_iter().zip(odd_ones) {
            let Some(first) = spans.first() else { continue };
            self.findings.push(
                Finding::new(rule, *first, message)
                    .help("remove it; it often comes along when text is copied from a web page")
                    .fix(Fix {
                        applicability: Applicability::Safe,
                        edits: spans.iter().map(|span| Edit { span: *span, text: " ".into() }).collect(),
                    }),
            );
        }
        self.at = end;
    }

    fn comment(&mut self) {
        let close = self.ahead.comment_close(self.text, self.at);
        let end = close.map_or_else(|| self.line().end as usize, |close| close + 3);
        let span = Span::new(self.at, end);
        let comment = span.text(self.text);
        let finding = Finding::new("header-comment", span, "a comment stands in the header")
            .help("move it above the header; XML allows no comment between attributes");
        let fix = comment.ends_with("-->").then(|| Fix {
            applicability: Applicability::Safe,
            edits: vec![
                Edit { span: Span::at(self.start), text: format!("{comment}\n").into() },
                Edit { span, text: "".into() },
            ],
        });
        self.findings.push(Finding { fix, ..finding });
        self.at = end;
    }

    fn unterminated(&mut self) {
        let first = self.text[self.start..].chars().next().map_or(0, char::len_utf8);
        let place = Span::new(self.start, self.start + first);
        let finding =
            Finding::new("header-unterminated", place, "the header is not closed before the body begins")
                .help("close it with `/>` on a line of its own")
                .fix(Fix::unsafe_(Span::at(self.at), "/>\n"));
        self.findings.push(finding);
    }

    /// Reads `name = value`.
    fn attribute(&mut self, glued: bool) {
        let name_len = recover::name_len(self.rest());
        let name = Span::new(self.at, self.at + name_len);
        let word = name.text(self.text);
        let known = Attribute::from_name(word);
        let after = self.text[name.end as usize..].trim_start();
        let Some(separator) = recover::separator(after, known.is_some()) else {
            self.stray();
            return;
        };
        if glued {
            self.findings.push(
                Finding::new(
                    "header-attribute-no-space",
                    name,
                    format!("no white space stands before `{word}`"),
                )
                .help("start each attribute on a line of its own")
                .fix(Fix::safe(Span::at(self.at), " ")),
            );
        }
        let separator_at = self.text.len() - after.len();
        self.at = separator_at + separator.len();
        match separator {
            "=" => {}
            "" => {
                let place = Span::at(self.at);
                let message = format!("`=` is missing after `{word}`");
                self.findings.push(
                    Finding::new("header-missing-equals", place, message)
                        .help("write `name=\"value\"`")
                        .fix(Fix::safe(place, "=")),
                );
            }
            _ => {
                let span = Span::new(separator_at, self.at);
                let message = format!("`{separator}` stands where `=` belongs after `{word}`");
                self.findings.push(
                    Finding::new("header-stray-text", span, message)
                        .help("write `name=\"value\"`")
                        .fix(Fix::safe(span, "=")),
                );
            }
        }
        let value = recover::value(self, word);
        // A misspelt name stands for the attribute that it most likely means: the reader still gets it.
        let attribute = known.or_else(|| Attribute::nearest(word));
        self.entries.push(Entry { attribute, name, value });
    }

    /// Skips what is no attribute, up to the next one on the line or to the line's end.
    fn stray(&mut self) {
        let line = self.line();
        let text = line.text(self.text);
        // Whatever stands at `at` was no attribute, so look behind its first word.
        let first = text.chars().next().map_or(1, char::len_utf8);
        let skip = if first == 1 && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            recover::name_len(text).max(1)
        } else {
            first
        };
        let from = self.at + skip;
        let end = self.ahead.attribute(self.text, from).min(line.end as usize);
        let end = self.ahead.close(self.text, from).map_or(end, |close| close.min(end));
        let end = self.ahead.tag(self.text, from).map_or(end, |tag| tag.min(end)) - self.at;
        let span = Span::new(self.at, self.at + text[..end].trim_end().len().max(first));
        let stray = span.text(self.text);
        let is_quote = stray.chars().next().is_some_and(recover::is_quote);
        let (rule, what) = if is_quote {
            ("header-stray-quote", "a stray quote")
        } else {
            ("header-stray-text", "stray text")
        };
        let message = format!("{what} stands between the attributes: `{}`", shorten(stray));
        let finding =
            Finding::new(rule, span, message).help("keep only `name=\"value\"` pairs in the header");
        // Marks alone say nothing that could be lost.
        let says_nothing = stray.chars().all(|c| matches!(c, ',' | ';') || recover::is_quote(c));
        let fix = says_nothing.then(|| Fix::safe(span, ""));
        self.findings.push(Finding { fix, ..finding });
        self.at += end.max(first);
    }
}

/// At most 40 characters of `text`, for a message.
fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}
