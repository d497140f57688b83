//! Prepares a body for the Markdown parser, and keeps the way back to the source.
//!
//! A line that starts with a comment, a token or a tag is an HTML block to `CommonMark`, and the Markdown
//! on it would stay raw. So everything that is not Markdown is taken out first: comments with no meaning
//! vanish, placeholders such as `<vm-name>` are escaped, and all else becomes one private-use character
//! that stands for a [`Mark`]. The parser sees plain text; [`Cooked::source`] turns its offsets back.
//! Slips that authors plainly mean as Markdown (`##Title`, `[text] (url)`) are mended on the way.
//!
//! Fenced code and code spans are left as they are. One pass, linear in the body.

use std::borrow::Cow;

use super::{
    element::Element,
    mark::{Mark, MarkKind, Section, Tag},
    tags::{BLOCK_TAGS, ELEMENTS, FORBIDDEN, INLINE_TAGS},
};
use crate::{
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The first private-use character of plane 15; the mark with index 0.
const FIRST_MARK: u32 = 0xF_0000;
/// The first byte of every mark in UTF-8.
const FIRST_MARK_BYTE: u8 = 0xF3;
/// Marks that one body can have; further ones stay text.
const MAX_MARKS: usize = 0xFFFD;

/// A body that the Markdown parser can read.
#[derive(Debug)]
pub struct Cooked<'t> {
    /// What the parser reads.
    pub text: Cow<'t, str>,
    /// The marks, by the character that stands for them.
    pub marks: Vec<Mark<'t>>,
    /// The comments that are never shown, by their places in the file.
    pub comments: Vec<Span>,
    /// Where runs of copied text begin: offset in `text`, offset in the file.
    runs: Vec<(u32, u32)>,
    /// Where the body begins in the file.
    base: u32,
    /// Where the file ends.
    end: u32,
}

impl<'t> Cooked<'t> {
    /// Cooks the body that begins at byte `base` of the file `file`.
    pub fn new(file: &'t str, base: usize, findings: &mut Vec<Finding>) -> Self {
        let body = &file[base..];
        let foreign_marks = memchr::memchr(FIRST_MARK_BYTE, body.as_bytes()).is_some();
        let mut cook = Cook {
            file,
            at: base,
            copied: base,
            out: String::new(),
            marks: Vec::new(),
            comments: Vec::new(),
            runs: Vec::new(),
            findings,
            foreign_marks,
            no_comment_end: false,
        };
        cook.run();
        if cook.out.is_empty() && cook.copied == base {
            return Self {
                text: Cow::Borrowed(body),
                marks: Vec::new(),
                comments: Vec::new(),
                runs: Vec::new(),
                base: base as u32,
                end: file.len() as u32,
            };
        }
        cook.copy_to(file.len());
        Self {
            text: Cow::Owned(cook.out),
            marks: cook.marks,
            comments: cook.comments,
            runs: cook.runs,
            base: base as u32,
            end: file.len() as u32,
        }
    }

    /// The place in the file of byte `offset` of the cooked text.
    pub fn source(&self, offset: usize) -> usize {
        if self.runs.is_empty() {
            return self.base as usize + offset;
        }
        let after = self.runs.partition_point(|(cooked, _)| *cooked as usize <= offset);
        let (cooked, source) = self.runs[after.saturating_sub(1)];
        // What was inserted belongs to the place where the next run begins.
        let limit = self.runs.get(after).map_or(self.end, |(_, next)| *next) as usize;
        (source as usize + offset.saturating_sub(cooked as usize)).min(limit)
    }

    /// The span in the file of a range of the cooked text.
    pub fn span(&self, range: &std::ops::Range<usize>) -> Span {
        let start = self.source(range.start);
        // The end belongs to the run of the byte before it: behind it something may have been taken out.
        let last = self.text.get(range.clone()).and_then(|text| text.chars().next_back());
        let end = match last.and_then(|c| self.mark(c)) {
            // What a mark stands for may be shorter than the mark, or longer.
            Some(mark) => mark.span.end as usize,
            None if range.end > range.start => (self.source(range.end - 1) + 1).min(self.end as usize),
            None => start,
        };
        Span::new(start, end.max(start))
    }

