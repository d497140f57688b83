//! Looks for characters that do not belong in a text. Most texts have none, so finding that out is what
//! is made fast.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2};

use crate::{
    article::header::is_invisible,
    diagnostic::{Applicability, Edit, Finding, Fix},
    span::Span,
};

/// Everything odd in `text`; hidden characters within `header` are reported elsewhere.
pub(super) fn scan(text: &str, header: &Range<usize>) -> Vec<Finding> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let odd = oddities(bytes);
    if odd & 1 != 0 {
        controls(text, &mut found);
    }
    if odd & 0x80 != 0 {
        Foreign { text, header, line: Line::default(), hidden: [None, None], found: &mut found }.run();
    }
    if memchr(b'\r', bytes).is_some() {
        carriage_returns(text, &mut found);
    }
    apostrophes(text, &mut found);
    found
}

/// Bit 0 where a control character is, bit 7 where a character past ASCII is.
fn oddities(bytes: &[u8]) -> u8 {
    let of = |b: u8| {
        let not = |other: u8| u8::from(b != other);
        let control = u8::from(b < b' ') & not(b'\n') & not(b'\r') & not(b'\t');
        control | u8::from(b == 0x7F) | (b & 0x80)
    };
    // In lanes and without early exits, so that it is compiled to few instructions for many bytes.
    let mut lanes = [0_u8; 32];
    let chunks = bytes.chunks_exact(lanes.len());
    let rest = chunks.remainder().iter().fold(0, |odd, b| odd | of(*b));
    for chunk in chunks {
        for (lane, b) in lanes.iter_mut().zip(chunk) {
            *lane |= of(*b);
        }
    }
    lanes.iter().fold(rest, |odd, lane| odd | lane)
}

fn controls(text: &str, found: &mut Vec<Finding>) {
    for (at, b) in text.bytes().enumerate() {
        if (b < b' ' && !matches!(b, b'\n' | b'\r' | b'\t')) || b == 0x7F {
            found.push(control(text, at, u32::from(b), 1));
        }
    }
}

/// A control character between two words stands for a space; elsewhere for nothing.
fn control(text: &str, at: usize, code: u32, len: usize) -> Finding {
    let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !c.is_control());
    let between = is_word(text[..at].chars().next_back()) && is_word(text[at + len..].chars().next());
    let span = Span::new(at, at + len);
    Finding::new("control-character", span, format!("a control character (U+{code:04X}) stands in the text"))
        .help("remove it")
        .fix(Fix::safe(span, if between { " " } else { "" }))
}

/// Carriage returns without a line feed: one finding for the file, since such files have only those.
fn carriage_returns(text: &str, found: &mut Vec<Finding>) {
    let bytes = text.as_bytes();
    let mut bare = memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).peekable();
    let Some(first) = bare.peek().copied() else { return };
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let edits = bare.map(|at| Edit { span: Span::new(at, at + 1), text: end.into() }).collect();
    found.push(
        Finding::new(
            "bare-carriage-return",
            Span::new(first, first + 1),
            "a lone carriage return ends the line",
        )
        .help("save the file with LF line ends")
        .fix(Fix { applicability: Applicability::Safe, edits }),
    );
}

/// `customer?s`, `don?t`.
fn apostrophes(text: &str, found: &mut Vec<Finding>) {
    for at in memchr_iter(b'?', text.as_bytes()) {
        if lost_apostrophe(text, at, at + 1) && !in_address(text, at) {
            let span = Span::new(at, at + 1);
            found.push(
                Finding::new("lost-apostrophe", span, "`?` stands where an apostrophe was")
                    .help("write `'`")
                    .fix(Fix::unsafe_(span, "'")),
            );
        }
    }
}

/// Whether what stands from `start` to `end` was an apostrophe: within a word that is written with one.
fn lost_apostrophe(text: &str, start: usize, end: usize) -> bool {
    let before = &text.as_bytes()[..start];
    let after = &text.as_bytes()[end..];
    if before.len() < 2 || !before[before.len() - 2..].iter().all(u8::is_ascii_alphabetic) {
        return false;
    }
    let len = after.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    let fits = match &after[..len] {
        b"t" => before.ends_with(b"n"),
        b"s" | b"re" | b"ve" | b"ll" => true,
        _ => false,
    };
    fits && matches!(after.get(len), None | Some(b' ' | b'\n' | b'\r' | b',' | b'.' | b'*' | b')' | b'"'))
}

/// How far back the start of an address is looked for, in bytes.
const ADDRESS: usize = 2048;

