//! casebook's own rules: comments that ignore findings, ids that changed, rules that failed.
//!
//! `check` reports them, for it alone knows every finding and the past; here they are described.

use super::{Family, Group, Rule, Severity};
use crate::{diagnostic::Finding, span::Span};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "article-id-changed",
        group: Group::CrossFile,
        severity: Severity::Error,
        summary: "The `articleId` of a published article was changed.",
        explanation: "The id is an article's identity for ever: links, problem menus, statistics and the portal know the article by it, and all of them lose it when the id changes. The rule compares with an earlier version of the repository, so it needs `casebook check --changed-since REF`; a file that was renamed is compared with what it was.\n\nPut the old id back. An article that really is another one belongs in a file of its own, with an id of its own.",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "ignore-without-reason",
        group: Group::Casebook,
        severity: Severity::Warning,
        summary: "A comment ignores a finding and does not say why.",
        explanation: "`<!-- casebook-ignore RULE: reason -->` hides the findings of a rule on the next line with text, and `<!-- casebook-ignore-file RULE: reason -->` in the whole file. A later author must be able to tell whether the exception still holds, so a comment without a reason ignores nothing.\n\nWrite the reason behind a colon.",
        bad: &["# Example\n\n⟦<!-- casebook-ignore image-missing -->⟧\nRestart the machine.\n"],
        good: &["# Example\n\nRestart the machine.\n"],
    },
    Rule {
        name: "link-dead",
        group: Group::Link,
        severity: Severity::Error,
        summary: "A link to another site has been broken for longer than the grace period.",
        explanation: "A link checker found nothing at the address, not once but for as many days as `links.grace` of `casebook.toml` says. Readers find nothing there either. The rule judges what the link checker lychee found, so `casebook links --results FILE` reports it and `casebook check` does not; the file that `links.ledger` names remembers since when a link is broken.\n\nLink to where the page is now, or remove the link.",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "link-failing",
        group: Group::Link,
        severity: Severity::Info,
        summary: "A link to another site is broken, not yet for longer than the grace period.",
        explanation: "A link checker found nothing at the address. Servers fail for a while and come back, so this is no error until `links.grace` days have passed: then it is `link-dead`. `casebook links --results FILE` reports it.\n\nLook at the address; mend the link if the page has moved, and wait if it has not.",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "rule-failed",
        group: Group::Casebook,
        severity: Severity::Warning,
        summary: "A rule failed on this article.",
        explanation: "This is a fault of casebook, not of the article. All other rules ran; please report it with the article's text.",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "unknown-rule-in-ignore",
        group: Group::Casebook,
        severity: Severity::Warning,
        summary: "A comment ignores a rule that does not exist.",
        explanation: "The comment has no effect, most often because the rule's name is misspelt. Groups cannot be ignored in an article: name the rules.\n\n`casebook explain --all` lists the names.",
        bad: &[
            "# Example\n\n<!-- casebook-ignore ⟦no-such-rule⟧: the list is long -->\nRestart the machine.\n",
        ],
        good: &["# Example\n\nRestart the machine.\n"],
    },
    Rule {
        name: "unused-ignore",
        group: Group::Casebook,
        severity: Severity::Warning,
        summary: "A comment ignores a rule that finds nothing there.",
        explanation: "The fault it stood for is mended, or the comment stands at the wrong place: `casebook-ignore` covers the next line with text, which before the header means the header and before a JSON object the object; `casebook-ignore-file` covers the file. Left behind, it would hide the next fault.\n\nRemove it; `casebook check --fix` does.",
        bad: &[
            "# Example\n\n⟦<!-- casebook-ignore image-missing: the bucket is slow -->⟧\nRestart the machine.\n",
        ],
        good: &["# Example\n\nRestart the machine.\n"],
    },
];

/// The finding that stands for a check that panicked.
pub(super) fn panicked() -> Finding {
    Finding::new("rule-failed", Span::default(), "a rule failed on this article; the others ran")
        .help("this is a fault of casebook: report it with the article")
}
