//! Links that Markdown does not see, because a bracket, parenthesis or space is wrong.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "link-missing-bracket",
        group: Group::Link,
        severity: Severity::Error,
        summary: "A bracket of a link is missing.",
        explanation: "A link is `[text](address)`. Without one of the brackets its source is shown as text.\n\nAdd the bracket.",
        bad: &[
            "# Title\n\nSee ⟦[the log (https://halden.example/log⟧).\n",
            "# Title\n\nSee ⟦[the log(https://halden.example/log⟧) now.\n",
            "# Title\n\n* The log⟦](https://halden.example/log⟧)\n",
        ],
        good: &[
            "# Title\n\nSee [the log](https://halden.example/log).\n",
            "# Title\n\nSee [the log (https://halden.example/log)](https://halden.example/log).\n",
        ],
    },
    Rule {
        name: "link-missing-paren",
        group: Group::Link,
        severity: Severity::Error,
        summary: "The parenthesis before a link's address is missing.",
        explanation: "A link is `[text](address)`. Without the parenthesis its source is shown as text.\n\nAdd the parenthesis.",
        bad: &["# Title\n\nSee ⟦[the log]https://halden.example/log⟧) now.\n"],
        good: &["# Title\n\nSee [the log](https://halden.example/log) now.\n"],
    },
    Rule {
        name: "link-reversed",
        group: Group::Link,
        severity: Severity::Error,
        summary: "The brackets and parentheses of a link are swapped.",
        explanation: "A link is `[text](address)`, not `(text)[address]`; the latter is shown as text.\n\nSwap them.",
        bad: &["# Title\n\nSee ⟦(the log)[https://halden.example/log]⟧ now.\n"],
        good: &["# Title\n\nSee [the log](https://halden.example/log) now.\n"],
    },
    Rule {
        name: "link-space",
        group: Group::Link,
        severity: Severity::Error,
        summary: "A space stands between a link's text and its address.",
        explanation: "Markdown takes `[text] (address)` for text. casebook shows it as the link that it is meant to be, the portal does not.\n\nRemove the space.",
        bad: &["# Title\n\nSee [the log]⟦ ⟧(https://halden.example/log) now.\n"],
        good: &["# Title\n\nSee [the log](https://halden.example/log) now.\n"],
    },
    Rule {
        name: "link-unclosed",
        group: Group::Link,
        severity: Severity::Error,
        summary: "The parenthesis behind a link's address is missing.",
        explanation: "A link is `[text](address)`. Without the last parenthesis its source is shown as text.\n\nAdd the parenthesis.",
        bad: &[
            "# Title\n\nSee [the log]⟦(https://halden.example/log⟧<br>\nnow.\n",
            "# Title\n\n* [The log]⟦(https://halden.example/log⟧\n",
        ],
        good: &["# Title\n\nSee [the log](https://halden.example/log)<br>\nnow.\n"],
    },
    Rule {
        name: "link-url-space",
        group: Group::Link,
        severity: Severity::Warning,
        summary: "A space stands within a link's address.",
        explanation: "Markdown takes a link whose address holds a space for text.\n\nRemove the space, or write it as `%20`.",
        bad: &["# Title\n\nSee [the log](⟦https://halden.example/the log⟧) now.\n"],
        good: &[
            "# Title\n\nSee [the log](https://halden.example/the%20log) now.\n",
            "# Title\n\nSee [the log](https://halden.example/log \"Its page\") now.\n",
        ],
    },
];

/// What an address of another site, or of the portal, begins with.
const STARTS: [&str; 5] = ["http", "data-blade", "button-", "mailto:", "www."];

