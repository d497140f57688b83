//! The judgement calls of reading a damaged header: where a name ends, what separates it from its
//! value, and where a value ends that was not quoted properly.

use super::scan::Scanner;
use crate::{
    article::attribute::Attribute,
    diagnostic::{Finding, Fix},
    span::Span,
};

/// Quotes that people or their word processors write around values.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{2018}' | '\u{2019}')
}

/// How many bytes at the start of `text` could be an attribute's name.
pub(super) fn name_len(text: &str) -> usize {
    text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b':')).count()
        - trailing_separators(text)
}

/// `name:"value"` and `name-"value"` are slips for `=`: the separator is not part of the name.
fn trailing_separators(text: &str) -> usize {
    let len = text
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b':'))
        .count();
    text[..len].bytes().rev().take_while(|b| matches!(b, b':' | b'-')).count()
}

/// What separates a name from its value at the start of `after`: `=`, a slip for it, nothing before a
/// quote (`known` names only), or `None` when no value follows.
pub(super) fn separator(after: &str, known: bool) -> Option<&'static str> {
    let quoted = |rest: &str| rest.trim_start_matches([' ', '\t']).starts_with(is_quote);
    match after.chars().next()? {
        '=' => Some("="),
        ':' if known && quoted(&after[1..]) => Some(":"),
        '-' if known && quoted(&after[1..]) => Some("-"),
        c if known && is_quote(c) => Some(""),
        _ => None,
    }
}

/// Whether `rest`, at the start of a line, is a merge conflict's marker.
pub(super) fn is_merge_marker(rest: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| rest.starts_with(marker))
}

/// Whether `rest`, at the start of a line, is where the body of an article begins.
pub(super) fn starts_body(rest: &str) -> bool {
    rest.starts_with('#') || rest.starts_with("---") || rest.starts_with('{')
}

/// The offset of the next thing in `line` that looks like `name=`, at a word's start.
pub(super) fn next_attribute(line: &str) -> Option<usize> {
    memchr::memchr_iter(b'=', line.as_bytes()).find_map(|equals| {
        let before = line[..equals].trim_end();
        let start = before
            .rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let name = &before[start..];
        (name.starts_with(|c: char| c.is_ascii_alphabetic()) && Attribute::from_name(name).is_some())
            .then_some(start)
    })
}

/// Whether a line begins with a known attribute and `=`.
fn begins_attribute(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || is_quote(c));
    let len = name_len(line);
    len > 0 && line[len..].trim_start().starts_with('=')
}

/// Reads a value at the scanner's place and leaves the scanner behind it. `name` is for messages.
pub(super) fn value(scanner: &mut Scanner<'_, '_>, name: &str) -> Span {
    let rest = scanner.rest();
    let gap = rest.len() - rest.trim_start_matches([' ', '\t', '\u{A0}']).len();
    match rest[gap..].chars().next() {
        Some(quote) if is_quote(quote) => {
            scanner.at += gap;
            quoted(scanner, name, quote)
        }
        // XML lets the value stand on the next line.
        Some('\n' | '\r') if rest.trim_start().starts_with('"') => {
            scanner.at += rest.len() - rest.trim_start().len();
            quoted(scanner, name, '"')
        }
        _ => {
            scanner.at += gap;
            unquoted(scanner, name)
        }
    }
}

