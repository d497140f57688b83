//! What a body is made of: emptiness, templates, raw HTML.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    diagnostic::{Finding, Fix},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "body-empty",
        group: Group::Structure,
        severity: Severity::Error,
        summary: "The body has nothing but headings.",
        explanation: "Readers who open the article find a title and no help.\n\nWrite the article, or remove the file until it is written.",
        bad: &[
            "<properties\n    pageTitle=\"Example\"\n    articleId=\"compute-example\"\n    selfHelpType=\"generic\"\n    cloudEnvironments=\"public\"\n⟦/>⟧\n# The machine does not start\n\n## **Recommended Steps**\n",
        ],
        good: &["# The machine does not start\n\n## **Recommended Steps**\n\nRestart it.\n"],
    },
    Rule {
        name: "br-malformed",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A line break is misspelt.",
        explanation: "`</br>` and a `<br` without its `>` break lines in some browsers and are shown as text in others.\n\nWrite `<br>`.",
        bad: &["# Title\n\nStop it⟦</br>⟧ and start it.\n", "# Title\n\nStop it ⟦<br⟧\nand start it.\n"],
        good: &["# Title\n\nStop it<br>\nand start it.<br/>\n"],
    },
    Rule {
        name: "element-missing-attribute",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "An Apollo element lacks an attribute that the portal needs.",
        explanation: "The portal fills `<insight>`, `<metric>`, `<video>` and `<azureKB>` with live content, and needs to know which: `symptomId`, `name`, `src` and `title`, `client`. Without it nothing is shown.\n\nAdd the attribute.",
        bad: &["kind: Apollo\n## Title\n\n⟦<metric title=\"CPU\"/>⟧\n"],
        good: &["kind: Apollo\n## Title\n\n<metric name=\"CPU\" title=\"CPU\"/>\n"],
    },
    Rule {
        name: "fence-unclosed",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A code block is not closed.",
        explanation: "Everything behind the fence is shown as code, up to the end of the article.\n\nClose the block with the same marks on a line of their own.",
        bad: &["# Title\n\n⟦```⟧\nrestart --now\n\nThen wait.\n"],
        good: &["# Title\n\n```\nrestart --now\n```\n\nThen wait.\n"],
    },
    Rule {
        name: "html-a-no-address",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "An `<a>` tag has no address.",
        explanation: "Without `href` the tag is no link. As a target (`<a id=…>`) it is not kept either: links lead to headings, whose names are their texts.\n\nWrite the link in Markdown, or make a heading of what links should lead to.",
        bad: &[
            "# Title\n\nSee ⟦<a>⟧https://halden.example/log</a>.\n",
            "# Title\n\n⟦<a id=\"log\">⟧</a>The log\n",
        ],
        good: &["# Title\n\nSee <a href=\"https://halden.example/log\">the log</a>.\n"],
    },
    Rule {
        name: "html-a-unbalanced",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "The `<a>` tags of the article do not pair.",
        explanation: "Without its `</a>` a link reaches on into the text that follows; without its `<a href=…>` there is none.\n\nClose the tag, or write the link in Markdown.",
        bad: &[
            "# Title\n\nSee ⟦<a href=\"https://halden.example/log\">⟧the log.\n",
            "# Title\n\nSee the log⟦</a>⟧.\n",
        ],
        good: &["# Title\n\nSee <a href=\"https://halden.example/log\">the log</a>.\n"],
    },
    Rule {
        name: "html-table",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A table is written in HTML.",
        explanation: "Tables of HTML do not fit small screens, and translators cannot work with them.\n\nWrite a list, or a table in Markdown.",
        bad: &["# Title\n\n⟦<table>⟧<tr><td>1</td><td>Full</td></tr></table>\n"],
        good: &["# Title\n\n* 1: full\n"],
    },
    Rule {
        name: "placeholder-text",
        group: Group::Structure,
        severity: Severity::Error,
        summary: "Text of the template was left in the article.",
        explanation: "The sentence explains to authors how to write an article; readers should not see it.\n\nReplace it by the article's own text, or remove it.",
        bad: &["# Title\n\n1. ⟦This is a step with⟧ a link.\n"],
        good: &["# Title\n\n1. Restart the machine.\n"],
    },
    Rule {
        name: "raw-html-not-allowed",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "HTML that is not allowed is shown as text.",
        explanation: "Articles may hold simple HTML such as `<br>` or `<b>`. Forms, scripts, frames and styles could do harm and are shown as text.\n\nSay it in Markdown, or put names such as `<title>` into back-ticks.",
        bad: &["# Title\n\nSet ⟦<title>⟧ first.\n"],
        good: &["# Title\n\nSet `<title>` first.\n"],
    },
];

