//! Names of attributes, and values that are read without regard to other articles.
//!
//! All of it is found where the header is read (`article::metadata`).

use super::{Family, Group, Rule, Severity};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "attribute-case",
        group: Group::Attribute,
        severity: Severity::Info,
        summary: "An attribute's name is written in another case.",
        explanation: "casebook and the portal do not mind, but scripts that look names up do, and a search through the sources misses it. Write the name as the message says.",
        bad: &["<properties articleId=\"a\" ⟦displayorder⟧=\"1\" />\n"],
        good: &["<properties articleId=\"a\" displayOrder=\"1\" />\n"],
    },
    Rule {
        name: "bad-display-order",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "`displayOrder` is not a whole number.",
        explanation: "The list is sorted by number; an article whose place is no number comes last. Write digits only.",
        bad: &[
            "<properties articleId=\"a\" displayOrder=\"⟦first⟧\" />\n",
            "<properties articleId=\"a\" displayOrder=\"⟦1.5⟧\" />\n",
        ],
        good: &[
            "<properties articleId=\"a\" displayOrder=\"10\" />\n",
            "<properties articleId=\"a\" displayOrder=\"\" />\n",
        ],
    },
    Rule {
        name: "duplicate-attribute",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "An attribute is given twice.",
        explanation: "XML forbids it, and tools differ in which of the two they take: casebook takes the first. Keep the one that is meant.",
        bad: &[
            "<properties articleId=\"a\" service=\"halden.compute\" ⟦service⟧=\"halden.storage\" />\n",
            "<properties articleId=\"a\" authors=\"docs\" ⟦Authors⟧=\"\" />\n",
        ],
        good: &["<properties articleId=\"a\" service=\"halden.compute\" />\n"],
    },
    Rule {
        name: "invisible-character",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "A character that cannot be seen stands in the text.",
        explanation: "Zero-width spaces and marks of direction come along when text is copied from web pages. Names and ids with one never match what somebody types, and a header with one between its attributes is no XML. Remove it.",
        bad: &[
            "<properties articleId=\"a\" supportTopicIds=\"⟦\u{200b}⟧32600101\" />\n",
            "<properties articleId=\"a\"⟦\u{200b}⟧ service=\"halden.compute\" />\n",
            "# Start\n\nOpen the⟦\u{200b}⟧machine.\n",
        ],
        good: &["<properties articleId=\"a\" supportTopicIds=\"32600101\" />\n"],
    },
    Rule {
        name: "misspelt-attribute",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "An attribute's name is misspelt.",
        explanation: "Only casebook guesses what was meant; everything else passes over the attribute, so that the article is shown without it. Mend the spelling.",
        bad: &[
            "<properties articleId=\"a\" ⟦supportToicIds⟧=\"32600101\" />\n",
            "<properties articleId=\"a\" ⟦ms-author⟧=\"docs\" />\n",
        ],
        good: &["<properties articleId=\"a\" supportTopicIds=\"32600101\" />\n"],
    },
    Rule {
        name: "unescaped-character",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "A raw `&` or `<` stands in a value.",
        explanation: "Both mean something in XML, and readers of it reject the whole header. Write `&amp;` and `&lt;`.",
        bad: &[
            "<properties articleId=\"a\" pageTitle=\"Start ⟦&⟧ stop\" />\n",
            "<properties articleId=\"a\" pageTitle=\"A size ⟦<⟧ 4 cores\" />\n",
        ],
        good: &["<properties articleId=\"a\" pageTitle=\"Start &amp; stop\" />\n"],
    },
    Rule {
        name: "unknown-attribute",
        group: Group::Attribute,
        severity: Severity::Warning,
        summary: "An attribute is not known.",
        explanation: "Nothing reads it: it is left from another kind of document, or its name is too far from the one that was meant. Remove it, or mend its name.",
        bad: &["<properties articleId=\"a\" ⟦articleHeadline⟧=\"Start\" />\n"],
        good: &["<properties articleId=\"a\" pageTitle=\"Start\" />\n"],
    },
    Rule {
        name: "unknown-kind",
        group: Group::Attribute,
        severity: Severity::Error,
        summary: "`selfHelpType` is not a known kind.",
        explanation: "The kind says what the body is made of, who reads it and where it is listed. casebook shows an article of no known kind like a customer's; the portal does not show it at all. An article is of one kind: for two, write two.",
        bad: &[
            "<properties articleId=\"a\" selfHelpType=\"⟦diagnostic⟧\" />\n",
            "<properties articleId=\"a\" selfHelpType=\"⟦resource, generic⟧\" />\n",
        ],
        good: &[
            "<properties articleId=\"a\" selfHelpType=\"diagnostics\" />\n",
            "<properties articleId=\"a\" selfHelpType=\"Generic\" />\n",
        ],
    },
];
