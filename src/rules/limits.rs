//! How much of one kind an article may hold.
//!
//! `article/markdown/limits` counts in bodies and reports; here the rules are described, and titles are measured.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::{attribute::Attribute, markdown::outline::LONGEST_TITLE},
    diagnostic::Finding,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "nesting-too-deep",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "Lists and quotes stand inside each other too deeply.",
        explanation: "More than 32 lists and quotes inside each other are a slip, mostly a line of `>` that was meant as a rule. A page shows the innermost ones of more than 100 as if they stood beside each other.\n\nMake a list of its own of the innermost ones.",
        bad: &[
            "# Start\n\n> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > ⟦⟧> Stop the machine.\n",
        ],
        good: &["# Start\n\n> > Stop the machine.\n"],
    },
    Rule {
        name: "table-too-wide",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "A table has too many columns.",
        explanation: "No reader finds their way in more than 50 columns, and on a telephone not in five.\n\nSplit the table, or offer it as a file.",
        bad: &[
            "# Start\n\n⟦⟧|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|a|\n|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\n",
        ],
        good: &["# Start\n\n| Code | Meaning |\n| --- | --- |\n| 1 | Full |\n"],
    },
    Rule {
        name: "title-too-long",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "A title is longer than any page shows.",
        explanation: "A title stands in lists, menus and results of the search, where a line is enough to choose by. Of one longer than 500 bytes the site shows the start.\n\nSay in a line what the article is about, and the rest in `description` or in the text.",
        bad: &[],
        good: &["# Start\n\nStop the machine.\n"],
    },
    Rule {
        name: "too-many-headings",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "The article has too many headings.",
        explanation: "More than 500 headings are no article, but a list or a log that ended up in the wrong place.\n\nSplit the article.",
        bad: &[],
        good: &["# Start\n\n## Stop the machine\n"],
    },
    Rule {
        name: "too-many-links",
        group: Group::Structure,
        severity: Severity::Warning,
        summary: "The article has too many links and images.",
        explanation: "More than 5,000 links and images are no article, but a list that a program made.\n\nSplit the article.",
        bad: &[],
        good: &["# Start\n\n[Stop the machine](https://halden.example/stop).\n"],
    },
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let of_header =
        context.entry(Attribute::PageTitle).map(|entry| (context.metadata().title.len(), entry.value));
    let of_body = context.article.body_title().map(|heading| (heading.text.len(), heading.span));
    for (length, span) in of_header.into_iter().chain(of_body).filter(|(length, _)| *length > LONGEST_TITLE) {
        found.push(
            Finding::new(
                "title-too-long",
                span,
                format!("the title has {length} bytes, more than {LONGEST_TITLE}"),
            )
            .help("say it in a line, and the rest in `description` or in the text"),
        );
    }
}
