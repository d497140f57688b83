//! What stands between the values of an object or array: commas, and brackets that do not match.
//!
//! Owns the guesses about a bracket too many or too few. Knows nothing of the values.

use super::cause;
use super::node::{Node, Object, Value};
use super::reader::{Frame, Reader};
use crate::span::Span;

/// Where an object or array stands between two of its values.
#[derive(Default)]
pub(super) struct Between {
    /// The comma after the last value.
    pub(super) comma: Option<Span>,
    /// The end of the last value if no comma came yet.
    pub(super) value_end: Option<usize>,
}

impl Reader<'_> {
    /// Moves past a closing bracket.
    pub(super) fn closed(&mut self, between: &Between, closer: char) {
        if let Some(comma) = between.comma {
            self.report(cause::trailing_comma(comma, closer));
        }
        self.forgiven = false;
        self.at += 1;
    }

    /// Moves past a comma.
    pub(super) fn comma(&mut self, between: &mut Between, is_empty: bool) {
        if between.value_end.is_some() {
            let comma = Span::new(self.at, self.at + 1);
            *between = Between { comma: Some(comma), value_end: None };
        } else if !self.forgiven {
            let finding = if is_empty { cause::leading_comma(self.at) } else { cause::double_comma(self.at) };
            self.report(finding);
        }
        self.forgiven = false;
        self.at += 1;
    }

    /// Moves past something that stands for a comma.
    pub(super) fn wrong_comma(&mut self, between: &mut Between, length: usize) {
        let span = Span::new(self.at, self.at + length);
        self.report(cause::wrong_comma(span, span.text(self.text)));
        self.at += length;
        *between = Between { comma: Some(span), value_end: None };
    }

    /// Reports that a comma is missing if one should have come before the value here.
    pub(super) fn expect_comma(&mut self, between: &Between) {
        if let (Some(end), false) = (between.value_end, self.forgiven) {
            self.report(cause::missing_comma(end));
        }
        self.forgiven = false;
    }

    /// Moves past a bracket that has no counterpart.
    pub(super) fn extra_bracket(&mut self) {
        let span = Span::new(self.at, self.at + 1);
        self.report(cause::extra_bracket(span, span.text(self.text)));
        self.at += 1;
        self.forgiven = true;
    }

    /// Leaves an object or array whose bracket is missing, back at the comma that belongs to the outer one.
    pub(super) fn unclosed(&mut self, between: &Between, closer: char) {
        let comma = between.comma.map(|comma| comma.start as usize);
        let at = between.value_end.or(comma).unwrap_or(self.at);
        if let Some(frame) = self.open.last() {
            let opener = char::from(frame.opener);
            self.report(cause::unclosed_bracket(at, frame.at, opener, closer.into()));
        }
        self.forgiven = true;
        // A bracket of the outer value stays where it is, and the comma before it is part of this fault.
        if let (Some(comma), false) = (comma, matches!(self.byte(self.at), Some(b'}' | b']'))) {
            self.at = comma;
        }
    }

    /// The end of the text, with brackets open: one finding for all of them.
    pub(super) fn unclosed_at_end(&mut self) {
        if self.over {
            return;
        }
        self.over = true;
        let closer = |frame: &Frame| if frame.opener == b'{' { '}' } else { ']' };
        let closers: String = self.open.iter().rev().map(closer).collect();
        if let Some(&Frame { opener, at }) = self.open.last() {
            let end = self.text[..self.end].trim_end().len().max(at + 1);
            self.report(cause::unclosed_bracket(end, at, char::from(opener), closers));
        }
    }

    /// The bracket that is open `levels` outside of the innermost one.
    pub(super) fn outer(&self, levels: usize) -> Option<u8> {
        self.open.iter().rev().nth(levels).map(|frame| frame.opener)
    }

    /// Whether the `]` here, in an object, closes the array around it, so that a `}` is missing.
    pub(super) fn bracket_ends_object(&mut self) -> bool {
        if self.outer(1) != Some(b'[') {
            return false;
        }
        let next = self.next(self.at + 1);
        if next.byte != Some(b'}') {
            return true;
        }
        let then = self.next(next.at + 1);
        match then.byte {
            None => self.open.len() == 3,
            Some(b',') => {
                let after = self.next(then.at + 1).byte;
                let outer = if after == Some(b'{') { b'[' } else { b'{' };
                self.outer(3) == Some(outer)
            }
            _ => false,
        }
    }

    /// Whether the `}` here, in an array, closes the object around it, so that a `]` is missing.
    pub(super) fn brace_ends_array(&mut self) -> bool {
        if self.outer(1) != Some(b'{') {
            return false;
        }
        let next = self.next(self.at + 1);
        match next.byte {
            Some(b']') => self.outer(2) == Some(b'['),
            Some(b'}') => self.outer(2) == Some(b'{'),
            Some(b',') => match self.next(next.at + 1).byte {
                Some(b'{') => self.outer(2) == Some(b'['),
                _ => self.outer(2) == Some(b'{'),
            },
            _ => true,
        }
    }

    /// Whether the `]` here, in an object, closes an array that was to be the last value: it starts a line
    /// and is indented like the line of that value's key.
    pub(super) fn lacks_open_bracket(&mut self, object: &Object) -> bool {
        let Some(member) = object.members.last() else { return false };
        if !matches!(member.value.value, Value::Object(_) | Value::String(_)) {
            return false;
        }
        let (Some((outer, _)), Some((inner, is_first))) =
            (self.indent(member.key_span.start as usize), self.indent(self.at))
        else {
            return false;
        };
        is_first && inner == outer
    }

    /// Whether the `{` here, after a comma, begins an object like the last value, so that both are elements
    /// of an array.
    pub(super) fn repeats_last(&mut self, object: &Object) -> bool {
        let last = object.members.last().and_then(|member| member.value.object());
        let Some(first) = last.and_then(|object| object.members.first()) else { return false };
        let next = self.next(self.at + 1);
        let here = self.bytes.get(next.at + 1..self.end).unwrap_or_default();
        next.byte == Some(b'"')
            && here.starts_with(first.key.as_bytes())
            && here.get(first.key.len()) == Some(&b'"')
    }

    /// Whether a key follows the comma here.
    pub(super) fn comma_precedes_key(&mut self) -> bool {
        let next = self.next(self.at + 1);
        self.key_at(next.at)
    }

    /// Whether the key here, in an array, begins an element that lacks its brace: the first one, or one with
    /// the first key of the element before.
    pub(super) fn starts_object(&self, elements: &[Node], between: &Between) -> bool {
        let Some(last) = elements.last() else { return true };
        let first = last.object().and_then(|object| object.members.first());
        let here = &self.bytes[self.at + 1..];
        between.comma.is_some()
            && first.is_some_and(|member| {
                here.starts_with(member.key.as_bytes()) && here.get(member.key.len()) == Some(&b'"')
            })
    }
}