fn starts_address(text: &str) -> bool {
    let text = text.trim_start_matches([' ', '\t']);
    STARTS.iter().any(|start| text.starts_with(start))
}

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.outline().is_none() {
        return;
    }
    let body = context.body().as_bytes();
    // Every form has a bracket or parenthesis beside an address.
    let base = context.body_start();
    let mut at = 0;
    while let Some(hit) = memchr::memchr2(b'(', b']', &body[at..]).map(|hit| at + hit) {
        at = hit + 1;
        let rest = &context.text[base + hit + 1..];
        match body[hit] {
            b']' if rest.starts_with('(') => {
                at = hit + 2;
                if !escaped(body, hit) && starts_address(&rest[1..]) {
                    address(context, base + hit, found);
                }
            }
            b']' if rest.starts_with("http") => missing_paren(context, base + hit, found),
            b'(' if rest.starts_with("http") || rest.starts_with("data-blade:") => {
                missing_bracket(context, base + hit, found);
            }
            b'(' => reversed(context, base + hit, found),
            _ => {}
        }
    }
}

fn escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}

/// How far the line around a link is read on either side: more would cost more than linear time.
const REACH: usize = 2000;

/// The line around byte `at`, and where it starts.
fn line_at(text: &str, at: usize) -> (usize, &str) {
    let (mut from, mut to) = (at.saturating_sub(REACH), text.len().min(at + REACH));
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let bytes = text.as_bytes();
    let start = memchr::memrchr2(b'\n', b'\r', &bytes[from..at]).map_or(from, |end| from + end + 1);
    let end = memchr::memchr2(b'\n', b'\r', &bytes[at..to]).map_or(to, |len| at + len);
    (start, &text[start..end])
}

/// How long the address at the start of `text` is.
fn address_len(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || matches!(c, ')' | '<' | ']' | '"')).unwrap_or(text.len())
}

/// The bracket at the start of `text`'s link that is still open at its end, by its place.
fn open_bracket(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, b) in text.bytes().enumerate() {
        match b {
            b'[' => open.push(at),
            b']' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.pop()
}

/// `](address`: is it closed, and free of spaces?
fn address(context: &Context<'_>, bracket: usize, found: &mut Vec<Finding>) {
    let text = context.text;
    let (start, line) = line_at(text, bracket);
    let before = &line[..bracket - start];
    let rest = &line[bracket - start + 2..];
    let inner_start = bracket + 2 + (rest.len() - rest.trim_start().len());
    let rest = rest.trim_start();
    let mut depth = 0;
    let mut space = None;
    let mut end = None;
    for (at, b) in rest.bytes().enumerate() {
        match b {
            b'(' => depth += 1,
            b')' if depth == 0 => {
                end = Some(at);
                break;
            }
            b')' => depth -= 1,
            b' ' | b'\t' if space.is_none() => space = Some(at),
            _ => {}
        }
    }
    if !before.contains('[') && open_before(text, start, bracket).is_none() {
        let len = end.unwrap_or_else(|| address_len(rest));
        let span = Span::new(bracket, inner_start + len);
        if !context.is_hidden(bracket) && end.is_some() {
            found.push(
                Finding::new("link-missing-bracket", span, "the `[` before this link's text is missing")
                    .help("add it"),
            );
        }
        return;
    }
    match (end, space) {
        // Another link begins before the parenthesis: it is that one's.
        (Some(end), Some(space)) if rest[space..end].contains("](") => {
            unclosed(context, bracket, inner_start, space, found);
        }
        (Some(end), Some(space)) => {
            let behind = rest[space..end].trim();
            let title = behind.is_empty()
                || behind.starts_with(['"', '\'', '('])
                    && behind.len() > 1
                    && behind.ends_with(['"', '\'', ')']);
            if title || context.is_hidden(bracket) {
                return;
            }
            let span = Span::new(inner_start, inner_start + rest[..end].trim_end().len());
            found.push(
                Finding::new(
                    "link-url-space",
                    span,
                    "a space stands within this address, so this is no link",
                )
                .help("remove it, or write it as `%20`")
                .fix(Fix::unsafe_(span, span.text(text).replace(' ', "%20"))),
            );
        }
        (Some(_), None) => {}
        (None, _) => {
            // An address may end on the next line; then it is a link all the same.
            let next = &text[start + line.len()..];
            let closed = next.trim_start().starts_with(')') && space.is_none() && depth == 0;
            if !closed {
                unclosed(context, bracket, inner_start, address_len(rest), found);
            }
        }
    }
}

/// Whether a bracket was opened on the lines before, in the same paragraph.
fn open_before(text: &str, line_start: usize, bracket: usize) -> Option<usize> {
    let mut from = line_start.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..line_start];
    let blank = before.rfind("\n\n").or_else(|| before.rfind("\n\r\n")).unwrap_or(0);
    open_bracket(&text[from + blank..bracket])
}

