//! The fences around a JSON body: the `---` lines, the title before them, the text between.
//!
//! Owns where the JSON starts and ends. Knows nothing of what stands in it.

use crate::diagnostic::{Edit, Finding, Fix};
use crate::span::Span;

/// The rule of a fence that is missing or malformed.
const FENCE: &str = "json-fence-missing";

/// What may stand before the JSON in its line.
const BLANKS: [char; 4] = ['\u{feff}', '\u{a0}', ' ', '\t'];

/// The parts of a JSON body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence<'t> {
    /// The first H1, as Markdown without its `#`, and its bytes.
    pub heading: Option<(Span, &'t str)>,
    /// The JSON text without the fences; `None` when there is no object.
    pub json: Option<Span>,
    /// What is wrong with the fences.
    pub findings: Vec<Finding>,
}

/// A line of the body: where it is, without its line end, and what it is.
struct Line<'t> {
    span: Span,
    text: &'t str,
}

impl Line<'_> {
    /// A line of dashes, or of a code fence, which stand for a fence.
    fn is_fence_like(&self) -> bool {
        let text = self.text.trim();
        let dashes = text.trim_end_matches(['-', '\u{2013}', '\u{2014}']).is_empty();
        dashes && (text.len() >= 2) || text.starts_with("```")
    }

    fn is_fence(&self) -> bool {
        // Asked of every line, and most lines end otherwise.
        self.text.trim_end().ends_with("---") && self.text.trim() == "---"
    }

    /// A line that an object, or its first key, starts; a fence may stand before a brace.
    fn starts_json(&self) -> bool {
        let text = self.text.trim_start_matches(BLANKS);
        match text.as_bytes() {
            [b'{', ..] => true,
            [b'-', b'-', ..] => text.trim_start_matches('-').trim_start().starts_with('{'),
            [b'"', rest @ ..] => {
                let key = rest.iter().take(64).position(|&byte| byte == b'"');
                key.is_some_and(|end| text[end + 2..].trim_start().starts_with(':'))
            }
            _ => false,
        }
    }
}

/// Finds the fences in `body`, a part of `text`.
pub fn fence(text: &str, body: Span) -> Fence<'_> {
    let lines = lines(text, body);
    let mut findings = Vec::new();
    let heading = heading(&lines);
    let Some((start, opening)) = json_start(&lines) else {
        let at = heading.map_or(Span::at(body.start as usize), |(span, _)| span);
        let finding = Finding::new("json-missing", at, "there is no JSON object in this article");
        findings.push(finding.help("write `---`, the object and `---` below the title"));
        return Fence { heading, json: None, findings };
    };
    if let Some(finding) = check_opening(text, &lines, start, opening) {
        findings.push(finding);
    }
    let from = lines.iter().position(|line| line.span.end as usize >= start).unwrap_or(lines.len());
    let end = json_end(text, &lines, from, start, &mut findings);
    Fence { heading, json: Some(Span::new(start, end.max(start))), findings }
}

/// The lines of `body`.
fn lines(text: &str, body: Span) -> Vec<Line<'_>> {
    let source = body.text(text);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < source.len() {
        let rest = &source[start..];
        let length = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let span = Span::new(start, start + length).shifted(body.start as usize);
        lines.push(Line { span, text: &rest[..length] });
        start += length + if rest[length..].starts_with("\r\n") { 2 } else { 1 };
    }
    lines
}

/// The first H1.
fn heading<'t>(lines: &[Line<'t>]) -> Option<(Span, &'t str)> {
    let is_start = |line: &&Line| line.starts_json();
    let before = lines.iter().position(|line| is_start(&line)).unwrap_or(lines.len());
    lines[..before].iter().find_map(|line| {
        let title = line.text.trim_start().strip_prefix('#')?;
        let title =
            (!title.starts_with('#')).then(|| title.trim_end_matches(['{', ' ', '\t']).trim_start())?;
        Some((line.span, title))
    })
}