/// Whether byte `at` is in a word with a slash, as addresses have.
fn in_address(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[at.saturating_sub(ADDRESS)..at];
    let mut word = before.iter().rev().take_while(|b| !matches!(b, b' ' | b'\n' | b'\t' | b'"'));
    word.any(|b| matches!(b, b'/' | b'='))
}

/// The characters past ASCII.
struct Foreign<'t, 'f> {
    text: &'t str,
    header: &'t Range<usize>,
    line: Line,
    /// What hides in the line: no-break spaces, and what is invisible.
    hidden: [Option<(Finding, Vec<Edit>)>; 2],
    found: &'f mut Vec<Finding>,
}

/// The line that was looked at last.
#[derive(Default)]
struct Line {
    /// Its end, and that of what is seen of it.
    end: usize,
    seen: usize,
}

impl Foreign<'_, '_> {
    fn run(mut self) {
        let mut at = 0;
        while let Some(next) = next_foreign(self.text.as_bytes(), at) {
            at = next;
            let Some(c) = self.text[at..].chars().next() else { break };
            at += self.look(at, c);
        }
        self.flush();
    }

    /// Looks at `c`, which stands at byte `at`; returns how many bytes are done with.
    fn look(&mut self, at: usize, c: char) -> usize {
        let len = c.len_utf8();
        match c {
            '\u{A0}' => self.hide(at, c, "no-break-space"),
            '\u{80}'..='\u{9F}' => self.found.push(control(self.text, at, c.into(), len)),
            '\u{FFFD}' => {
                let span = Span::new(at, at + len);
                let finding = Finding::new("replacement-character", span, "a character was lost here")
                    .help("write the character that was meant");
                let fix = lost_apostrophe(self.text, at, at + len).then(|| Fix::unsafe_(span, "'"));
                self.found.push(Finding { fix, ..finding });
            }
            'â' | 'Ã' | 'Â' | 'ð' => {
                if let Some((len, meant)) = misread(&self.text[at..]) {
                    let span = Span::new(at, at + len);
                    let with = if meant == '\u{A0}' { ' ' } else { meant };
                    let message = format!("`{}` was `{with}` before it was misread", span.text(self.text));
                    self.found.push(
                        Finding::new("mojibake", span, message)
                            .help(format!("write `{with}`"))
                            .fix(Fix::safe(span, with.to_string())),
                    );
                    return len;
                }
            }
            // Joiners belong in the scripts and pictures that need them.
            '\u{200C}' | '\u{200D}' if !self.text[..at].ends_with(|c: char| c.is_ascii()) => {}
            c if is_invisible(c) => self.hide(at, c, "invisible-character"),
            _ => {}
        }
        len
    }

    /// Notes a hidden character: one finding for each line and rule, with an edit for each character.
    fn hide(&mut self, at: usize, c: char, rule: &'static str) {
        if self.header.contains(&at) {
            return;
        }
        if at >= self.line.end {
            self.flush();
            let end = memchr2(b'\n', b'\r', &self.text.as_bytes()[at..]).map_or(self.text.len(), |n| at + n);
            self.line = Line { end, seen: at + self.text[at..end].trim_end().len() };
        }
        let Line { end, seen } = self.line;
        let span = Span::new(at, at + c.len_utf8());
        let (_, edits) = self.hidden[usize::from(c != '\u{A0}')].get_or_insert_with(|| {
            let finding = if c == '\u{A0}' {
                Finding::new(rule, span, "a no-break space stands in the text").help("write a space")
            } else {
                let message = format!("an invisible character (U+{:04X}) stands in the text", u32::from(c));
                Finding::new(rule, span, message)
                    .help("remove it; it often comes along when text is copied from a web page")
            };
            (finding, Vec::new())
        });
        if c != '\u{A0}' {
            edits.push(Edit { span, text: "".into() });
        } else if at < seen {
            edits.push(Edit { span, text: " ".into() });
        } else if edits.last().is_none_or(|edit| (edit.span.end as usize) < end) {
            // White space at a line's end goes as a whole: two plain spaces would break the line.
            let start =
                self.text[..at].trim_end_matches(|c: char| c.is_whitespace() && c != '\n' && c != '\r');
            edits.push(Edit { span: Span::new(start.len(), end), text: "".into() });
        }
    }