/// Reads a value that opens with `quote`.
fn quoted(scanner: &mut Scanner<'_, '_>, name: &str, quote: char) -> Span {
    let open = scanner.at;
    let start = open + quote.len_utf8();
    let text = &scanner.text[start..];
    let close = match quote {
        '"' | '\'' => memchr::memchr(quote as u8, text.as_bytes()),
        _ => text.find(|c| is_quote(c) && c != '\''),
    };
    let first_line_len = scanner.ahead.line(scanner.text, start).end - start;
    let missing = match close {
        None => true,
        Some(close) if close > first_line_len => {
            // The value spans lines: on purpose, unless an attribute begins within it.
            let inside = &text[first_line_len..close];
            inside.lines().any(begins_attribute) || inside.contains("/>")
        }
        Some(_) => false,
    };
    if missing {
        let line = text[..first_line_len].trim_end();
        let line = line.strip_suffix("/>").or(line.strip_suffix('>')).unwrap_or(line).trim_end();
        let value = Span::new(start, start + line.len());
        scanner.findings.push(
            Finding::new(
                "header-missing-quote",
                Span::new(open, value.end as usize),
                format!("`{name}` has no closing quote"),
            )
            .help("close the value with `\"` on its line")
            .fix(Fix::safe(Span::at(value.end as usize), "\"")),
        );
        scanner.at = value.end as usize;
        return value;
    }
    // `missing` is true for `None`, so a close is here.
    let mut end = start + close.unwrap_or_default();
    let mut first = start;
    if let Some(last) = closing_after_inner_quotes(scanner, end) {
        let span = Span::new(end, end + 1);
        let finding =
            Finding::new("header-stray-quote", span, format!("`{name}` has a quote within its value"))
                .help("remove the inner quotes, or write `&quot;`");
        // `name=""value"`: the second quote is one too many.
        let doubled = end == start;
        scanner.findings.push(Finding { fix: doubled.then(|| Fix::safe(span, "")), ..finding });
        if doubled {
            first = end + 1;
        }
        end = last;
    }
    let value = Span::new(first, end);
    let close_len = scanner.text[end..].chars().next().map_or(0, char::len_utf8);
    scanner.at = end + close_len;
    note_quote_style(scanner, name, quote, Span::new(open, scanner.at), value);
    let written = value.text(scanner.text);
    if written.contains(['\n', '\r']) {
        let finding =
            Finding::new("header-value-multiline", value, format!("the value of `{name}` spans lines"))
                .help("write it on one line");
        // White space is folded wherever a value is used, except that an id stays as it was written.
        let fix = (!name.eq_ignore_ascii_case("articleId")).then(|| {
            let words: Vec<&str> =
                written.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
            Fix::safe(value, words.join(" "))
        });
        scanner.findings.push(Finding { fix, ..finding });
    }
    value
}

/// In `description="the "odd" one"` the first quote, at `close`, closes nothing: a word follows at once, and the
/// line ends with the quote that does. Returns where that is.
fn closing_after_inner_quotes(scanner: &mut Scanner<'_, '_>, close: usize) -> Option<usize> {
    let text = scanner.text;
    let glued = text.get(close + 1..)?.chars().next().is_some_and(char::is_alphanumeric);
    if !glued {
        return None;
    }
    let line = scanner.ahead.line(text, close + 1);
    let last = line.quote.filter(|last| *last > close)?;
    scanner.ahead.equals(text, close + 1).is_none_or(|equals| equals >= line.seen).then_some(last)
}

/// Reports quotes that are not `"`.
fn note_quote_style(scanner: &mut Scanner<'_, '_>, name: &str, quote: char, whole: Span, value: Span) {
    let closing = scanner.text[value.end as usize..].chars().next();
    let text = value.text(scanner.text);
    if quote == '\'' {
        let finding = Finding::new("header-single-quote", whole, format!("`{name}` stands in single quotes"))
            .help("write double quotes");
        let fix = (!text.contains('"')).then(|| Fix::safe(whole, format!("\"{text}\"")));
        scanner.findings.push(Finding { fix, ..finding });
    } else if quote != '"' || closing.is_some_and(|c| c != '"') {
        scanner.findings.push(
            Finding::new("header-smart-quote", whole, format!("`{name}` stands in typographic quotes"))
                .help("write straight double quotes")
                .fix(Fix::safe(whole, format!("\"{}\"", text.replace('"', "&quot;")))),
        );
    }
}

/// Reads a value that no quote opens: up to a quote, the next attribute, the header's close or the
/// line's end.
fn unquoted(scanner: &mut Scanner<'_, '_>, name: &str) -> Span {
    let start = scanner.at;
    let text = scanner.text;
    let end = scanner.ahead.attribute(text, start);
    let end = scanner.ahead.close(text, start).map_or(end, |close| close.min(end));
    let written = text[start..end].trim_end();
    if let Some(value) = written.strip_suffix(is_quote)
        && !value.contains(is_quote)
    {
        let span = Span::new(start, start + value.len());
        scanner.findings.push(
            Finding::new("header-missing-quote", span, format!("`{name}` has no opening quote"))
                .help("open the value with `\"`")
                .fix(Fix::safe(Span::at(start), "\"")),
        );
        scanner.at = start + written.len();
        return span;
    }
    let value = written.split(is_quote).next().unwrap_or_default().trim_end();
    let value = value.strip_suffix('>').unwrap_or(value).trim_end();
    let span = Span::new(start, start + value.len());
    let finding = if value.is_empty() {
        Finding::new("header-unquoted-value", Span::at(start), format!("`{name}` has no value"))
            .help("write `\"\"` for an empty value")
            .fix(Fix::safe(span, "\"\""))
    } else {
        Finding::new("header-unquoted-value", span, format!("the value of `{name}` is not quoted"))
            .help("put it in double quotes")
            .fix(Fix::safe(span, format!("\"{value}\"")))
    };
    scanner.findings.push(finding);
    scanner.at = span.end as usize;
    span
}
