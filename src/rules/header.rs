//! The form of the header. What is wrong with it is found where it is read (`article::header`).

use super::{Context, Family, Group, Rule, Severity};
use crate::{diagnostic::Finding, span::Span};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "file-empty",
        group: Group::Header,
        severity: Severity::Error,
        summary: "The file is empty.",
        explanation: "An empty file is left behind when an article was added but never written, or when a save failed. Nothing of it is published. Write the article, or remove the file.",
        bad: &["raw:⟦⟧", "raw:⟦⟧\n\n"],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-attribute-no-space",
        group: Group::Header,
        severity: Severity::Error,
        summary: "No white space stands between two attributes.",
        explanation: "Readers of XML reject the whole header then. Start each attribute on a line of its own.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"⟦articleId⟧=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-close-not-self-closing",
        group: Group::Header,
        severity: Severity::Error,
        summary: "The header is closed with `>` instead of `/>`.",
        explanation: "`<properties>` opens an element that nothing closes, so that everything behind it belongs to the header. Write `/>`.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n⟦>⟧\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-comment",
        group: Group::Header,
        severity: Severity::Warning,
        summary: "A comment stands in the header.",
        explanation: "XML allows no comment between attributes, and tools that are strict about it reject the header. Move the comment above `<properties`.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\" ⟦<!-- wording agreed -->⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<!-- wording agreed -->\n<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-duplicate-block",
        group: Group::Header,
        severity: Severity::Error,
        summary: "`<properties` stands twice.",
        explanation: "An article has one header. A second one is what a merge or a paste left: its attributes are lost or shown as text. Keep one header, with the attributes that belong in it.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n\n⟦<properties⟧\n    pageTitle=\"Cannot stop a machine\"\n/>\n",
            "<properties\n    ⟦<properties⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-missing",
        group: Group::Header,
        severity: Severity::Error,
        summary: "The file has no header, so it is not published.",
        explanation: "Everything about an article but its text stands in the header: what it is, where it is shown, whose it is. Without one the file is left out. Start it with `<properties … />`; `casebook new` writes one.",
        bad: &["raw:⟦# Cannot start a machine⟧\n\nStart it again.\n"],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-missing-equals",
        group: Group::Header,
        severity: Severity::Error,
        summary: "`=` is missing after an attribute's name.",
        explanation: "Readers of XML reject the whole header then. Write `name=\"value\"`.",
        bad: &[
            "<properties\n    pageTitle ⟦⟧\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-missing-open-tag",
        group: Group::Header,
        severity: Severity::Error,
        summary: "The header's attributes stand without `<properties` before them.",
        explanation: "The attributes are taken for text then, and the article for one without a header. casebook reads them all the same; other tools do not. Start the header with `<properties` on a line of its own.",
        bad: &[
            "raw:⟦⟧pageTitle=\"Cannot start a machine\"\narticleId=\"compute-start\"\n/>\n# Start\n",
            "⟦properties⟧\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-missing-quote",
        group: Group::Header,
        severity: Severity::Error,
        summary: "A value lacks one of its quotes.",
        explanation: "Without its closing quote a value runs on into the next attributes, up to the next quote somewhere. casebook stops at the end of the line; other tools reject the header. Add the quote.",
        bad: &[
            "<properties\n    pageTitle=⟦\"Cannot start a machine⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
            "<properties\n    pageTitle=⟦Cannot start a machine⟧\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-single-quote",
        group: Group::Header,
        severity: Severity::Warning,
        summary: "A value stands in single quotes.",
        explanation: "XML allows them, but scripts that look values up by `=\"` do not find these. Write double quotes, and `&quot;` for one within the value.",
        bad: &[
            "<properties\n    pageTitle=⟦'Cannot start a machine'⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-smart-quote",
        group: Group::Header,
        severity: Severity::Warning,
        summary: "A value stands in typographic quotes.",
        explanation: "Word processors write such quotes; to XML they are ordinary letters. Write straight double quotes.",
        bad: &[
            "<properties\n    pageTitle=⟦“Cannot start a machine”⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-stray-quote",
        group: Group::Header,
        severity: Severity::Error,
        summary: "A quote stands where none belongs.",
        explanation: "A quote too many ends a value early, or begins one where none is, and the rest of the header is misread. Remove it, or write `&quot;` for a quote within a value.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"⟦\"⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
            "<properties\n    pageTitle=\"⟦\"⟧Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
            "<properties\n    pageTitle=\"Cannot start a ⟦\"⟧machine\" at night\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
            "<properties\n    pageTitle=\"Cannot start a &quot;machine&quot; at night\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-stray-text",
        group: Group::Header,
        severity: Severity::Error,
        summary: "Text stands between the attributes.",
        explanation: "Only `name=\"value\"` pairs may stand in the header; anything else makes strict readers reject it, and is mostly a part of a value that got out of its quotes. Put it back, or remove it.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"⟦,⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    productPesIds=\"41010\"⟦, \"41020\"⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    productPesIds=\"41010,41020\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-text-before",
        group: Group::Header,
        severity: Severity::Warning,
        summary: "Text stands before the header.",
        explanation: "Only blank lines and comments may. The text is not shown, and some tools look for the header in the first line only. Move the text into the body, or remove it.",
        bad: &["⟦# Start⟧\n\n<properties\n    pageTitle=\"Cannot start a machine\"\n/>\nStart it again.\n"],
        good: &[
            "<!-- for the portal -->\n<properties\n    pageTitle=\"Cannot start a machine\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-unquoted-value",
        group: Group::Header,
        severity: Severity::Error,
        summary: "A value is not quoted, or missing.",
        explanation: "XML wants quotes around every value; readers of it reject the whole header without. Put the value in double quotes.",
        bad: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    displayOrder=⟦10⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    resourceTags=⟦⟧\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    displayOrder=\"10\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    resourceTags=\"\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-unterminated",
        group: Group::Header,
        severity: Severity::Error,
        summary: "The header is not closed.",
        explanation: "Without `/>` it is a guess where the header ends and the body begins. casebook takes the first heading for the body; other tools take the whole file for the header. Close it with `/>` on a line of its own.",
        bad: &[
            "⟦<⟧properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
    Rule {
        name: "header-value-multiline",
        group: Group::Header,
        severity: Severity::Warning,
        summary: "A value spans lines.",
        explanation: "A line break within a value counts as a space, and scripts that read headers line by line lose the rest. Write the value on one line.",
        bad: &[
            "<properties\n    pageTitle=\"⟦Cannot start\n    a machine⟧\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
        good: &[
            "<properties\n    pageTitle=\"Cannot start a machine\"\n    articleId=\"compute-start\"\n/>\n# Start\n",
        ],
    },
];

/// A second header in the body; one within the first is found where that is read.
fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    const TAG: &str = "<properties";
    let start = context.body_start();
    for at in memchr::memmem::find_iter(context.body().as_bytes(), TAG) {
        let at = start + at;
        let is_tag = context.text[at + TAG.len()..].starts_with(|c: char| c.is_ascii_whitespace());
        if is_tag && !context.in_code(at) {
            let span = Span::new(at, at + TAG.len());
            found.push(
                Finding::new("header-duplicate-block", span, "`<properties` stands twice")
                    .help("keep one header"),
            );
        }
    }
}
