//! Reads the attributes of a header, one token after the other, and never fails: a token that does not
//! fit becomes a finding and reading goes on at the next attribute or line.
//!
//! For headers that are well-formed XML the attributes are those that an XML parser yields (a property
//! test compares the two).

use super::{Entry, Header, find, find::Opening, is_invisible, recover};
use crate::{
    article::attribute::Attribute,
    diagnostic::{Finding, Fix},
    span::Span,
};

/// Reads one header.
pub(super) struct Scanner<'t, 'f> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    start: usize,
    entries: Vec<Entry>,
    pub(super) findings: &'f mut Vec<Finding>,
}

impl<'t, 'f> Scanner<'t, 'f> {
    /// A scanner behind `opening`.
    pub(super) fn new(text: &'t str, opening: Opening, findings: &'f mut Vec<Finding>) -> Self {
        Self { text, at: opening.inside, start: opening.start, entries: Vec::with_capacity(16), findings }
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
                let span = Span::new(self.at, self.at + 1);
                self.findings.push(
                    Finding::new(
                        "header-close-not-self-closing",
                        span,
                        "the header is closed with `>`, not with `/>`",
                    )
                    .help("write `/>`")
                    .fix(Fix::safe(span, "/>")),
                );
                self.at += 1;
                break;
            } else if rest.starts_with("<!--") {
                self.comment();
            } else if find::starts_with_tag(rest.as_bytes()) {
                let span = Span::new(self.at, self.at + "<properties".len());
                self.push("header-duplicate-block", span, "`<properties` stands twice", "keep one header");
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
        Header { span: Span::new(self.start, self.at), entries: self.entries.into() }
    }

    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The rest of the current line, its white space at the end left out.
    pub(super) fn line(&self) -> Span {
        let line = self.rest().split(['\n', '\r']).next().unwrap_or_default();
        Span::new(self.at, self.at + line.trim_end().len().max(1).min(self.rest().len()))
    }

    pub(super) fn push(&mut self, rule: &'static str, span: Span, message: &str, help: &'static str) {
        self.findings.push(Finding::new(rule, span, message).help(help));
    }

    fn at_line_start(&self) -> bool {
        self.text[..self.at].trim_end_matches([' ', '\t']).ends_with(['\n', '\r'])
    }

    /// Skips white space; invisible characters among it are reported, once a run.
    fn skip_space(&mut self) {
        let rest = self.rest();
        let end = self.at + rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c)).len();
        let odd = |c: char| is_invisible(c) || (c.is_whitespace() && !c.is_ascii());
        let mut run: Option<Span> = None;
        for (offset, c) in self.text[self.at..end].char_indices().filter(|(_, c)| odd(*c)) {
            let at = self.at + offset;
            let span = Span::new(at, at + c.len_utf8());
            match &mut run {
                Some(run) if run.end == span.start => run.end = span.end,
                Some(_) => {}
                None => run = Some(span),
            }
        }
        if let Some(span) = run {
            self.findings.push(
                Finding::new(
                    "invisible-character",
                    span,
                    "an invisible character stands between the attributes",
                )
                .help("remove it; it often comes along when text is copied from a web page")
                .fix(Fix::safe(span, " ")),
            );
        }
        self.at = end;
    }

    fn comment(&mut self) {
        let end = self.rest().find("-->").map_or(self.line().end as usize, |end| self.at + end + 3);
        let span = Span::new(self.at, end);
        self.push(
            "header-comment",
            span,
            "a comment stands in the header",
            "move it above the header; XML allows no comment between attributes",
        );
        self.at = end;
    }

    fn unterminated(&mut self) {
        self.findings.push(
            Finding::new(
                "header-unterminated",
                Span::new(self.start, self.start + 1),
                "the header is not closed before the body begins",
            )
            .help("close it with `/>` on a line of its own"),
        );
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
            "" => self.push(
                "header-missing-equals",
                Span::at(self.at),
                &format!("`=` is missing after `{word}`"),
                "write `name=\"value\"`",
            ),
            _ => {
                let span = Span::new(separator_at, self.at);
                self.push(
                    "header-stray-text",
                    span,
                    &format!("`{separator}` stands where `=` belongs after `{word}`"),
                    "write `name=\"value\"`",
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
        let end = recover::next_attribute(&text[skip..]).map_or(text.len(), |found| skip + found);
        let end = text[skip..end].find("/>").map_or(end, |close| skip + close);
        let span = Span::new(self.at, self.at + text[..end].trim_end().len().max(first));
        let stray = span.text(self.text);
        let is_quote = stray.chars().next().is_some_and(recover::is_quote);
        let (rule, what) = if is_quote {
            ("header-stray-quote", "a stray quote")
        } else {
            ("header-stray-text", "stray text")
        };
        let message = format!("{what} stands between the attributes: `{}`", shorten(stray));
        self.push(rule, span, &message, "keep only `name=\"value\"` pairs in the header");
        self.at += end.max(first);
    }
}

/// At most 40 characters of `text`, for a message.
fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 { text.to_owned() } else { text.chars().take(39).chain(['…']).collect() }
}
