//! The two headings that the portal looks for: recommended steps and recommended documents.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::markdown::outline::BlockKind,
    diagnostic::{Finding, Fix, Related},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "heading-recommended-case",
        group: Group::Structure,
        severity: Severity::Info,
        summary: "A recommended heading is not written with capitals.",
        explanation: "`Recommended Steps` and `Recommended Documents` are titles of fixed parts and written the same everywhere.\n\nCapitalise both words.",
        bad: &["# Title\n\n⟦## **Recommended steps**⟧\n\nRestart it.\n"],
        good: &["# Title\n\n## **Recommended Steps**\n\nRestart it.\n"],
    },
    Rule {
        name: "heading-recommended-duplicate",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A recommended heading stands twice.",
        explanation: "The portal takes one part of each kind. Of two with the same heading it shows one, and readers of the page cannot tell them apart.\n\nJoin the two parts, or give the second one a heading of its own.",
        bad: &[
            "# Title\n\n## **Recommended Steps**\n\nRestart it.\n\n⟦## **Recommended Steps**⟧\n\nRead the log.\n",
        ],
        good: &["# Title\n\n## **Recommended Steps**\n\nRestart it.\n\nRead the log.\n"],
    },
    Rule {
        name: "heading-recommended-form",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A recommended heading is not written in the usual form.",
        explanation: "The portal knows the heading by its form, `## **Recommended Steps**`. More spaces, a colon or closing `#` make it an ordinary heading.\n\nWrite it exactly like this.",
        bad: &[
            "# Title\n\n⟦## **Recommended  Steps**⟧\n\nRestart it.\n",
            "# Title\n\n⟦## **Recommended Steps:**⟧\n\nRestart it.\n",
        ],
        good: &["# Title\n\n## **Recommended Steps**\n\nRestart it.\n"],
    },
    Rule {
        name: "heading-recommended-level",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A recommended heading is not of level 2.",
        explanation: "The portal looks for the recommended parts below the H1, at level 2.\n\nWrite `## **Recommended Steps**`.",
        bad: &["# Title\n\n## Restart\n\n⟦### **Recommended Steps**⟧\n\nRestart it.\n"],
        good: &["# Title\n\n## **Recommended Steps**\n\nRestart it.\n"],
    },
    Rule {
        name: "heading-recommended-not-bold",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A recommended heading is not bold.",
        explanation: "The portal knows the heading by its form, `## **Recommended Steps**`, stars included.\n\nPut the words into `**`.",
        bad: &["# Title\n\n⟦## Recommended Steps⟧\n\nRestart it.\n"],
        good: &["# Title\n\n## **Recommended Steps**\n\nRestart it.\n"],
    },
    Rule {
        name: "heading-recommended-not-heading",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A recommended heading is not written as a heading.",
        explanation: "Bold text looks like a heading but is none: the portal does not find the part, and neither does the table of contents.\n\nWrite `## ` before it.",
        bad: &[
            "# Title\n\n⟦**Recommended Steps**⟧\n\nRestart it.\n",
            "# Title\n\n⟦**## Recommended Steps**⟧\n\nRestart it.\n",
        ],
        good: &["# Title\n\n## **Recommended Steps**\n\nRestart it.\n"],
    },
    Rule {
        name: "heading-recommended-text",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A recommended heading has other words than the portal knows.",
        explanation: "The portal knows `Recommended Steps` and `Recommended Documents`, not `Recommended Documentation` or `Recommended Step`.\n\nUse one of the two.",
        bad: &[
            "# Title\n\n⟦## **Recommended Documentation**⟧\n\n[Restart](https://halden.example/restart)\n",
        ],
        good: &["# Title\n\n## **Recommended Documents**\n\n[Restart](https://halden.example/restart)\n"],
    },
];

const STEPS: &str = "Recommended Steps";
const DOCUMENTS: &str = "Recommended Documents";