    /// The mark that `c` stands for.
    pub fn mark(&self, c: char) -> Option<&Mark<'t>> {
        self.marks.get((c as u32).checked_sub(FIRST_MARK)? as usize)
    }

    /// `text` with the source of every mark in its place, for code and addresses.
    pub fn unmarked<'a>(&self, text: &'a str, file: &str) -> Cow<'a, str> {
        if !has_mark(text) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 32);
        for c in text.chars() {
            match self.mark(c) {
                Some(mark) => out.push_str(mark.span.text(file)),
                None => out.push(c),
            }
        }
        Cow::Owned(out)
    }
}

/// Whether `c` is one of the characters that stand for marks.
pub fn is_mark(c: char) -> bool {
    (FIRST_MARK..=0xF_FFFD).contains(&(c as u32))
}

/// Whether `text` holds a character that stands for a mark. Looks for their first byte, which is rare.
pub fn has_mark(text: &str) -> bool {
    memchr::memchr(FIRST_MARK_BYTE, text.as_bytes()).is_some() && text.contains(is_mark)
}

struct Cook<'t, 'f> {
    file: &'t str,
    /// Where reading is.
    at: usize,
    /// Up to where the source was copied or dropped.
    copied: usize,
    out: String,
    marks: Vec<Mark<'t>>,
    comments: Vec<Span>,
    runs: Vec<(u32, u32)>,
    findings: &'f mut Vec<Finding>,
    /// Whether the body may hold characters that stand for marks.
    foreign_marks: bool,
    /// No `-->` stands in the rest of the file: known after one look.
    no_comment_end: bool,
}

