//! Reading what stands inside a text: escapes, line breaks and control characters.
//!
//! Owns their meaning and the findings about them. Where a text ends is not known here.

use super::ahead::blank;
use super::cause;
use super::reader::Reader;
use crate::diagnostic::Edit;
use crate::span::Span;

/// What was wrong inside a text: one finding for each field that is not empty.
#[derive(Default)]
pub(super) struct Faults {
    pub(super) newlines: Vec<Edit>,
    pub(super) tabs: Vec<Edit>,
    pub(super) controls: Vec<Edit>,
    pub(super) escapes: Vec<Edit>,
    /// Whether the text has escapes such as `\n`, which may be a path's parts as well.
    pub(super) letter_escapes: bool,
    pub(super) quotes: Vec<usize>,
    pub(super) doubled: Vec<Edit>,
    /// Straight quotes inside foreign ones: no fault, but the repair of the foreign ones escapes them.
    pub(super) foreign: Vec<Edit>,
}

impl Reader<'_> {
    /// Reads the escape here.
    pub(super) fn escape(&mut self, value: &mut String, faults: &mut Faults) {
        let at = self.at;
        let simple = match self.byte(at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') if self.unit(at).is_some() => return self.unicode_escape(value),
            Some(b'\'') => {
                faults.escapes.push(Edit { span: Span::new(at, at + 1), text: "".into() });
                value.push('\'');
                self.at += 2;
                return;
            }
            _ => {
                faults.escapes.push(Edit { span: Span::new(at, at + 1), text: "\\\\".into() });
                value.push('\\');
                self.at += 1;
                return;
            }
        };
        faults.letter_escapes |= simple.is_control();
        value.push(simple);
        self.at += 2;
    }

    /// The code unit of the `\u` escape at `at`.
    fn unit(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at..(at + 6).min(self.end))?.strip_prefix("\\u")?;
        let is_hex = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hex { u32::from_str_radix(digits, 16).ok() } else { None }
    }

    /// Reads the `\u` escape here, with its second half if it is the first one of a pair.
    fn unicode_escape(&mut self, value: &mut String) {
        let at = self.at;
        let high = self.unit(at).unwrap_or_default();
        let low = self.unit(at + 6).unwrap_or_default();
        self.at += 6;
        if (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low) {
            self.at += 6;
            value.extend(char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00)));
        } else if let Some(char) = char::from_u32(high) {
            value.push(char);
        } else {
            value.push(char::REPLACEMENT_CHARACTER);
            self.report(cause::lone_surrogate(Span::new(at, at + 6)));
        }
    }

    /// Reads the line break here with all blanks after it, so that no look ahead sees them again.
    pub(super) fn line_break(&mut self, value: &mut String, faults: &mut Faults) {
        while self.at < self.end {
            let at = self.at;
            let (length, _) = blank(self.bytes, at);
            if length == 0 {
                break;
            }
            self.at += length;
            self.steps += 1;
            match self.bytes[at] {
                b'\r' if self.byte(self.at) == Some(b'\n') => {
                    self.at += 1;
                    faults.newlines.push(Edit { span: Span::new(at, at + 2), text: "\\n".into() });
                    value.push('\n');
                }
                b'\n' | b'\r' => {
                    faults.newlines.push(Edit { span: Span::new(at, at + 1), text: "\\n".into() });
                    value.push('\n');
                }
                b'\t' => {
                    faults.tabs.push(Edit { span: Span::new(at, at + 1), text: "\\t".into() });
                    value.push('\t');
                }
                _ => value.push_str(&self.text[at..self.at]),
            }
        }
    }

    /// One finding for each kind of fault inside a text.
    pub(super) fn report_faults(&mut self, whole: Span, faults: Faults) {
        let Faults { newlines, tabs, controls, escapes, letter_escapes, quotes, doubled, foreign: _ } =
            faults;
        if let Some(first) = newlines.first() {
            self.report(cause::raw_newline(first.span, newlines));
        }
        if let Some(first) = tabs.first() {
            self.report(cause::raw_tab(first.span, tabs));
        }
        if let Some(first) = controls.first() {
            self.report(cause::control_char(first.span, controls));
        }
        if let Some(first) = escapes.first() {
            let next = self.text[first.span.end as usize..].chars().next();
            let length = next.filter(|next| !next.is_control()).map_or(0, char::len_utf8);
            let end = (first.span.end as usize + length).min(whole.end as usize);
            let span = Span::new(first.span.start as usize, end);
            self.report(cause::bad_escape(span, escapes, !letter_escapes));
        }
        if let Some(first) = doubled.first() {
            self.report(cause::doubled_quote(first.span, doubled, false));
        }
        if let Some(&first) = quotes.first() {
            self.report(cause::unescaped_quote(Span::new(first, first + 1), &quotes));
        }
    }
}
