//! What the portal cannot show and this site can: off by default.

use super::{Context, Family, Group, Rule, Severity, lists::columns};
use crate::{article::markdown::outline::BlockKind, diagnostic::Finding, span::Span};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "alert-unsupported",
        group: Group::Portal,
        severity: Severity::Warning,
        summary: "The portal does not show alerts.",
        explanation: "`> [!NOTE]` is shown as a framed note on this site; the portal shows the mark as text.\n\nFor an article that the portal shows too, write `**Note**:` before the sentence.",
        bad: &["# Title\n\n⟦> [!NOTE]⟧\n> The machine restarts.\n"],
        good: &["# Title\n\n**Note**: The machine restarts.\n"],
    },
    Rule {
        name: "list-too-deep",
        group: Group::Portal,
        severity: Severity::Warning,
        summary: "The portal shows only two levels of lists.",
        explanation: "A third level is shown by the portal as if it were the second.\n\nFor an article that the portal shows too, make a list of its own of the innermost one, or write it as a sentence.",
        bad: &["# Title\n\n* Stop it\n    * In the portal\n        ⟦*⟧ On its page\n"],
        good: &["# Title\n\n* Stop it\n    * On its page in the portal\n"],
    },
    Rule {
        name: "table-unsupported",
        group: Group::Portal,
        severity: Severity::Warning,
        summary: "The portal does not show tables.",
        explanation: "A table is shown as one on this site; the portal shows its source.\n\nFor an article that the portal shows too, write a list.",
        bad: &["# Title\n\n⟦| Code | Meaning |⟧\n| --- | --- |\n| 1 | Full |\n"],
        good: &["# Title\n\n* 1: full\n"],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(outline) = context.outline() else { return };
    for block in outline.blocks.iter().filter(|block| block.kind == BlockKind::Table) {
        let line = block.span.text(context.text).lines().next().unwrap_or_default().trim_end();
        found.push(
            Finding::new(
                "table-unsupported",
                Span::of(line, context.text),
                "the portal does not show tables",
            )
            .help("write a list"),
        );
    }
    alerts(context, found);
    let mut deep: Vec<u32> = outline
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Item && block.depth > 2)
        .map(|block| block.span.start)
        .collect();
    deep.sort_unstable();
    for (at, line) in context.lines() {
        let trimmed = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - trimmed.len();
        if indent < 2 || !is_item(trimmed) || context.is_hidden(at + indent) {
            continue;
        }
        let start = at + indent;
        let too_deep = columns(&line[..indent]) >= 8 || deep.binary_search(&(start as u32)).is_ok();
        if too_deep {
            let len = trimmed.find([' ', '\t']).unwrap_or(1);
            found.push(
                Finding::new(
                    "list-too-deep",
                    Span::new(start, start + len),
                    "this item is more than two levels deep",
                )
                .help("the portal shows two levels"),
            );
        }
    }
}

/// `> [!NOTE]` and its like, wherever the parser sees an alert or not.
fn alerts(context: &Context<'_>, found: &mut Vec<Finding>) {
    const KINDS: [&str; 5] = ["NOTE]", "TIP]", "IMPORTANT]", "WARNING]", "CAUTION]"];
    let starts_with =
        |text: &str, kind: &str| text.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind));
    for (_, line) in context.lines() {
        let line = line.trim();
        if !line.starts_with('>') {
            continue;
        }
        let span = Span::of(line, context.text);
        let mut marks = memchr::memmem::find_iter(line.as_bytes(), "[!");
        let known = marks.any(|at| KINDS.iter().any(|kind| starts_with(&line[at + 2..], kind)));
        if known && !context.is_hidden(span.start as usize) {
            found.push(
                Finding::new("alert-unsupported", span, "the portal does not show alerts")
                    .help("write `**Note**:` before the sentence"),
            );
        }
    }
}

/// Whether a list item starts `line`.
fn is_item(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if digits > 0 { line[digits..].starts_with('.') } else { line.starts_with(['*', '-', '+']) };
    mark && line[digits..].len() > 1 && matches!(line.as_bytes()[digits + 1], b' ' | b'\t')
}
