//! What stands next in a header. A line may hold thousands of attributes: each thing is searched for once, and
//! again only when it is passed, so that all searches together go over the text once.

use super::{find, recover};

/// The end of a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineEnd {
    /// Where its line break begins.
    pub end: usize,
    /// Where the white space before that begins.
    pub seen: usize,
    /// The quote that ends it, also before a `/>`.
    pub quote: Option<usize>,
}

/// Where each thing stands that was searched for.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    line: Option<(usize, LineEnd)>,
    attribute: Next,
    close: Next,
    tag: Next,
    comment_close: Next,
    equals: Next,
}

impl Ahead {
    /// The end of the line in which byte `at` is.
    pub(super) fn line(&mut self, text: &str, at: usize) -> LineEnd {
        if let Some((from, line)) = self.line
            && (from..=line.end).contains(&at)
        {
            return line;
        }
        let end = memchr::memchr2(b'\n', b'\r', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end);
        let written = text[at..end].trim_end();
        let closed = written.strip_suffix("/>").map_or(written, str::trim_end);
        let quote = closed.strip_suffix('"').map(|before| at + before.len());
        let line = LineEnd { end, seen: at + written.len(), quote };
        self.line = Some((at, line));
        line
    }

    /// The next thing on the line that looks like a known attribute, else the line's end.
    pub(super) fn attribute(&mut self, text: &str, at: usize) -> usize {
        let end = self.line(text, at).end;
        let found = self
            .attribute
            .at(at, || Some(recover::next_attribute(&text[at..end]).map_or(end, |found| at + found)));
        found.unwrap_or(end)
    }

    /// The next `/>`.
    pub(super) fn close(&mut self, text: &str, at: usize) -> Option<usize> {
        self.close.at(at, || memchr::memmem::find(&text.as_bytes()[at..], b"/>").map(|found| at + found))
    }

    /// The next `<properties`.
    pub(super) fn tag(&mut self, text: &str, at: usize) -> Option<usize> {
        self.tag.at(at, || find::find_tag(text, at))
    }

    /// The next `-->`.
    pub(super) fn comment_close(&mut self, text: &str, at: usize) -> Option<usize> {
        self.comment_close
            .at(at, || memchr::memmem::find(&text.as_bytes()[at..], b"-->").map(|found| at + found))
    }

    /// The next `=`.
    pub(super) fn equals(&mut self, text: &str, at: usize) -> Option<usize> {
        self.equals.at(at, || memchr::memchr(b'=', &text.as_bytes()[at..]).map(|found| at + found))
    }
}

/// Where something stands at or past a place: that place, and what the search found.
#[derive(Debug, Default)]
struct Next(Option<(usize, Option<usize>)>);

impl Next {
    /// Where it stands at or past `at`; `search` finds that out when it is not known.
    fn at(&mut self, at: usize, search: impl FnOnce() -> Option<usize>) -> Option<usize> {
        match self.0 {
            Some((from, found)) if from <= at && found.is_none_or(|found| at <= found) => found,
            _ => {
                let found = search();
                self.0 = Some((at, found));
                found
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_searched_for_again() {
        let mut next = Next::default();
        assert_eq!(next.at(2, || Some(5)), Some(5));
        assert_eq!(next.at(5, || unreachable!()), Some(5));
        assert_eq!(next.at(6, || None), None);
        assert_eq!(next.at(9, || unreachable!()), None);
        // Before where the search began, nothing is known.
        assert_eq!(next.at(1, || Some(5)), Some(5));
    }

    #[test]
    fn a_line_ends_before_its_break_and_what_is_seen_before_blanks() {
        let text = "a=\"b\" c\" />  \nd";
        let mut ahead = Ahead::default();
        let line = ahead.line(text, 3);
        assert_eq!((line.end, line.seen, line.quote), (13, 11, Some(7)));
        assert_eq!(ahead.line(text, 13).end, 13);
        assert_eq!(ahead.line(text, 14).end, 15);
        assert_eq!(ahead.close(text, 0), Some(9));
        assert_eq!(ahead.close(text, 10), None);
    }

    #[test]
    fn the_next_attribute_is_a_known_one_on_the_line() {
        let text = "x=1 articleId=2 y=3\narticleId=4";
        let mut ahead = Ahead::default();
        assert_eq!(ahead.attribute(text, 0), 4);
        assert_eq!(ahead.attribute(text, 5), 19);
        assert_eq!(ahead.attribute(text, 20), 20);
    }
}