/// What the words of a heading or line mean.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// One of the two, word by word.
    Known(&'static str),
    /// Meant for one of the two.
    Meant(&'static str),
}

/// Reads the words of `line`, its markup aside.
fn meaning(line: &str) -> Option<Meaning> {
    let mut words = line
        .split(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '_' | ':' | '.'))
        .filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("<br>"));
    let (first, second) = (words.next()?, words.next()?);
    if words.next().is_some() {
        return None;
    }
    let is = |word: &str, list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    if is(first, &["recommended"]) {
        if is(second, &["steps"]) {
            return Some(Meaning::Known(STEPS));
        }
        if is(second, &["documents"]) {
            return Some(Meaning::Known(DOCUMENTS));
        }
    }
    if !is(first, &["recommended", "recommend", "recomended", "reccommended", "recommanded", "recommeded"]) {
        return None;
    }
    if is(second, &["steps", "step", "action", "actions", "setps"]) {
        Some(Meaning::Meant(STEPS))
    } else if is(
        second,
        &["document", "documents", "documentation", "documentations", "docs", "doc", "articles"],
    ) {
        Some(Meaning::Meant(DOCUMENTS))
    } else {
        None
    }
}

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(outline) = context.outline() else { return };
    let body = context.body().as_bytes();
    if memchr::memmem::find(body, b"ecomm").or_else(|| memchr::memmem::find(body, b"ECOMM")).is_none()
        && memchr::memmem::find(body, b"ecomended").is_none()
    {
        return;
    }
    let mut seen: [Option<Span>; 2] = [None; 2];
    for block in &outline.blocks {
        let BlockKind::Heading(level) = block.kind else { continue };
        let line = block.span.text(context.text).trim_end();
        if line.starts_with('#')
            && let Some(meaning) = meaning(line)
        {
            heading(line, Span::of(line, context.text), level, meaning, &mut seen, found);
        }
    }
    not_headings(context, found);
}

fn heading(
    line: &str,
    span: Span,
    level: u8,
    meaning: Meaning,
    seen: &mut [Option<Span>; 2],
    found: &mut Vec<Finding>,
) {
    let mut report = |rule, message: String, fix: Fix| {
        let help = match meaning {
            Meaning::Known(text) | Meaning::Meant(text) => format!("write `## **{text}**`"),
        };
        found.push(Finding::new(rule, span, message).help(help).fix(fix));
    };
    let text = match meaning {
        Meaning::Known(text) => text,
        Meaning::Meant(text) => {
            let message = format!("the portal knows this part as `{text}`");
            report("heading-recommended-text", message, Fix::unsafe_(span, format!("## **{text}**")));
            return;
        }
    };
    let whole = || format!("## **{text}**");
    let open = line.trim_start_matches('#').trim().trim_end_matches("<br>").trim_end();
    let bare = open.trim_end_matches('#').trim_end();
    let bold = bare.strip_prefix("**").and_then(|bare| bare.strip_suffix("**"));
    let written = bold.unwrap_or(bare);
    if level != 2 {
        report(
            "heading-recommended-level",
            format!("`{text}` is a heading of level 2"),
            Fix::unsafe_(span, whole()),
        );
    }
    if !written.contains(text) && written.len() >= text.len() {
        report("heading-recommended-case", format!("this is written `{text}`"), Fix::unsafe_(span, whole()));
    }
    if bold.is_none() && !bare.contains(['*', '_']) {
        report(
            "heading-recommended-not-bold",
            format!("`{text}` is written in bold"),
            Fix::safe(Span::of(written, line).shifted(span.start as usize), format!("**{written}**")),
        );
    }
    // What lacks a space or a pair of stars is reported as that.
    let padded = written.trim();
    if (!padded.eq_ignore_ascii_case(text) || bare.len() < open.len())
        && super::bold::count_markers(line).is_multiple_of(2)
    {
        report(
            "heading-recommended-form",
            format!("`{text}` is not written in the usual form"),
            Fix::unsafe_(span, whole()),
        );
    }
    let index = usize::from(text == DOCUMENTS);
    match seen[index] {
        None => seen[index] = Some(span),
        Some(first) => found.push(
            Finding::new("heading-recommended-duplicate", span, format!("`{text}` stands here again"))
                .help("join the two parts, or give this one another heading")
                .related(Related { path: None, span: first, message: "the first one".to_owned() }),
        ),
    }
}

/// Lines that say the same but are no headings.
fn not_headings(context: &Context<'_>, found: &mut Vec<Finding>) {
    let body = context.body();
    for at in memchr::memmem::find_iter(body.as_bytes(), "ecommended ") {
        // Such a line is short.
        let before = &body.as_bytes()[at.saturating_sub(60)..at];
        let Some(start) = memchr::memrchr2(b'\n', b'\r', before).map(|end| at - before.len() + end + 1)
        else {
            continue;
        };
        let line = body[start..].split(['\n', '\r']).next().unwrap_or_default().trim();
        if line.starts_with('#') || line.len() > 60 {
            continue;
        }
        let Some(Meaning::Known(text) | Meaning::Meant(text)) = meaning(line) else { continue };
        let span = Span::of(line, context.text);
        let marked =
            line.starts_with(['*', '_']) || line.ends_with(['*', ':', '_']) || line.len() <= text.len();
        if marked && !context.is_hidden(span.start as usize) {
            found.push(
                Finding::new("heading-recommended-not-heading", span, format!("`{text}` is no heading here"))
                    .help(format!("write `## **{text}**`"))
                    .fix(Fix::unsafe_(span, format!("## **{text}**"))),
            );
        }
    }
}
