//! Headings: the headline, levels, and the form in which they are written.

use super::{Context, Family, Group, Rule, Severity, bold::count_markers};
use crate::{
    article::{kind::Kind, markdown::outline::BlockKind},
    diagnostic::{Finding, Fix, Related},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "h1-empty",
        group: Group::Structure,
        severity: Severity::Error,
        summary: "The headline has no text.",
        explanation: "The H1 is the title inside of the article; the portal and every list that falls back on it show nothing.\n\nWrite the title behind the `#`.",
        bad: &["⟦#⟧ \n\nRestart the machine.\n", "kind: problemScopingQuestions\n⟦#⟧\n---\n{}\n---\n"],
        good: &["# The machine does not start\n\nRestart the machine.\n"],
    },
    Rule {
        name: "h1-missing",
        group: Group::Structure,
        severity: Severity::Error,
        summary: "The article has no H1.",
        explanation: "Every article begins with one H1 behind its header, also those whose body is JSON. The portal refuses to publish an article without one.\n\nAdd a line `# Title`, or raise the first heading to level 1.",
        bad: &[
            "<properties\n    pageTitle=\"Example\"\n    articleId=\"compute-example\"\n    selfHelpType=\"generic\"\n    cloudEnvironments=\"public\"\n⟦/>⟧\n## **Recommended Steps**\n\nRestart the machine.\n",
            "<properties\n    pageTitle=\"Example\"\n    articleId=\"compute-example\"\n    selfHelpType=\"problemScopingQuestions\"\n    cloudEnvironments=\"public\"\n⟦/>⟧\n---\n{}\n---\n",
        ],
        good: &[
            "# The machine does not start\n\n## **Recommended Steps**\n\nRestart the machine.\n",
            "kind: Apollo\n## The machine does not start\n\nRestart it.\n",
        ],
    },
    Rule {
        name: "h1-multiple",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "The article has a second H1.",
        explanation: "The H1 is the title of the whole article. A second one breaks the outline that screen readers and the table of contents are made of.\n\nMake it an H2.",
        bad: &["# The machine does not start\n\nRestart it.\n\n⟦# More⟧\n\nRead the log.\n"],
        good: &["# The machine does not start\n\nRestart it.\n\n## More\n\nRead the log.\n"],
    },
    Rule {
        name: "h1-no-space",
        group: Group::Structure,
        severity: Severity::Error,
        summary: "No space stands between `#` and the headline.",
        explanation: "Markdown takes `#Title` for plain text. casebook shows it as the headline that it is meant to be, the portal does not.\n\nPut a space behind the `#`.",
        bad: &[
            "⟦#⟧The machine does not start\n\nRestart it.\n",
            "kind: problemScopingQuestions\n⟦#⟧The disk is full\n---\n{}\n---\n",
        ],
        good: &["# The machine does not start\n\nRestart it.\n"],
    },
    Rule {
        name: "h1-not-first",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "Text stands before the H1.",
        explanation: "The H1 is the first thing behind the header. Text before it has no place in the outline; often it is a leftover of the header or belongs below.\n\nMove it below the H1, or remove it.",
        bad: &[
            "⟦Restart it.⟧\n\n# The machine does not start\n",
            "kind: diagnostics\n⟦<!--issueDescription-->⟧\n# The disk is full\n<!--/issueDescription-->\n",
        ],
        good: &[
            "# The machine does not start\n\nRestart it.\n",
            "<!-- owned by the compute team -->\n\n# Title\n\nRestart it.\n",
        ],
    },
    Rule {
        name: "heading-bold-unbalanced",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "The `**` of a heading do not pair.",
        explanation: "A `**` without its partner is shown as two stars in the heading and in the table of contents.\n\nAdd the missing `**`, or remove the other.",
        bad: &[
            "# Title\n\n⟦## **Read the log⟧\n\nIt tells why.\n",
            "# Title\n\n⟦## *Read the log**⟧\n\nIt tells why.\n",
        ],
        good: &["# Title\n\n## **Read the log**\n\nIt tells why.\n"],
    },
    Rule {
        name: "heading-empty",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A heading has no text.",
        explanation: "An empty heading leaves a gap on the page and an entry without a name in the outline of a screen reader.\n\nRemove the line, or write the heading.",
        bad: &["# Title\n\n⟦##⟧\n\nRestart it.\n"],
        good: &["# Title\n\nRestart it.\n"],
    },
    Rule {
        name: "heading-indented",
        group: Group::Structure,
        severity: Severity::Info,
        summary: "Spaces stand before a heading.",
        explanation: "With one to three spaces a heading is still one, but below a list it becomes part of the last item, and with a fourth space it is code.\n\nRemove the spaces.",
        bad: &["⟦ ⟧# The machine does not start\n\nRestart it.\n"],
        good: &["# The machine does not start\n\nRestart it.\n"],
    },
    Rule {
        name: "heading-level-skip",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A heading is more than one level below the one before it.",
        explanation: "Screen readers announce levels, and readers jump by them: after an H1 an H3 sounds as if something were missing.\n\nUse the next level; how large a heading looks is not the article's business.",
        bad: &["# Title\n\n⟦###⟧ Restart the machine\n\nNow.\n"],
        good: &["# Title\n\n## Restart the machine\n\nNow.\n"],
    },
    Rule {
        name: "heading-no-space",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "No space stands between `#` and a heading.",
        explanation: "Markdown takes `##Title` for plain text. casebook shows it as the heading that it is meant to be, the portal does not.\n\nPut a space behind the last `#`.",
        bad: &["# Title\n\n⟦##⟧**Restart the machine**\n\nNow.\n"],
        good: &["# Title\n\n## **Restart the machine**\n\nNow.\n"],
    },
];

