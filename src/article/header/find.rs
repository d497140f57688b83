//! Finds where a header opens, also when its opening is damaged.

use crate::{
    article::attribute::Attribute,
    diagnostic::{Finding, Fix},
    span::Span,
};

const TAG: &str = "<properties";

/// Where a header opens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opening {
    /// First byte of the header.
    pub start: usize,
    /// Where the first attribute may stand.
    pub inside: usize,
}

/// Finds the opening of the header in `text`.
pub(super) fn opening(text: &str, findings: &mut Vec<Finding>) -> Option<Opening> {
    if let Some(start) = find_tag(text, 0) {
        text_before(text, start, findings);
        return Some(Opening { start, inside: start + TAG.len() });
    }
    if let Some(start) = damaged_opening(text) {
        let inside = after_damaged_tag(text, start);
        let span = Span::new(start, inside.max(start));
        findings.push(
            Finding::new(
                "header-missing-open-tag",
                span,
                "the header's attributes stand without `<properties` before them",
            )
            .help("start the header with `<properties` on a line of its own")
            .fix(Fix::safe(span, if inside == start { "<properties\n" } else { TAG })),
        );
        return Some(Opening { start, inside });
    }
    let finding = if text.trim_matches(|c: char| c.is_whitespace() || super::is_invisible(c)).is_empty() {
        Finding::new("file-empty", Span::at(0), "the file is empty")
            .help("write the article, or remove the file")
    } else {
        let first_line = text.trim_start().lines().next().unwrap_or_default();
        Finding::new("header-missing", Span::of(first_line, text), "the file has no `<properties … />` header, so it is not published")
            .help("start the article with a header; `articleId`, `selfHelpType` and `cloudEnvironments` are required")
    };
    findings.push(finding);
    None
}

/// The next `<properties` at or after `from`, in any case.
pub(super) fn find_tag(text: &str, from: usize) -> Option<usize> {
    memchr::memchr_iter(b'<', &text.as_bytes()[from..])
        .map(|at| at + from)
        .find(|&at| starts_with_tag(&text.as_bytes()[at..]))
}

/// Whether `bytes` start with `<properties`, in any case.
pub(super) fn starts_with_tag(bytes: &[u8]) -> bool {
    bytes.get(..TAG.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(TAG.as_bytes()))
}

/// Reports what stands before the header, unless it is blank or a comment.
fn text_before(text: &str, start: usize, findings: &mut Vec<Finding>) {
    let mut at = 0;
    while at < start {
        let rest = &text[at..start];
        let skipped =
            rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || super::is_invisible(c)).len();
        at += skipped;
        let rest = &text[at..start];
        if rest.is_empty() {
            return;
        }
        let Some(end) = rest.starts_with("<!--").then(|| rest.find("-->")).flatten() else {
            let span = Span::new(at, at + rest.trim_end().len());
            findings.push(
                Finding::new("header-text-before", span, "text stands before the header and is not shown")
                    .help("move it into the body, below the header's `/>`, or remove it"),
            );
            return;
        };
        at += end + 3;
    }
}

/// The first line of a header without its `<properties`: an attribute that is known, within the first
/// lines that are not blank.
fn damaged_opening(text: &str) -> Option<usize> {
    let mut first = None;
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(4) {
        let start = *first.get_or_insert(Span::of(line, text).start as usize);
        let trimmed = line.trim_start();
        let name_len = trimmed.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').count();
        let is_attribute = Attribute::from_name(&trimmed[..name_len]).is_some()
            && trimmed[name_len..].trim_start().starts_with('=');
        if is_attribute {
            return Some(start);
        }
    }
    None
}

/// Past what is left of the tag, such as `properties` or `perties`, if the first line is that.
fn after_damaged_tag(text: &str, start: usize) -> usize {
    let line = text[start..].lines().next().unwrap_or_default();
    let word = line.trim().trim_start_matches('<');
    let is_rest_of_tag = word.len() >= 3 && TAG.ends_with(&word.to_ascii_lowercase());
    if is_rest_of_tag { start + line.len() } else { start }
}