/// What sentences of the template begin with, behind `This is `.
const TEMPLATE: [&str; 7] = [
    "a step with",
    "a link to a blade",
    "a sample title",
    "a brief paragraph about the problem",
    "the title of the article",
    "the display text",
    "the text of the link",
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    if context.outline().is_none() {
        return;
    }
    let body = context.body();
    let bytes = body.as_bytes();
    if is_empty(context) {
        found.push(
            Finding::new("body-empty", context.header_end(), "the body has nothing but headings")
                .help("write the article, or remove the file until it is written"),
        );
    }
    for at in memchr::memmem::find_iter(bytes, "This is ") {
        let start = context.body_start() + at;
        let rest = &body[at + 8..];
        if let Some(phrase) = TEMPLATE.iter().find(|phrase| rest.starts_with(**phrase))
            && !context.is_hidden(start)
        {
            found.push(
                Finding::new(
                    "placeholder-text",
                    Span::new(start, start + 8 + phrase.len()),
                    "text of the template was left here",
                )
                .help("replace it, or remove it"),
            );
        }
    }
    tags(context, found);
}

/// Whether the body has no line but headings and comments.
fn is_empty(context: &Context<'_>) -> bool {
    let mut blank = true;
    for (at, line) in context.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        blank = false;
        let start = at;
        if line.starts_with('#') || line == "---" || context.in_comment(start) {
            continue;
        }
        let mut rest = line;
        while let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest.trim_start());
        }
        if !rest.trim_start_matches("<br>").trim().is_empty() {
            return false;
        }
    }
    !blank || context.body().trim().is_empty()
}

/// Raw tags: `<br>` in its forms, `<a>` and `<table>`.
fn tags(context: &Context<'_>, found: &mut Vec<Finding>) {
    let body = context.body();
    let base = context.body_start();
    let mut open: Option<Span> = None;
    for at in memchr::memchr_iter(b'<', body.as_bytes()) {
        let rest = &body[at..];
        let bytes = rest.as_bytes();
        match bytes.get(1).map(u8::to_ascii_lowercase) {
            Some(b'/') if matches!(bytes.get(2), Some(b'b' | b'B')) => {
                break_tag(context, base + at, rest, found);
            }
            Some(b'b') if matches!(bytes.get(2), Some(b'r' | b'R')) => {
                break_tag(context, base + at, rest, found);
            }
            Some(b'/') if is_tag(&rest[1..], "/a") => {
                let opened = open.take().is_some();
                if !opened && !context.is_hidden(base + at) {
                    found.push(unbalanced(
                        Span::new(base + at, base + at + tag_len(rest)),
                        "opened with `<a href=…>`",
                    ));
                }
            }
            Some(b'a') if is_tag(rest, "<a") && !context.is_hidden(base + at) => {
                let span = Span::new(base + at, base + at + tag_len(rest));
                if !rest[..tag_len(rest)].to_ascii_lowercase().contains("href") {
                    found.push(
                        Finding::new("html-a-no-address", span, "this `<a>` has no address")
                            .help("write the link in Markdown, or a heading that links can lead to"),
                    );
                }
                if let Some(open) = open.replace(span) {
                    found.push(unbalanced(open, "closed with `</a>`"));
                }
            }
            Some(b't') if is_tag(rest, "<table") && !context.is_hidden(base + at) => found.push(
                Finding::new(
                    "html-table",
                    Span::new(base + at, base + at + tag_len(rest)),
                    "a table is written in HTML",
                )
                .help("write a list, or a table in Markdown"),
            ),
            _ => {}
        }
    }
    found.extend(open.map(|open| unbalanced(open, "closed with `</a>`")));
}

fn unbalanced(span: Span, what: &str) -> Finding {
    Finding::new("html-a-unbalanced", span, format!("this tag is not {what}"))
        .help("add the other tag, or write the link in Markdown")
}

/// Whether `text` starts with the tag `name`, the `<` included.
fn is_tag(text: &str, name: &str) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && matches!(text.as_bytes().get(name.len()), Some(b' ' | b'\t' | b'>' | b'\n' | b'\r'))
}

/// How long the tag at the start of `text` is, on its line.
fn tag_len(text: &str) -> usize {
    let bytes = &text.as_bytes()[..text.len().min(2000)];
    match memchr::memchr3(b'>', b'\n', b'\r', bytes) {
        Some(end) => end + usize::from(bytes[end] == b'>'),
        None => text.find(char::is_whitespace).unwrap_or(text.len()),
    }
}

fn break_tag(context: &Context<'_>, start: usize, rest: &str, found: &mut Vec<Finding>) {
    let closing = rest.starts_with("</");
    let Some(after) = rest.get(if closing { 4 } else { 3 }..) else { return };
    if closing && !rest[2..4].eq_ignore_ascii_case("br") {
        return;
    }
    let inner = after.len() - after.trim_start_matches([' ', '\t', '/', '\\']).len();
    let closed = after[inner..].starts_with('>');
    let len = rest.len() - after.len() + inner;
    let span = if closed {
        if !closing && !after[..inner].contains('\\') {
            return;
        }
        Span::new(start, start + len + 1)
    } else {
        // `<branch>` is a name; a break ends here or at the line's end.
        if after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_')) {
            return;
        }
        let name = rest.len() - after.len();
        if !after[inner..].is_empty() && !after[inner..].starts_with(['\n', '\r', '<', '*', '-']) {
            return;
        }
        Span::new(start, start + name + after[..inner].trim_end().len())
    };
    if !context.is_hidden(start) {
        found.push(
            Finding::new("br-malformed", span, "a line break is misspelt")
                .help("write `<br>`")
                .fix(Fix::safe(span, "<br>")),
        );
    }
}
