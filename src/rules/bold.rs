//! Bold text whose stars do not pair, or do not work.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    diagnostic::{Applicability, Edit, Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "bold-padding",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A space stands within the `**` of bold text.",
        explanation: "Markdown takes `** text**` for stars and text, so that readers see the stars.\n\nPut the spaces outside of the stars.",
        bad: &["# Title\n\nSet ⟦** Size**⟧ to 2.\n", "# Title\n\n## ⟦**Read the log **⟧\n\nNow.\n"],
        good: &["# Title\n\nSet **Size** to 2.\n"],
    },
    Rule {
        name: "bold-unbalanced",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "The `**` of a paragraph do not pair.",
        explanation: "A `**` without its partner is shown as two stars, and what was meant to stand out does not.\n\nAdd the missing `**`, or remove the other.",
        bad: &["# Title\n\nSet ⟦**⟧Size to 2.\n", "# Title\n\nSet **Size** to ⟦**⟧2*.\n"],
        good: &["# Title\n\nSet **Size** to 2.\n", "# Title\n\nA **long\nname**, and `a ** b`.\n"],
    },
];

/// How many `**` stand in `line`, code and escapes aside.
pub(super) fn count_markers(line: &str) -> usize {
    markers(line).count()
}

/// The places of the `**` in `line`, code and escapes aside. Four and more stars are a line, no
/// markup, and three before a dot stand for a name.
fn markers(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(found) = memchr::memchr3(b'*', b'`', b'\\', &bytes[at..]) {
            at += found;
            match bytes[at] {
                b'\\' => at += 2,
                b'`' => {
                    let ticks = bytes[at..].iter().take_while(|b| **b == b'`').count();
                    let close = memchr::memmem::find(&bytes[at + ticks..], &bytes[at..at + ticks]);
                    at += close.map_or(ticks, |close| close + 2 * ticks);
                }
                _ => {
                    let stars = bytes[at..].iter().take_while(|b| **b == b'*').count();
                    let first = at;
                    at += stars;
                    if stars == 2 || stars == 3 && bytes.get(at) != Some(&b'.') {
                        return Some(first);
                    }
                }
            }
            if at >= bytes.len() {
                return None;
            }
        }
        None
    })
}

/// The lines of one paragraph that hold `**`: the places of the stars, in the file.
#[derive(Default)]
struct Paragraph {
    stars: Vec<usize>,
    heading: bool,
}

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.outline().is_none() || memchr::memmem::find(context.body().as_bytes(), b"**").is_none() {
        return;
    }
    let mut paragraph = Paragraph::default();
    for (at, line) in context.lines() {
        let trimmed = line.trim_start();
        let heading = trimmed.starts_with('#');
        if trimmed.is_empty() || heading || paragraph.heading || starts_block(trimmed) {
            finish(context, &mut paragraph, found);
        }
        paragraph.heading = heading;
        if line.len() < 3 || memchr::memmem::find(trimmed.as_bytes(), b"**").is_none() {
            continue;
        }
        paragraph.stars.extend(markers(line).map(|star| at + star));
    }
    finish(context, &mut paragraph, found);
}

/// Whether a line starts a list item, a table row or a quote, so that bold text does not reach into it.
fn starts_block(line: &str) -> bool {
    let bytes = line.as_bytes();
    match bytes[0] {
        b'-' | b'+' | b'*' => bytes.get(1).is_none_or(|b| matches!(b, b' ' | b'\t')),
        b'|' | b'>' => true,
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            matches!(bytes.get(digits), Some(b'.' | b')'))
                && matches!(bytes.get(digits + 1), Some(b' ' | b'\t'))
        }
        _ => false,
    }
}

fn finish(context: &Context<'_>, paragraph: &mut Paragraph, found: &mut Vec<Finding>) {
    let stars = std::mem::take(&mut paragraph.stars);
    let Some(last) = stars.last() else { return };
    if stars.len() % 2 == 1 {
        if !paragraph.heading && !context.is_hidden(*last) {
            let text = context.text;
            // The one that cannot close what the one before it opened is the odd one.
            let odd = stars.chunks_exact(2).find(|pair| !closes(text, pair[1])).map_or(*last, |pair| pair[0]);
            found.push(
                Finding::new("bold-unbalanced", Span::new(odd, odd + 2), "this `**` has no partner")
                    .help("add the other `**`, or remove this one"),
            );
        }
        return;
    }
    for pair in stars.chunks_exact(2) {
        padding(context, pair[0], pair[1], found);
    }
}

/// Whether the stars at `at` could close bold text.
fn closes(text: &str, at: usize) -> bool {
    !text[..at].ends_with(char::is_whitespace)
}

fn padding(context: &Context<'_>, open: usize, close: usize, found: &mut Vec<Finding>) {
    let text = context.text;
    let Some(inner) = text.get(open + 2..close) else { return };
    let trimmed = inner.trim();
    if trimmed.len() == inner.len()
        || trimmed.is_empty()
        || trimmed.starts_with('*')
        || context.is_hidden(open)
    {
        return;
    }
    let span = Span::new(open, close + 2);
    let start = open + 2 + (inner.len() - inner.trim_start().len());
    let end = start + trimmed.len();
    // A space that keeps two words apart moves out of the stars.
    let before = if start > open + 2 && text[..open].ends_with(char::is_alphanumeric) { " **" } else { "**" };
    let after =
        if end < close && text[close + 2..].starts_with(char::is_alphanumeric) { "** " } else { "**" };
    let edits = vec![
        Edit { span: Span::new(open, start), text: before.into() },
        Edit { span: Span::new(end, close + 2), text: after.into() },
    ];
    found.push(
        Finding::new("bold-padding", span, "a space stands within these `**`, so this is not bold")
            .help("put it outside of them")
            .fix(Fix { applicability: Applicability::Safe, edits }),
    );
}
