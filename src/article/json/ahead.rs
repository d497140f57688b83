//! Looking ahead in a JSON text: what comes next, and whether a quote ends a text.
//!
//! Owns the guesses that recovery rests on. Moves nothing and reports nothing. Every look is bounded, or is
//! paid for by text that is read only once more, so that reading stays linear.

use super::reader::{Place, Reader};

/// How far a look for the end of a key goes.
const KEY_REACH: usize = 96;

/// The length of the blank at `at`, and whether JSON allows it; 0 when there is none.
pub(super) fn blank(bytes: &[u8], at: usize) -> (usize, bool) {
    match bytes.get(at..).unwrap_or_default() {
        [b' ' | b'\t' | b'\n' | b'\r', ..] => (1, true),
        // No-break space.
        [0xc2, 0xa0, ..] => (2, false),
        // The spaces of General Punctuation with zero-width ones and line separators, narrow no-break space, byte order mark,
        // ideographic space.
        [0xe2, 0x80, 0x80..=0x8f | 0xa8 | 0xa9 | 0xaf, ..]
        | [0xef, 0xbb, 0xbf, ..]
        | [0xe3, 0x80, 0x80, ..] => (3, false),
        _ => (0, false),
    }
}

/// Whether a byte may stand in a key that needs no guess.
pub(super) fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-' | b'.' | b'@')
}

/// What comes after some blanks.
#[derive(Clone, Copy)]
pub(super) struct Next {
    /// Where it is.
    pub(super) at: usize,
    /// Its first byte; `None` at the end.
    pub(super) byte: Option<u8>,
    /// Whether a line ends before it.
    pub(super) on_new_line: bool,
}

/// What comes after a text on its line.
#[derive(PartialEq)]
enum AfterText {
    /// A byte that is no blank.
    Byte(u8),
    /// The end of the JSON.
    End,
    /// Unknown: the text is long, or does not end on its line.
    OutOfReach,
}

