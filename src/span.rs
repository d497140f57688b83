//! Places in a text: byte spans, and their line and column for people.
//!
//! Knows nothing of files or articles.

/// A range of bytes in one source text, `start` inclusive and `end` exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`, both byte offsets below 4 GiB.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// An empty span at `offset`.
    pub fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    /// The span of `part`, which must be a slice of `whole`.
    ///
    /// Returns an empty span at 0 when it is not.
    pub fn of(part: &str, whole: &str) -> Self {
        let start = (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize);
        if start.saturating_add(part.len()) <= whole.len() {
            Self::new(start, start + part.len())
        } else {
            Self::default()
        }
    }

    /// The text the span covers; empty when it does not fit `text`.
    pub fn text(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// The span as a range to index with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The span moved `by` bytes to the right.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by as u32, end: self.end + by as u32 }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A place as an editor names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1. Lines end at LF, CRLF or a lone CR.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Position {
    /// The position of byte `offset` in `text`; offsets past the end mean the end, offsets inside a
    /// character mean its start.
    pub fn of(text: &str, offset: u32) -> Self {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text.as_bytes()[..offset];
        let mut line = 1;
        let mut line_start = 0;
        for at in memchr::memchr2_iter(b'\n', b'\r', before) {
            let is_crlf = before[at] == b'\r' && text.as_bytes().get(at + 1) == Some(&b'\n');
            if !is_crlf {
                line += 1;
                line_start = at + 1;
            }
        }
        let column = text[line_start..offset].chars().count() as u32 + 1;
        Self { line, column }
    }
}

/// Where the lines of a text begin, to tell the positions of many offsets.
///
/// Making it takes time linear in the text; a position takes the logarithm of the number of lines, however
/// long a line is.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The first byte of each line.
    starts: Vec<u32>,
    /// How many characters stand before each [`Lines::STEP`]th byte.
    characters: Vec<u32>,
}

impl Lines {
    const STEP: usize = 256;

    /// The lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        let mut characters = Vec::with_capacity(bytes.len() / Self::STEP + 1);
        let mut count = 0;
        for chunk in bytes.chunks(Self::STEP) {
            characters.push(count);
            count += begun(chunk);
        }
        characters.push(count);
        Self { starts, characters }
    }

    /// The position of byte `offset` in `text`, which must be the text that the lines are of; see
    /// [`Position::of`].
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        // The feed of a pair belongs to the line that it ends.
        let line = self.starts.partition_point(|start| *start as usize <= offset);
        let start = self.starts[line - 1] as usize;
        let column = self.before(text, offset) - self.before(text, start) + 1;
        Position { line: line as u32, column }
    }

    /// How many characters begin before byte `offset`.
    fn before(&self, text: &str, offset: usize) -> u32 {
        let step = offset / Self::STEP;
        self.characters[step] + begun(&text.as_bytes()[step * Self::STEP..offset])
    }
}

/// How many characters begin in `bytes`.
fn begun(bytes: &[u8]) -> u32 {
    // All but the continuation bytes.
    bytes.iter().filter(|byte| byte.cast_signed() >= -64).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let text = "a\r\nbé\rc\nd";
        let at = |needle: &str| {
            let offset = text.find(needle).unwrap() as u32;
            let Position { line, column } = Position::of(text, offset);
            (line, column)
        };
        assert_eq!(at("a"), (1, 1));
        assert_eq!(at("b"), (2, 1));
        assert_eq!(at("é"), (2, 2));
        assert_eq!(at("c"), (3, 1));
        assert_eq!(at("d"), (4, 1));
        assert_eq!(Position::of(text, 999), Position { line: 4, column: 2 });
    }

    #[test]
    fn an_index_tells_the_same_positions() {
        let text = "a\r\nbé\rc\n\n€d".repeat(60) + "\r";
        let lines = Lines::new(&text);
        for offset in 0..=text.len() as u32 + 2 {
            assert_eq!(lines.position(&text, offset), Position::of(&text, offset), "{offset}");
        }
        assert_eq!(Lines::new("").position("", 3), Position { line: 1, column: 1 });
    }

    #[test]
    fn a_span_of_a_foreign_slice_is_empty() {
        assert_eq!(Span::of("x", "some other text"), Span::default());
        let whole = "some other text";
        assert_eq!(Span::of(&whole[5..10], whole), Span::new(5, 10));
    }
}