/// The byte where the JSON starts, and the index of the line of the opening fence.
fn json_start(lines: &[Line]) -> Option<(usize, Option<usize>)> {
    let first = lines.iter().position(Line::starts_json)?;
    let fence_before = |index: usize| lines[..index].iter().rposition(Line::is_fence_like);
    let starts_with_key = lines[first].text.trim_start().starts_with('"');
    let before = lines[..first].iter().rposition(|line| !line.text.trim().is_empty());
    if let (true, Some(before)) = (starts_with_key, before) {
        let line = lines[before].text.trim_end();
        if line.ends_with('{') {
            // The brace stands at the end of the fence or of the title.
            let brace = lines[before].span.start as usize + line.len() - 1;
            let on_fence = line.trim_start().starts_with("--");
            return Some((brace, if on_fence { Some(before) } else { fence_before(before) }));
        }
    }
    let line = &lines[first];
    let rest = line.text.trim_start_matches(BLANKS);
    let (dashes, json) = rest.split_at(rest.len() - rest.trim_start_matches('-').len());
    let at = line.span.end as usize - json.trim_start().len();
    Some((at, if dashes.is_empty() { fence_before(first) } else { Some(first) }))
}

/// What is wrong before the JSON.
fn check_opening(text: &str, lines: &[Line], start: usize, opening: Option<usize>) -> Option<Finding> {
    let Some(opening) = opening else {
        let own_line = text[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let lead = if text[own_line..start].trim().is_empty() { "---\n" } else { "\n---\n" };
        let finding = Finding::new(FENCE, Span::at(start), "the `---` line before the JSON is missing");
        return Some(finding.help("add it").fix(Fix::safe(Span::at(start), lead)));
    };
    let line = &lines[opening];
    if start < line.span.end as usize {
        let from = line.span.end as usize - line.text.trim_start().len();
        let finding =
            Finding::new(FENCE, Span::new(from, start), "`---` does not stand on a line of its own");
        let fix = Fix::safe(Span::new(from, start), "---\n");
        return Some(finding.help("break the line after `---`").fix(fix));
    }
    if !line.is_fence() {
        let finding = Finding::new(FENCE, line.span, "the line before the JSON is not `---`");
        return Some(finding.help("write `---`").fix(Fix::safe(line.span, "---")));
    }
    let between = lines[opening + 1..].iter().take_while(|line| (line.span.end as usize) < start);
    let first = between.clone().find(|line| !line.text.trim().is_empty())?;
    let last = between.filter(|line| !line.text.trim().is_empty()).last().unwrap_or(first);
    let finding = Finding::new(
        "json-text-before",
        first.span.join(last.span),
        "text stands between `---` and the JSON",
    );
    Some(finding.help("move it before the `---` line"))
}

/// One past the last byte of the JSON that starts at `start`, in line `from`; reports what is wrong there.
fn json_end(text: &str, lines: &[Line], from: usize, start: usize, findings: &mut Vec<Finding>) -> usize {
    let rest = &lines[(from + 1).min(lines.len())..];
    if let Some(close) = rest.iter().position(Line::is_fence) {
        let after = &rest[close + 1..];
        if let Some(first) = after.iter().find(|line| !line.text.trim().is_empty()) {
            let last = after.iter().rfind(|line| !line.text.trim().is_empty()).unwrap_or(first);
            let span = first.span.join(last.span);
            let finding =
                Finding::new("json-text-after-fence", span, "text after the closing `---` is never shown");
            findings.push(finding.help("move it into the JSON, or remove it"));
        }
        return rest[close].span.start as usize;
    }
    let last = lines.iter().rfind(|line| !line.text.trim().is_empty());
    let last_end = last.map_or(start, |line| line.span.start as usize + line.text.trim_end().len());
    let last_start = last.map_or(start, |line| line.span.start as usize).max(start);
    let missing = |span: Span, message: &str, edit: &str| {
        let fix = Fix {
            applicability: crate::diagnostic::Applicability::Safe,
            edits: vec![Edit { span, text: edit.into() }],
        };
        Finding::new(FENCE, span, message).help("end the JSON with a line `---`").fix(fix)
    };
    // A fence that is not quite one, as a line or after the last brace.
    if let Some(line) = last.filter(|line| line.is_fence_like() && line.span.start as usize > start) {
        findings.push(missing(line.span, "the line after the JSON is not `---`", "---"));
        return line.span.start as usize;
    }
    let body = text[last_start..last_end].trim_end_matches('-');
    let dashes = Span::new(last_start + body.len(), last_end);
    if dashes.len() >= 2 && body.trim_end().ends_with(['}', ']']) {
        findings.push(missing(dashes, "`---` does not stand on a line of its own", "\n---"));
        return dashes.start as usize;
    }
    findings.push(missing(Span::at(last_end), "the `---` line after the JSON is missing", "\n---"));
    last_end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::json::tests::rules;

    #[track_caller]
    fn check(text: &str, json: &str, expected: &[&str]) {
        let fence = fence(text, Span::new(0, text.len()));
        assert_eq!(rules(&fence.findings), expected, "{:#?}", fence.findings);
        assert_eq!(fence.json.map(|span| span.text(text).trim()), Some(json));
        assert_eq!(fence.heading.map(|(_, title)| title), Some("Title"));
        let mut fixed = text.to_owned();
        for fix in fence.findings.iter().rev().filter_map(|finding| finding.fix.as_ref()) {
            fixed.replace_range(fix.edits[0].span.range(), &fix.edits[0].text);
        }
        if !expected.iter().any(|rule| rule.contains("text")) {
            assert_eq!(super::fence(&fixed, Span::new(0, fixed.len())).findings, []);
        }
    }

    #[test]
    fn a_body_has_a_title_and_two_fences() {
        check("\n# Title\n---\n{\"a\": 1}\n---\n", "{\"a\": 1}", &[]);
        check("# Title\r\n\r\n---\r\n{\r\n}\r\n---", "{\r\n}", &[]);
    }

    #[test]
    fn missing_fences_are_found_and_mended() {
        check("# Title\n{\"a\": 1}\n---\n", "{\"a\": 1}", &[FENCE]);
        check("# Title\n---\n{\"a\": 1}\n", "{\"a\": 1}", &[FENCE]);
        check("# Title\n---\n{\"a\": 1}---\n", "{\"a\": 1}", &[FENCE]);
        check("# Title\n---{\"a\": 1}\n---\n", "{\"a\": 1}", &[FENCE]);
        check("# Title\n---\n{\"a\": 1}\n--\n", "{\"a\": 1}", &[FENCE]);
        check("# Title\n```json\n{\"a\": 1}\n```\n", "{\"a\": 1}", &[FENCE, FENCE]);
        check("# Title\n--- {\n\"a\": 1}\n---\n", "{\n\"a\": 1}", &[FENCE]);
        check("# Title {\n\"a\": 1}\n---\n", "{\n\"a\": 1}", &[FENCE]);
        check("# Title\n{\"a\": 1}", "{\"a\": 1}", &[FENCE, FENCE]);
    }

    #[test]
    fn text_between_and_after_is_found() {
        check("---\n# Title\n{\"a\": 1}\n---\n", "{\"a\": 1}", &["json-text-before"]);
        check("# Title\n---\n{\"a\": 1}\n---\nMore\n", "{\"a\": 1}", &["json-text-after-fence"]);
    }

    #[test]
    fn a_body_without_an_object_says_so() {
        let text = "# Title\n\nText\n";
        let fence = fence(text, Span::new(0, text.len()));
        assert_eq!(fence.json, None);
        assert_eq!(rules(&fence.findings), ["json-missing"]);
    }
}