impl Reader<'_> {
    /// The byte at `at`, `None` at or after the end.
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        if at < self.end { self.bytes.get(at).copied() } else { None }
    }

    /// How far the line of `at` is indented, and whether `at` is where its text starts; `None` for a line
    /// that starts out of reach.
    pub(super) fn indent(&mut self, at: usize) -> Option<(usize, bool)> {
        let reach = at.saturating_sub(4 * KEY_REACH);
        let line = match memchr::memrchr2(b'\n', b'\r', &self.bytes[reach..at]) {
            Some(end) => reach + end + 1,
            None if reach == 0 => 0,
            None => return None,
        };
        self.steps += at - line;
        let blanks = self.bytes[line..at].iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
        let (count, width) = blanks
            .fold((0, 0), |(count, width), &byte| (count + 1, width + if byte == b'\t' { 4 } else { 1 }));
        Some((width, line + count == at))
    }

    /// What follows the blanks at `at`.
    pub(super) fn next(&mut self, mut at: usize) -> Next {
        let mut on_new_line = false;
        while let Some(byte) = self.byte(at) {
            // Nearly always there is only indentation.
            let length = if byte.is_ascii() {
                usize::from(matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
            } else {
                blank(self.bytes, at).0
            };
            if length == 0 {
                break;
            }
            on_new_line |= matches!(byte, b'\n' | b'\r');
            at += length;
            self.steps += 1;
        }
        let at = at.min(self.end);
        Next { at, byte: self.byte(at), on_new_line }
    }

    /// Whether a quoted key and its colon stand at `at`.
    pub(super) fn key_at(&mut self, at: usize) -> bool {
        self.byte(at) == Some(b'"') && self.after_text(at) == AfterText::Byte(b':')
    }

    /// What follows the text whose opening quote is at `at`.
    fn after_text(&mut self, at: usize) -> AfterText {
        let reach = (at + KEY_REACH).min(self.end);
        let mut here = at + 1;
        while here < reach {
            self.steps += 1;
            match self.bytes[here] {
                b'\\' => here += 1,
                b'"' => {
                    let mut next = here + 1;
                    while next < reach && matches!(self.bytes[next], b' ' | b'\t') {
                        next += 1;
                        self.steps += 1;
                    }
                    return if next == reach && reach < self.end {
                        AfterText::OutOfReach
                    } else {
                        self.byte(next).map_or(AfterText::End, AfterText::Byte)
                    };
                }
                b'\n' | b'\r' => return AfterText::OutOfReach,
                _ => {}
            }
            here += 1;
        }
        AfterText::OutOfReach
    }

    /// Whether a key stands at `at` that lacks its opening quote, or both when `unquoted` are fine.
    pub(super) fn bare_key_at(&mut self, at: usize, unquoted: bool) -> bool {
        let reach = (at + KEY_REACH).min(self.end);
        let mut here = at;
        while here < reach && is_key_byte(self.bytes[here]) {
            here += 1;
            self.steps += 1;
        }
        if here == at || here == reach {
            return false;
        }
        let quoted = self.byte(here) == Some(b'"');
        here += usize::from(quoted);
        while here < reach && matches!(self.bytes[here], b' ' | b'\t') {
            here += 1;
            self.steps += 1;
        }
        self.byte(here) == Some(b':') && (quoted || unquoted)
    }

    /// Whether a typographic quote starts at `at`.
    pub(super) fn smart_quote_at(&self, at: usize) -> bool {
        let end = self.end;
        at + 3 <= end && matches!(self.bytes.get(at..at + 3), Some([0xe2, 0x80, 0x9c..=0x9f]))
    }

    /// Whether something that is no comma but looks like one stands at `at`; its length.
    pub(super) fn comma_like(&self, at: usize) -> usize {
        match self.bytes.get(at..self.end).unwrap_or_default() {
            [b';', ..] => 1,
            // Fullwidth and ideographic comma, fullwidth semicolon.
            [0xef, 0xbc, 0x8c | 0x9b, ..] | [0xe3, 0x80, 0x81, ..] => 3,
            _ => 0,
        }
    }

    /// Whether a quote that ends before `after` is the end of the text it stands in.
    ///
    /// True for every quote that ends a text in faultless JSON.
    pub(super) fn closes(&mut self, after: usize, place: Place) -> bool {
        let next = self.next(after);
        let Some(byte) = next.byte else { return true };
        match (place, byte) {
            (Place::Root, _) | (Place::Key, b':' | b'=' | b'"' | b'{' | b'[') | (Place::Element, b']') => {
                true
            }
            (Place::Key, _) if next.on_new_line => true,
            (Place::Key, b',' | b'}') => self.comma_ends(next.at, Place::Member),
            (Place::Key, _) => byte.is_ascii_alphanumeric() || byte == b'-',
            (_, b',') => self.comma_ends(next.at, place),
            // `}"` and `} word` do not occur outside a text.
            (Place::Member, b'}') => {
                let then = self.next(next.at + 1);
                then.on_new_line || !then.byte.is_some_and(|byte| byte == b'"' || byte.is_ascii_alphabetic())
            }
            (_, b']' | b'}') => {
                let then = self.next(next.at + 1);
                next.on_new_line
                    || then.on_new_line
                    || matches!(then.byte, None | Some(b',' | b'}' | b']' | b'{'))
            }
            (_, b'"') if next.on_new_line => true,
            (Place::Member, b'"') => next.at > after && self.key_at(next.at),
            (_, b'"') => next.at > after,
            (_, b'/') => matches!(self.byte(next.at + 1), Some(b'/' | b'*')) && next.at > after,
            (_, b'{' | b'[') => next.on_new_line,
            _ if self.comma_like(next.at) > 0 || self.smart_quote_at(next.at) => {
                next.on_new_line || {
                    let then = self.next(next.at + self.comma_like(next.at));
                    then.on_new_line || self.comma_like(next.at) > 0 && then.byte == Some(b'"')
                }
            }
            _ => next.on_new_line && self.bare_key_at(next.at, true),
        }
    }

    /// Whether the comma (or brace) at `comma`, right after a quote, goes on with JSON and not with prose.
    fn comma_ends(&mut self, comma: usize, place: Place) -> bool {
        let then = self.next(comma + 1);
        let Some(byte) = then.byte else { return true };
        if then.on_new_line {
            return true;
        }
        match byte {
            // In JSON a text follows, and after that a colon, comma or bracket.
            b'"' => match self.after_text(then.at) {
                AfterText::Byte(byte) => matches!(byte, b':' | b',' | b'}' | b']' | b'\n' | b'\r'),
                AfterText::End => false,
                AfterText::OutOfReach => true,
            },
            b'{' | b'}' | b'[' | b']' | b',' => true,
            b'/' => self.byte(then.at + 1) == Some(b'/'),
            b'-' | b'0'..=b'9' if place == Place::Element => true,
            b't' | b'f' | b'n' if place == Place::Element => {
                let word = self.bytes.get(then.at..self.end).unwrap_or_default();
                [&b"true"[..], b"false", b"null"].iter().any(|literal| word.starts_with(literal))
            }
            _ => self.smart_quote_at(then.at) || self.bare_key_at(then.at, true),
        }
    }

    /// Whether the line break at `at`, inside a text, must be the end of the text because the next line is
    /// plainly JSON.
    pub(super) fn line_ends_text(&mut self, at: usize) -> bool {
        let next = self.next(at);
        match next.byte {
            None => true,
            Some(b'"') => self.key_at(next.at) || !self.closes(next.at + 1, Place::Member),
            Some(b'{' | b'}' | b'[' | b']') => self.line_is_structure(next.at),
            Some(_) => self.bare_key_at(next.at, false),
        }
    }

    /// Whether the rest of the line at `at` holds brackets and commas only, or goes on with a key.
    fn line_is_structure(&mut self, mut at: usize) -> bool {
        while let Some(byte) = self.byte(at) {
            self.steps += 1;
            match byte {
                b'\n' | b'\r' => return true,
                b'{' | b'}' | b'[' | b']' | b',' | b' ' | b'\t' => at += 1,
                b'"' => return self.key_at(at),
                _ => return false,
            }
        }
        true
    }
}