fn unclosed(context: &Context<'_>, bracket: usize, start: usize, len: usize, found: &mut Vec<Finding>) {
    if context.is_hidden(bracket) {
        return;
    }
    let end = start + len;
    let end =
        end - (context.text[start..end].len() - context.text[start..end].trim_end_matches(['.', ',']).len());
    found.push(
        Finding::new(
            "link-unclosed",
            Span::new(bracket + 1, end),
            "the parenthesis behind this address is missing",
        )
        .help("add it")
        .fix(Fix::unsafe_(Span::at(end), ")")),
    );
}

/// `[text]https://…`.
fn missing_paren(context: &Context<'_>, bracket: usize, found: &mut Vec<Finding>) {
    let (start, line) = line_at(context.text, bracket);
    let Some(open) = open_bracket(&line[..bracket - start]) else { return };
    let rest = &line[bracket - start + 1..];
    if !rest.contains("://") || context.is_hidden(bracket) {
        return;
    }
    let len = address_len(rest);
    let at = bracket + 1;
    let fix = if rest[len..].starts_with(')') {
        Fix::unsafe_(Span::at(at), "(")
    } else {
        Fix::unsafe_(Span::new(at, at + len), format!("({})", &rest[..len]))
    };
    found.push(
        Finding::new(
            "link-missing-paren",
            Span::new(start + open, at + len),
            "the `(` before this address is missing",
        )
        .help("write `[text](address)`")
        .fix(fix),
    );
}

/// `[text (https://…)` and `[text(https://…)`.
fn missing_bracket(context: &Context<'_>, paren: usize, found: &mut Vec<Finding>) {
    let (start, line) = line_at(context.text, paren);
    let before = &line[..paren - start];
    if before.trim_end().ends_with(']') {
        return;
    }
    let Some(open) = open_bracket(before) else { return };
    let rest = &line[paren - start + 1..];
    let len = address_len(rest);
    // The bracket is closed behind the address, or opens something else altogether.
    let behind = &rest[len..];
    let closed = behind.find(']').is_some_and(|close| !behind[..close].contains('['));
    let note = before[open..].starts_with("[!") || before[..open].ends_with('\\');
    if closed || note || context.is_hidden(paren) {
        return;
    }
    let text = before[open + 1..].trim_end();
    let text = text.strip_suffix(['}', '}']).unwrap_or(text);
    let span = Span::new(start + open, paren + 1 + len);
    let gap = Span::new(start + open + 1 + text.len(), paren);
    found.push(
        Finding::new("link-missing-bracket", span, "the `]` behind this link's text is missing")
            .help("write `[text](address)`")
            .fix(Fix::unsafe_(gap, "]")),
    );
}

/// `(text)[https://…]`.
fn reversed(context: &Context<'_>, paren: usize, found: &mut Vec<Finding>) {
    let bytes = context.text.as_bytes();
    let limit = bytes.len().min(paren + 300);
    let Some(close) = memchr::memchr3(b')', b'\n', b'(', &bytes[paren + 1..limit]).map(|at| paren + 1 + at)
    else {
        return;
    };
    let Some(rest) = context.text.get(close + 1..).filter(|_| bytes[close] == b')') else { return };
    if !rest.starts_with('[') || !starts_address(&rest[1..]) {
        return;
    }
    let len = address_len(&rest[1..]);
    if rest[1 + len..].starts_with("](") || !rest[1 + len..].starts_with(']') || context.is_hidden(paren) {
        return;
    }
    let span = Span::new(paren, close + 1 + len + 2);
    let text = &context.text[paren + 1..close];
    found.push(
        Finding::new("link-reversed", span, "brackets and parentheses are swapped")
            .help("write `[text](address)`")
            .fix(Fix::unsafe_(span, format!("[{text}]({})", &rest[1..=len]))),
    );
}