impl<'t> Cook<'t, '_> {
    fn run(&mut self) {
        let mut fence: Option<&str> = None;
        let mut fence_start = 0;
        let mut after_blank = true;
        while self.at < self.file.len() {
            let line_start = self.at;
            let line = line_of(&self.file[line_start..]);
            let trimmed = line.trim_start_matches([' ', '\t']);
            let marker = fence_marker(trimmed);
            if let Some(open) = fence {
                if marker.is_some_and(|m| m.starts_with(open) && trimmed[m.len()..].trim().is_empty()) {
                    fence = None;
                }
                self.at = line_start + line.len();
            } else if let Some(marker) = marker {
                fence = Some(marker);
                fence_start = line_start + line.len() - trimmed.len();
                self.at = line_start + line.len();
            } else {
                self.line(line_start, line, after_blank);
            }
            after_blank = trimmed.trim().is_empty();
            // A comment may have carried reading past this line already.
            let rest = &self.file[self.at..];
            self.at += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
        }
        if let Some(open) = fence {
            let span = Span::new(fence_start, fence_start + open.len());
            self.findings.push(Finding::new("fence-unclosed", span, "a code block is not closed").help(
                format!("close it with `{open}` on a line of its own; all that follows is shown as code"),
            ));
        }
    }

    /// Cooks one line; may go past its end when a comment or tag does.
    fn line(&mut self, start: usize, line: &'t str, after_blank: bool) {
        let trimmed = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - trimmed.len();
        if indent < 4 {
            self.heading(start + indent, trimmed, after_blank);
            self.panel(start + indent, trimmed);
        }
        let end = start + line.len();
        let bytes = self.file.as_bytes();
        while self.at < end {
            let rest = &bytes[self.at..end];
            let found = if self.foreign_marks {
                rest.iter().position(|b| matches!(b, b'<' | b'`' | b']' | 0xF3))
            } else {
                memchr::memchr3(b'<', b'`', b']', rest)
            };
            let Some(found) = found else {
                self.at = end;
                return;
            };
            let escaped = rest[..found].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1;
            self.at += found;
            match bytes[self.at] {
                _ if escaped => self.at += self.file[self.at..].chars().next().map_or(1, char::len_utf8),
                b'`' => self.code_span(end),
                b']' => self.link_space(start, end),
                b'<' => self.angle(start, end),
                _ => {
                    let c = self.file[self.at..].chars().next().unwrap_or_default();
                    if is_mark(c) {
                        self.mark(MarkKind::Literal(&self.file[self.at..self.at + 4]), 4);
                    } else {
                        self.at += c.len_utf8();
                    }
                }
            }
        }
    }

    /// `##Title` is a heading that lacks its space.
    fn heading(&mut self, start: usize, line: &str, after_blank: bool) {
        let level = line.bytes().take_while(|b| *b == b'#').count();
        let Some(next) = line[level..].chars().next() else { return };
        let meant = match level {
            1 => after_blank && (next == '*' || next.is_alphabetic()),
            2..=6 => next == '*' || next == '<' || next.is_alphanumeric() || next == '[',
            _ => false,
        };
        if !meant {
            return;
        }
        let span = Span::new(start, start + level);
        let rule = if level == 1 { "h1-no-space" } else { "heading-no-space" };
        self.findings.push(
            Finding::new(rule, span, "no space stands between `#` and the heading's text")
                .help("without the space other programs show the line as plain text")
                .fix(Fix::safe(Span::at(start + level), " ")),
        );
        self.copy_to(start + level);
        self.insert(" ");
        self.at = start + level;
    }

    /// `:::Name:::` opens a panel, `:::` closes one.
    fn panel(&mut self, start: usize, line: &'t str) {
        let Some(rest) = line.trim_end().strip_prefix(":::") else { return };
        let name = rest.trim_matches(':').trim();
        // `:::Section Name:::` is how the portal's own articles write it.
        let name = name.strip_prefix("Section ").map_or(name, str::trim);
        let kind = if name.is_empty() { MarkKind::PanelClose } else { MarkKind::PanelOpen(name) };
        if !name.is_empty() && !rest.ends_with(":::") {
            return;
        }
        self.at = start;
        self.block_mark(kind, line.trim_end().len());
    }

    /// Skips a code span that ends on the line.
    fn code_span(&mut self, end: usize) {
        let rest = &self.file[self.at..end];
        let ticks = rest.bytes().take_while(|b| *b == b'`').count();
        let mut at = ticks;
        while let Some(found) = rest[at..].find('`') {
            at += found;
            let run = rest[at..].bytes().take_while(|b| *b == b'`').count();
            at += run;
            if run == ticks {
                self.at += at;
                return;
            }
        }
        self.at += ticks;
    }

    /// `[text] (https://…)` is a link with a space too many.
    fn link_space(&mut self, line_start: usize, end: usize) {
        let rest = &self.file[self.at + 1..end];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '\u{a0}']).len();
        let after = &rest[spaces..];
        let meant = spaces > 0
            && ["(http", "(data-blade", "(mailto:", "(article:", "(button-", "( http"]
                .iter()
                .any(|start| after.starts_with(start))
            && within(after, false).contains(&b')')
            && within(&self.file[line_start..self.at], true).contains(&b'[');
        self.at += 1;
        if meant {
            let span = Span::new(self.at, self.at + spaces);
            self.findings.push(
                Finding::new(
                    "link-space",
                    span,
                    "a space stands between `]` and `(`, so this is no link elsewhere",
                )
                .help("remove the space")
                .fix(Fix::safe(span, "")),
            );
            self.copy_to(self.at);
            self.at += spaces;
            self.copied = self.at;
        }
    }

    /// A comment, a tag, or a `<` that is text.
    fn angle(&mut self, line_start: usize, line_end: usize) {
        let rest = &self.file[self.at..];
        if rest.starts_with("<!--") {
            self.comment(line_start, line_end);
            return;
        }
        if let Some((tag, len)) = Tag::parse(rest) {
            let known = |list: &[&str]| list.iter().any(|name| tag.is(name));
            if known(ELEMENTS) {
                let (element, len) = Element::parse(tag, len, rest);
                self.block_mark(MarkKind::Element(element), len);
            } else if known(INLINE_TAGS) {
                if (tag.closing || tag.is("br")) && ends_emphasis(&self.file[line_start..self.at]) {
                    self.copy_to(self.at);
                    self.insert(" ");
                }
                self.mark(MarkKind::Tag(tag), len);
            } else if known(BLOCK_TAGS) {
                self.at += len;
            } else {
                if known(FORBIDDEN) {
                    let span = Span::new(self.at, self.at + len);
                    self.findings.push(
                        Finding::new(
                            "raw-html-not-allowed",
                            span,
                            format!("`<{}>` is not allowed in an article; it is shown as text", tag.name),
                        )
                        .help("say it in Markdown, or remove it"),
                    );
                }
                self.escape_angle();
            }
        } else if is_autolink(&rest[..line_end.saturating_sub(self.at)]) {
            self.at += 1;
        } else {
            self.escape_angle();
        }
    }

    /// Makes the `<` here plain text.
    fn escape_angle(&mut self) {
        self.copy_to(self.at);
        self.insert("\\");
        self.at += 1;
    }

    fn comment(&mut self, line_start: usize, line_end: usize) {
        let rest = &self.file[self.at..];
        let end = if self.no_comment_end { None } else { rest[2..].find("-->").map(|end| end + 5) };
        let Some(len) = end else {
            self.no_comment_end = true;
            let is_blank =
                |at: &usize| rest[at + 1..].starts_with('\n') || rest[at + 1..].starts_with("\r\n");
            let hidden = memchr::memchr_iter(b'\n', rest.as_bytes()).find(is_blank).unwrap_or(rest.len());
            self.comments.push(Span::new(self.at, self.at + hidden));
            self.drop(hidden);
            return;
        };
        let inner = rest[4..].get(..len.saturating_sub(7)).unwrap_or_default().trim_matches('-').trim();
        let (closing, name) = inner.strip_prefix('/').map_or((false, inner), |name| (true, name));
        let token = name.trim_start_matches('(').strip_prefix('$').filter(|_| !name.contains('\n'));
        if let Some(name) = token {
            self.token(closing, name.trim_end_matches(')').trim(), len);
        } else if let Some(section) = Section::from_name(name) {
            let kind = if closing { MarkKind::SectionClose(section) } else { MarkKind::SectionOpen(section) };
            self.section(kind, len, line_start);
        } else {
            let alone = self.file[line_start..self.at].trim().is_empty();
            self.comments.push(Span::new(self.at, self.at + len));
            self.drop(len);
            if alone && self.at <= line_end {
                // What follows must not become indented code.
                let rest = &self.file[self.at..line_end];
                let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                self.drop(spaces);
            }
        }
    }

    /// A token; its fallback `[Name]` loses the brackets.
    fn token(&mut self, closing: bool, name: &'t str, len: usize) {
        let kind = if closing { MarkKind::TokenClose(name) } else { MarkKind::TokenOpen(name) };
        self.mark(kind, len);
        let rest = &self.file[self.at..];
        if closing || !rest.starts_with('[') {
            return;
        }
        let line = within(rest, false);
        let line = &line[..memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len())];
        let Some(end) = memchr::memmem::find(line, b"<!--/") else { return };
        let Some(inner) = rest[..end].trim_end().strip_prefix('[').and_then(|inner| inner.strip_suffix(']'))
        else {
            return;
        };
        if inner.contains(['[', ']', '<', '`', '\\']) {
            return;
        }
        let start = self.at + 1;
        self.drop(1);
        self.copy_to(start + inner.len());
        self.copied = self.at + inner.len() + 1;
        self.at = self.copied;
    }

    /// A section's comment stands as a block of its own, unless it is part of a list item, heading or
    /// table row.
    fn section(&mut self, kind: MarkKind<'t>, len: usize, line_start: usize) {
        let before = self.file[line_start.min(self.at)..self.at].trim();
        let opens_block =
            before.bytes().all(|b| matches!(b, b'-' | b'*' | b'+' | b'>' | b'#' | b'.' | b' ' | b'0'..=b'9'));
        if !before.is_empty() && opens_block || before.starts_with('|') {
            self.mark(kind, len);
        } else {
            self.block_mark(kind, len);
        }
    }

    /// Replaces the next `len` bytes by a mark.
    fn mark(&mut self, kind: MarkKind<'t>, len: usize) {
        let index = self.marks.len();
        let stand_in = char::from_u32(FIRST_MARK + index as u32).filter(|_| index < MAX_MARKS);
        let Some(stand_in) = stand_in else {
            self.escape_angle();
            return;
        };
        self.copy_to(self.at);
        self.note_run();
        self.out.push(stand_in);
        self.marks.push(Mark { kind, span: Span::new(self.at, self.at + len) });
        self.at += len;
        self.copied = self.at;
    }

    /// Replaces the next `len` bytes by a mark that stands as a paragraph of its own.
    fn block_mark(&mut self, kind: MarkKind<'t>, len: usize) {
        self.copy_to(self.at);
        // Spaces that were copied before the mark would indent it into a list.
        let kept = self.out.trim_end_matches([' ', '\t']).len();
        self.out.truncate(kept);
        while self.runs.last().is_some_and(|(cooked, _)| *cooked as usize > kept) {
            self.runs.pop();
        }
        self.insert("\n\n");
        self.mark(kind, len);
        self.insert("\n\n");
        let rest = &self.file[self.at..];
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        self.drop(spaces);
    }

    fn drop(&mut self, len: usize) {
        self.copy_to(self.at);
        self.at += len;
        self.copied = self.at;
    }

    fn insert(&mut self, text: &str) {
        self.note_run();
        self.out.push_str(text);
    }

    fn copy_to(&mut self, end: usize) {
        if end > self.copied {
            self.note_run();
            self.out.push_str(&self.file[self.copied..end]);
            self.copied = end;
        }
    }

    /// Notes that what comes next in `out` is from `copied` on in the source.
    fn note_run(&mut self) {
        self.runs.push((self.out.len() as u32, self.copied as u32));
    }
}

