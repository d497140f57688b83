//! What stays the same of a finding while the file around it changes.

use crate::{diagnostic::Finding, source::SourceFile, span::Span};

/// Lines of a long finding that take part.
const MAX_LINES: usize = 4;

/// A hash of the rule, of the text of the finding's lines and of the names in its message: neither of the
/// line's number, nor of the wording, nor of the file's path.
pub fn fingerprint(source: &SourceFile, finding: &Finding) -> Box<str> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(finding.rule.as_bytes());
    for line in lines(&source.text, finding.span).lines().take(MAX_LINES) {
        hasher.update(b"\n");
        hasher.update(line.trim().as_bytes());
    }
    // Every second part of the message stands between backticks.
    for name in finding.message.split('`').skip(1).step_by(2) {
        hasher.update(b"\0");
        hasher.update(name.as_bytes());
    }
    hasher.finalize().to_hex()[..16].into()
}

/// How far a line is looked at before and after the finding, in bytes: a file may be one long line.
const REACH: usize = 400;

/// The lines that `span` touches, as far as [`REACH`] around it.
fn lines(text: &str, span: Span) -> &str {
    let clamp = |at: u32| {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (clamp(span.start), clamp(span.end.max(span.start)));
    let end = end.min(clamp(start as u32 + 4 * REACH as u32));
    let (from, to) = (clamp(start.saturating_sub(REACH) as u32), clamp((end + REACH) as u32));
    let first = text[from..start].rfind(['\n', '\r']).map_or(from, |at| from + at + 1);
    let last = text[end..to].find(['\n', '\r']).map_or(to, |at| end + at);
    &text[first..last]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Encoding;

    fn of(text: &str, part: &str, message: &str) -> Box<str> {
        let source = SourceFile {
            path: "articles/a/b.md".into(),
            text: text.into(),
            encoding: Encoding::Utf8,
            fault: None,
        };
        let start = text.find(part).unwrap();
        fingerprint(&source, &Finding::new("some-rule", Span::new(start, start + part.len()), message))
    }

    #[test]
    fn moving_and_rewording_change_nothing() {
        let now = of("a\nb `c` d\n", "c", "`c` is odd");
        assert_eq!(now, of("a\nmore\n  b `c` d\r\n", "c", "here `c` is strange"));
        assert_ne!(now, of("a\nb `c` d\n", "c", "`e` is odd"));
        assert_ne!(now, of("a\nb `c` e\n", "c", "`c` is odd"));
    }
}