/// A heading as it is written.
struct Written<'t> {
    level: u8,
    /// From its first character to its last, without the line end.
    line: &'t str,
    span: Span,
    /// Whether it is written with `#`.
    atx: bool,
    /// Whether it belongs to a list item.
    in_list: bool,
}

impl Written<'_> {
    /// Its text: without `#` on either side.
    fn text(&self) -> &str {
        if !self.atx {
            return self.line;
        }
        let text = self.line.trim_start_matches('#').trim();
        let shorter = text.trim_end_matches('#');
        if shorter.is_empty() || shorter.ends_with([' ', '\t', '*']) { shorter.trim() } else { text }
    }

    /// Its `#`.
    fn marker(&self) -> Span {
        Span::new(self.span.start as usize, self.span.start as usize + usize::from(self.level))
    }
}

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(outline) = context.outline() else {
        json(context, found);
        return;
    };
    let headings: Vec<Written<'_>> = outline
        .blocks
        .iter()
        .filter_map(|block| match block.kind {
            BlockKind::Heading(level) => {
                let line = block.span.text(context.text).trim_end();
                let span = Span::of(line, context.text);
                Some(Written { level, line, span, atx: line.starts_with('#'), in_list: block.depth > 0 })
            }
            _ => None,
        })
        .collect();
    headline(context, &headings, found);
    let mut level = 0;
    for heading in headings.iter().filter(|heading| heading.atx) {
        if level > 0 && heading.level > level + 1 {
            let marker = heading.marker();
            found.push(
                Finding::new(
                    "heading-level-skip",
                    marker,
                    format!("a heading of level {} follows one of level {level}", heading.level),
                )
                .help(format!("make it level {}", level + 1))
                .fix(Fix::unsafe_(marker, "#".repeat(usize::from(level) + 1))),
            );
        }
        level = heading.level;
        indented(context, heading.span.start as usize, heading.in_list, found);
        if heading.level > 1 && heading.text().is_empty() {
            let finding = Finding::new("heading-empty", heading.span, "a heading has no text");
            let finding = finding.help("remove it, or write its text");
            found.push(finding.fix(Fix::safe(heading.span, "")));
        } else if heading.line.contains("**") && !count_markers(heading.line).is_multiple_of(2) {
            found.push(
                Finding::new("heading-bold-unbalanced", heading.span, "the `**` of this heading do not pair")
                    .help("add the missing `**`, or remove the other"),
            );
        }
    }
}