    /// Reports what hides in the line that was looked at.
    fn flush(&mut self) {
        let mut hidden: Vec<_> = self.hidden.iter_mut().filter_map(Option::take).collect();
        hidden.sort_by_key(|(finding, _)| finding.span);
        for (finding, edits) in hidden {
            // At a line's start a plain space may make a list or code of what was text.
            let starts_line = edits.first().is_none_or(|edit| {
                let before = &self.text[..edit.span.start as usize];
                let line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
                line.trim().is_empty() || line.trim_start().bytes().all(|b| b"#*-+>.0123456789".contains(&b))
            });
            let applicability = if starts_line && finding.rule == "no-break-space" {
                Applicability::Unsafe
            } else {
                Applicability::Safe
            };
            self.found.push(finding.fix(Fix { applicability, edits }));
        }
    }
}

/// The next byte at or past `at` that is not ASCII.
fn next_foreign(bytes: &[u8], mut at: usize) -> Option<usize> {
    while bytes.get(at..at + 32).is_some_and(<[u8]>::is_ascii) {
        at += 32;
    }
    bytes.get(at..)?.iter().position(|b| !b.is_ascii()).map(|n| at + n)
}

/// What the start of `text` was before its UTF-8 was taken for Windows-1252: how many bytes, and the
/// character that they stand for.
fn misread(text: &str) -> Option<(usize, char)> {
    let mut bytes = [0; 4];
    let mut count = 0;
    let mut len = 0;
    let mut need = 1;
    for c in text.chars().take(4) {
        let mut buffer = [0; 4];
        let (encoded, _, lossy) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        let &[byte] = &*encoded else { return None };
        if lossy || (count > 0 && !(0x80..0xC0).contains(&byte)) {
            return None;
        }
        if count == 0 {
            need = match byte {
                0xC2 | 0xC3 => 2,
                0xE2 => 3,
                0xF0 => 4,
                _ => return None,
            };
        }
        bytes[count] = byte;
        count += 1;
        len += c.len_utf8();
        if count == need {
            let meant = std::str::from_utf8(&bytes[..count]).ok()?.chars().next()?;
            return Some((len, meant));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules that fire on `text`, and the text with every repair.
    fn mended(text: &str) -> (Vec<&'static str>, String) {
        let found = scan(text, &(0..0));
        let mut edits: Vec<Edit> =
            found.iter().filter_map(|finding| finding.fix.clone()).flat_map(|fix| fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let mut mended = text.to_owned();
        for edit in edits.iter().rev() {
            mended.replace_range(edit.span.range(), &edit.text);
        }
        (found.iter().map(|finding| finding.rule).collect(), mended)
    }

    #[test]
    fn plain_texts_are_left_alone() {
        for text in ["", "a\tb\r\nc\n", "naïve “café” – 日本 👩\u{200d}💻", "https://a.example/?s=1 Is it? s"]
        {
            assert_eq!(mended(text), (vec![], text.to_owned()));
        }
    }

    #[test]
    fn hidden_characters_are_mended_a_line_at_a_time() {
        assert_eq!(
            mended("a\u{a0}b\u{a0}c\nd\u{200b}e\u{a0}\n"),
            (vec!["no-break-space", "invisible-character", "no-break-space"], "a b c\nde\n".to_owned())
        );
        // Whatever order they stand in, a line has one finding of a rule.
        assert_eq!(
            mended("a\u{a0}\u{200b}\u{a0}\u{200b}b"),
            (vec!["no-break-space", "invisible-character"], "a  b".to_owned())
        );
        // No hard line break comes of it.
        assert_eq!(mended("a \u{a0} \u{a0}\nb").1, "a\nb");
    }

    #[test]
    fn misread_characters_are_read_again() {
        assert_eq!(mended("donâ€™t, cafÃ©, 4Â\u{a0}GB").1, "don’t, café, 4 GB");
        assert_eq!(mended("château, SÃO, Â").0, Vec::<&str>::new());
    }

    #[test]
    fn line_ends_are_mended_in_the_style_of_the_file() {
        assert_eq!(mended("a\rb\rc"), (vec!["bare-carriage-return"], "a\nb\nc".to_owned()));
        assert_eq!(mended("a\rb\r\nc").1, "a\r\nb\r\nc");
    }

    #[test]
    fn only_lost_apostrophes_are_found() {
        assert_eq!(mended("the customer?s disk and it doesn?t").1, "the customer's disk and it doesn't");
        for text in ["colou?r", "Does it?s", "a?s", "x/index?s b", "why?then"] {
            let expected = usize::from(text == "Does it?s");
            assert_eq!(scan(text, &(0..0)).len(), expected, "{text}");
        }
    }
}
