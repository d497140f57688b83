//! How much of one kind an article may hold.
//!
//! `article/markdown/limits` counts and reports; here the rules are described.

use super::{Family, Group, Rule, Severity};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, ..Family::NONE };

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