/// What is wrong with the H1.
fn headline(context: &Context<'_>, headings: &[Written<'_>], found: &mut Vec<Finding>) {
    if matches!(context.kind(), Kind::Apollo | Kind::PartnerCenterQuickStart) {
        return;
    }
    let mut titles = headings.iter().filter(|heading| heading.level == 1);
    let Some(first) = titles.next() else {
        found.push(missing(context));
        return;
    };
    if first.text().is_empty() {
        found.push(empty(first.span));
    }
    for other in titles.filter(|other| other.atx) {
        found.push(
            Finding::new("h1-multiple", other.span, "this is the second H1 of the article")
                .help("make it an H2")
                .fix(Fix::unsafe_(Span::at(other.span.start as usize), "#"))
                .related(Related { path: None, span: first.span, message: "the first one".to_owned() }),
        );
    }
    let start = context.body_start();
    let before = &context.text[start..first.span.start as usize];
    if before.trim().is_empty() {
        return;
    }
    let line = context.lines().take_while(|(at, _)| *at < first.span.start as usize).find(|(at, line)| {
        let shown = line.trim();
        !shown.is_empty() && !context.in_comment(at + (line.len() - line.trim_start().len()))
    });
    if let Some((_, line)) = line {
        let span = Span::of(line.trim(), context.text);
        found.push(
            Finding::new("h1-not-first", span, "text stands before the H1")
                .help("move it below the H1, or remove it")
                .related(Related { path: None, span: first.span, message: "the H1".to_owned() }),
        );
    }
}

/// The line above a JSON body.
fn json(context: &Context<'_>, found: &mut Vec<Finding>) {
    let mut lines =
        context.lines().map(|(_, line)| line).take_while(|line| !line.trim_start().starts_with(['{', '"']));
    let Some(line) = lines.find(|line| line.trim_start_matches(['\u{feff}', ' ', '\t']).starts_with('#'))
    else {
        if !context.body().trim().is_empty() {
            found.push(missing(context));
        }
        return;
    };
    let shown = line.trim_start_matches(['\u{feff}', ' ', '\t']).trim_end();
    let marker = Span::of(&shown[..1.min(shown.len())], context.text);
    let text = shown.trim_start_matches('#');
    if text.trim().is_empty() {
        found.push(empty(Span::of(shown, context.text)));
    } else if !text.starts_with([' ', '\t', '\u{a0}']) && text.len() + 1 == shown.len() {
        found.push(
            Finding::new("h1-no-space", marker, "no space stands between `#` and the heading's text")
                .help("without the space other programs show the line as plain text")
                .fix(Fix::safe(Span::at(marker.end as usize), " ")),
        );
    }
    let spaces = line.len() - line.trim_start().len();
    if spaces >= 4 || line.starts_with('\t') {
        found.push(missing(context));
    }
    indented(context, marker.start as usize, false, found);
}

/// Reports one to three spaces before the heading at `start`.
fn indented(context: &Context<'_>, start: usize, in_list: bool, found: &mut Vec<Finding>) {
    let before = &context.text[..start];
    let spaces = before.len() - before.trim_end_matches(' ').len();
    let begins_line = before[..before.len() - spaces].ends_with(['\n', '\r']);
    if !begins_line || !(1..4).contains(&spaces) {
        return;
    }
    let span = Span::new(start - spaces, start);
    let fix = if in_list { Fix::unsafe_(span, "") } else { Fix::safe(span, "") };
    found.push(
        Finding::new("heading-indented", span, "spaces stand before this heading")
            .help("remove them")
            .fix(fix),
    );
}

fn missing(context: &Context<'_>) -> Finding {
    Finding::new("h1-missing", context.header_end(), "the article has no H1")
        .help("write `# ` and a title below the header")
}

fn empty(span: Span) -> Finding {
    Finding::new("h1-empty", span, "the H1 has no text").help("write the title behind the `#`")
}