/// Whether `text` ends with emphasis that closes after punctuation, such as `**Note:**`. To the parser the
/// tag itself would be punctuation, and the emphasis would close; the letter that stands in for the tag would
/// keep it open.
fn ends_emphasis(text: &str) -> bool {
    let inner = text.trim_end_matches(['*', '_']);
    inner.len() < text.len() && inner.ends_with(|c: char| c.is_ascii_punctuation())
}

/// At most the first or last 1,000 bytes of `text`: looking further would cost more than linear time on
/// hostile lines.
fn within(text: &str, last: bool) -> &[u8] {
    let bytes = text.as_bytes();
    if last { &bytes[bytes.len().saturating_sub(1000)..] } else { &bytes[..bytes.len().min(1000)] }
}

fn line_of(text: &str) -> &str {
    &text[..memchr::memchr2(b'\n', b'\r', text.as_bytes()).unwrap_or(text.len())]
}

/// The run of back-ticks or tildes that opens or closes a fence at the start of `line`.
fn fence_marker(line: &str) -> Option<&str> {
    let first = line.bytes().next().filter(|b| matches!(b, b'`' | b'~'))?;
    let len = line.bytes().take_while(|b| *b == first).count();
    let info_has_tick = first == b'`' && line[len..].contains('`');
    (len >= 3 && !info_has_tick).then(|| &line[..len])
}

/// Whether `text` starts with `<scheme:…>` or `<name@host>`.
fn is_autolink(text: &str) -> bool {
    let Some(end) = text[1..].find(['>', ' ', '\t', '<']).map(|end| end + 1) else { return false };
    let inner = &text[1..end];
    text[end..].starts_with('>')
        && (inner.starts_with("http://")
            || inner.starts_with("https://")
            || inner.starts_with("mailto:")
            || inner
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !name.contains(':')))
}

#[cfg(test)]
mod tests;
