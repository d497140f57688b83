//! Comments that mean something: tokens filled in at run time, sections that the portal looks for.

use super::{Context, Family, Group, Rule, Severity};
use crate::{
    article::{kind::Kind, markdown::mark::Section},
    diagnostic::{Finding, Fix, Related},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "comment-unclosed",
        group: Group::Token,
        severity: Severity::Error,
        summary: "A comment is not closed, or another one begins within it.",
        explanation: "A comment ends at the first `-->`. When that is missing or misspelt, the comment swallows the text up to the end of the next comment, and readers miss it without noticing.\n\nClose the comment with `-->` where it should end.",
        bad: &[
            "# Title\n\nThe machine ⟦<!--⟧/$name> restarted at <!--$time-->noon<!--/$time-->.\n",
            "# Title\n\nText ⟦<!--⟧ a note\n",
        ],
        good: &[
            "# Title\n\nThe machine restarted at <!--$time-->noon<!--/$time-->.\n",
            "# Title\n\nText <!-- a note -->\n\n```\n<!-- code\n```\n",
        ],
    },
    Rule {
        name: "issue-description-link",
        group: Group::Token,
        severity: Severity::Warning,
        summary: "A link stands in the issue description.",
        explanation: "The portal shows the issue description on a card that is a link itself, so a link within it does not work there.\n\nSay in the description what was found, and put the link into the recommended steps below it.",
        bad: &[
            "kind: diagnostics\n# Title\n<!--issueDescription-->\nThe disk is full. ⟦[Add a disk](https://halden.example/disk)⟧\n<!--/issueDescription-->\n",
        ],
        good: &[
            "kind: diagnostics\n# Title\n<!--issueDescription-->\nThe disk is full.\n<!--/issueDescription-->\n\n[Add a disk](https://halden.example/disk)\n",
        ],
    },
    Rule {
        name: "issue-description-malformed",
        group: Group::Token,
        severity: Severity::Warning,
        summary: "The comment of a section holds spaces.",
        explanation: "The portal looks for the comment as it is written, without spaces: `<!--issueDescription-->`. With them it does not find the section and shows the article without its description.\n\nRemove the spaces.",
        bad: &[
            "kind: diagnostics\n# Title\n⟦<!-- issueDescription -->⟧\nThe disk is full.\n<!--/issueDescription-->\n",
        ],
        good: &[
            "kind: diagnostics\n# Title\n<!--issueDescription-->\nThe disk is full.\n<!--/issueDescription-->\n",
        ],
    },
    Rule {
        name: "issue-description-missing",
        group: Group::Token,
        severity: Severity::Warning,
        summary: "A diagnostic result has no issue description.",
        explanation: "The portal shows what stands between `<!--issueDescription-->` and `<!--/issueDescription-->` as the summary of a diagnostic result. Without it the card is empty.\n\nPut the two comments around the sentences that say what was found.",
        bad: &[
            "<properties\n    pageTitle=\"Example\"\n    articleId=\"compute-example\"\n    selfHelpType=\"diagnostics\"\n    cloudEnvironments=\"public\"\n⟦/>⟧\n# The disk is full\n\nAdd a disk.\n",
        ],
        good: &[
            "kind: diagnostics\n# The disk is full\n<!--issueDescription-->\nThe disk is full.\n<!--/issueDescription-->\n",
        ],
    },
    Rule {
        name: "issue-description-unbalanced",
        group: Group::Token,
        severity: Severity::Error,
        summary: "The comments of the issue description do not pair.",
        explanation: "`<!--issueDescription-->` opens the description and `<!--/issueDescription-->` closes it. When one of them is missing or both are the same, the portal takes the wrong part of the article for the description, or none.\n\nOpen it once and close it once.",
        bad: &[
            "kind: diagnostics\n# Title\n⟦<!--issueDescription-->⟧\nThe disk is full.\n\n## Steps\n",
            "kind: diagnostics\n# Title\n⟦<!--/issueDescription-->⟧\nThe disk is full.\n",
            "kind: diagnostics\n# Title\n⟦<!--/issueDescription-->⟧\nThe disk is full.\n<!--/issueDescription-->\n",
            "kind: diagnostics\n# Title\n<!--issueDescription-->\nThe disk is full.\n⟦<!--issueDescription-->⟧\n",
        ],
        good: &[
            "kind: diagnostics\n# Title\n<!--issueDescription-->\nThe disk is full.\n<!--/issueDescription-->\n",
        ],
    },
    Rule {
        name: "section-unbalanced",
        group: Group::Token,
        severity: Severity::Warning,
        summary: "The comments of a section do not pair.",
        explanation: "Sections such as `rcaDescription` or `resolutionDetails` begin with a comment of their name and end with the same comment behind a slash. Without its end a section reaches to the end of the article.\n\nOpen each section once and close it once.",
        bad: &["kind: rca\n# Title\n⟦<!--rcaDescription-->⟧\nA disk failed.\n"],
        good: &["kind: rca\n# Title\n<!--rcaDescription-->\nA disk failed.\n<!--/rcaDescription-->\n"],
    },
    Rule {
        name: "token-malformed",
        group: Group::Token,
        severity: Severity::Error,
        summary: "A token is not written as one.",
        explanation: "A token is `<!--$name-->fallback<!--/$name-->`, without spaces around the name. Written otherwise it is an ordinary comment to the portal, which then shows the fallback instead of the value.\n\nWrite the name right behind `<!--$` or `<!--/$` and right before `-->`.",
        bad: &[
            "# Title\n\nThe user ⟦<!--$user -->⟧[user]<!--/$user--> signed in.\n",
            "# Title\n\nThe user <!--$user-->[user]⟦<!--/$user>⟧ signed in <!--$at-->[at]<!--/$at-->.\n",
            "# Title\n\nThe user ⟦<!--$-->⟧someone signed in.\n",
        ],
        good: &["# Title\n\nThe user <!--$user-->[user]<!--/$user--> signed in.\n"],
    },
    Rule {
        name: "token-name-mismatch",
        group: Group::Token,
        severity: Severity::Warning,
        summary: "The fallback of a token names another token.",
        explanation: "A fallback in brackets repeats the token's name, `<!--$vmName-->[vmName]<!--/$vmName-->`, so that whoever tests the article sees which value is missing, or says in words what it is. Another name there is nearly always left from copying, and so may the token's be.\n\nMake sure that the token is the right one and give its fallback the same name.",
        bad: &["# Title\n\nThe disk of <!--$vmName-->⟦[diskName]⟧<!--/$vmName--> is full.\n"],
        good: &[
            "# Title\n\nThe disk of <!--$vmName-->[vmName]<!--/$vmName--> is full.\n",
            "# Title\n\nThe disk of <!--$vmName-->your machine<!--/$vmName--> is full.\n",
            "# Title\n\nThe disk of <!--$vmName-->[Name of the machine]<!--/$vmName--> is full.\n",
        ],
    },
    Rule {
        name: "token-unbalanced",
        group: Group::Token,
        severity: Severity::Error,
        summary: "The comments of a token do not pair.",
        explanation: "A token opens with `<!--$name-->` and closes with `<!--/$name-->`; the names must be the same, letter by letter. Otherwise the portal replaces nothing, or everything up to another token's end.\n\nGive both comments the same name and put the slash into the second one.",
        bad: &[
            "# Title\n\nThe machine ⟦<!--$name-->⟧vm<!--/$Name--> restarted.\n",
            "# Title\n\nThe machine ⟦<!--$name-->⟧vm restarted.\n",
            "# Title\n\nThe machine vm⟦<!--/$name-->⟧ restarted.\n",
        ],
        good: &["# Title\n\nThe machine <!--$name-->vm<!--/$name--> restarted.\n"],
    },
];

/// Looks at every comment of a Markdown body.
fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(outline) = context.outline() else { return };
    let mut comments = Comments {
        context,
        found,
        tokens: Vec::new(),
        sections: Vec::new(),
        described: Vec::new(),
        next: Vec::new(),
    };
    comments.run();
    let Comments { described, .. } = comments;
    if context.kind() == Kind::Diagnostics && described.is_empty() && !context.body().trim().is_empty() {
        found.push(
            Finding::new(
                "issue-description-missing",
                context.header_end(),
                "the issue description is missing",
            )
            .help("put `<!--issueDescription-->` and `<!--/issueDescription-->` around what was found"),
        );
    }
    for link in outline.links.iter().filter(|link| !link.image) {
        // Descriptions stand one behind the other.
        let before = described.partition_point(|span| span.start < link.span.start);
        if described[..before].last().is_some_and(|span| link.span.end <= span.end) {
            found.push(
                Finding::new("issue-description-link", link.span, "a link stands in the issue description")
                    .help("put it below, into the recommended steps"),
            );
        }
    }
}

struct Comments<'a, 'f> {
    context: &'a Context<'a>,
    found: &'f mut Vec<Finding>,
    /// The token that is open: its name and its comment.
    tokens: Vec<(&'a str, Span)>,
    /// The sections that are open, and whether that was reported.
    sections: Vec<(Section, Span, bool)>,
    /// Where issue descriptions are.
    described: Vec<Span>,
    /// The next comment of each sort that was looked for.
    next: Vec<((Section, &'static str), Option<usize>)>,
}

/// A section's end is looked for so far, in bytes.
const REACH: usize = 50_000;

impl<'a> Comments<'a, '_> {
    fn run(&mut self) {
        let text = self.context.text;
        let mut at = self.context.body_start();
        // The next `-->`, once it was looked for.
        let mut next_end: Option<Option<usize>> = None;
        while let Some(start) = memchr::memmem::find(&text.as_bytes()[at..], b"<!--").map(|start| at + start)
        {
            if self.context.in_code(start) {
                at = start + 4;
                continue;
            }
            let known = next_end.filter(|end| end.is_none_or(|end| end >= start + 2));
            let end = known.unwrap_or_else(|| text[start + 2..].find("-->").map(|end| start + 2 + end));
            next_end = Some(end);
            let limit = end.unwrap_or(text.len());
            let inner = text.get(start + 4..limit).unwrap_or_default();
            let nested = memchr::memmem::find(inner.as_bytes(), b"<!--");
            if end.is_none() || nested.is_some() {
                self.unclosed(start, nested.map_or(inner, |nested| &inner[..nested]));
                at = start + 4;
                continue;
            }
            self.comment(Span::new(start, limit + 3), inner);
            at = limit + 3;
        }
        for (name, span) in std::mem::take(&mut self.tokens) {
            self.unbalanced(name, span);
        }
        for (section, span, reported) in std::mem::take(&mut self.sections) {
            if section == Section::IssueDescription {
                self.described.push(Span::new(span.start as usize, span.end as usize));
            }
            if !reported {
                self.unbalanced_section(section, span, "is not closed", "close it with", "/", None);
            }
        }
    }

    fn comment(&mut self, span: Span, inner: &'a str) {
        let (closing, name) = match inner.trim_start().strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, inner),
        };
        if let Some(name) = name.trim_start().strip_prefix('$').filter(|name| !name.contains(['\n', '\r'])) {
            self.token(span, inner, closing, name.trim());
        } else if let Some(section) = Section::from_name(name.trim()) {
            let plain = matches!(section, Section::QuickLink | Section::QuickText | Section::QuickIcon);
            if inner.contains(char::is_whitespace) && !plain {
                let slash = if closing { "/" } else { "" };
                self.found.push(
                    Finding::new(
                        "issue-description-malformed",
                        span,
                        "a section's comment may not hold spaces",
                    )
                    .help("the portal does not find the section")
                    .fix(Fix::safe(span, format!("<!--{slash}{}-->", name.trim()))),
                );
            }
            if closing { self.close_section(section, span) } else { self.open_section(section, span) }
        }
    }

    /// A comment that has no end, or in which another one begins.
    fn unclosed(&mut self, start: usize, inner: &str) {
        let name = inner.trim_start();
        let name = name.strip_prefix('/').unwrap_or(name).trim_start();
        let token_end = inner.find('>').filter(|_| name.starts_with('$'));
        if let Some(end) = token_end.filter(|end| !inner[..*end].contains('\n')) {
            let span = Span::new(start, start + 4 + end + 1);
            let inner = inner[..end].trim_end_matches([' ', '-']);
            self.found.push(
                Finding::new("token-malformed", span, "a token's comment does not end with `-->`")
                    .help("write `-->`; what follows is hidden up to the end of the next comment")
                    .fix(Fix::unsafe_(span, format!("<!--{}-->", inner.trim()))),
            );
        }
        let message = "a comment is not closed";
        self.found.push(
            Finding::new("comment-unclosed", Span::new(start, start + 4), message)
                .help("close it with `-->`; what follows is hidden"),
        );
    }

    fn token(&mut self, span: Span, inner: &str, closing: bool, name: &'a str) {
        if name.is_empty() {
            self.found.push(
                Finding::new("token-malformed", span, "a token has no name")
                    .help("write `<!--$name-->fallback<!--/$name-->`"),
            );
            return;
        }
        let slash = if closing { "/" } else { "" };
        let plain = format!("<!--{slash}${name}-->");
        if inner.len() + 7 != plain.len() {
            self.found.push(
                Finding::new(
                    "token-malformed",
                    span,
                    format!("spaces stand around the token's name `{name}`"),
                )
                .help("without them the portal knows it for a token")
                .fix(Fix::safe(span, plain)),
            );
        }
        if closing { self.close_token(name, span) } else { self.open_token(name, span) }
    }

    fn open_token(&mut self, name: &'a str, span: Span) {
        if let Some((open, at)) = self.tokens.pop() {
            self.unbalanced(open, at);
        }
        self.tokens.push((name, span));
    }

    fn close_token(&mut self, name: &'a str, span: Span) {
        match self.tokens.pop() {
            Some((open, at)) if open == name => {
                self.fallback(name, Span::new(at.end as usize, span.start as usize));
            }
            Some((open, at)) => self.found.push(
                Finding::new("token-unbalanced", at, format!("token `{open}` is closed as `{name}`"))
                    .help("give both comments the same name")
                    .related(Related { path: None, span, message: "closed here".to_owned() }),
            ),
            None => self.found.push(
                Finding::new(
                    "token-unbalanced",
                    span,
                    format!("token `{name}` is closed but was not opened"),
                )
                .help("open it with `<!--$name-->` before its fallback text"),
            ),
        }
    }

    fn unbalanced(&mut self, name: &str, span: Span) {
        self.found.push(
            Finding::new("token-unbalanced", span, format!("token `{name}` is not closed"))
                .help(format!("close it with `<!--/${name}-->` behind its fallback text")),
        );
    }

    /// A fallback in brackets repeats the name.
    fn fallback(&mut self, name: &str, span: Span) {
        let fallback = span.text(self.context.text);
        let trimmed = fallback.trim();
        let Some(inner) = trimmed.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) else { return };
        // Words for readers are no name, and neither is a part of the token's own.
        let plain_word = inner.bytes().skip(1).all(|b| b.is_ascii_lowercase());
        let part = plain_word && name.to_ascii_lowercase().contains(&inner.to_ascii_lowercase());
        if part || inner.eq_ignore_ascii_case(name) || inner.contains([' ', ']', '\n']) {
            return;
        }
        let place = Span::of(trimmed, self.context.text);
        self.found.push(
            Finding::new(
                "token-name-mismatch",
                place,
                format!("the fallback `{trimmed}` stands in token `{name}`"),
            )
            .help("make sure that the token is the right one, and give its fallback the same name"),
        );
    }

    fn open_section(&mut self, section: Section, span: Span) {
        let Some(index) = self.sections.iter().position(|(open, ..)| *open == section) else {
            self.sections.push((section, span, false));
            return;
        };
        let name = section.name();
        // Where no end follows, this was meant for it.
        let meant = !self.end_follows(section, span);
        let end = meant.then(|| Fix::unsafe_(span, format!("<!--/{name}-->")));
        self.unbalanced_section(section, span, "is opened twice", "if this is its end, write", "/", end);
        self.sections[index].2 = true;
        if meant {
            self.end_section(index, span);
        }
    }

    fn close_section(&mut self, section: Section, span: Span) {
        if let Some(index) = self.sections.iter().rposition(|(open, ..)| *open == section) {
            self.end_section(index, span);
            return;
        }
        let name = section.name();
        // Where another end follows first, this was meant for the beginning.
        let meant = self.end_follows(section, span);
        let start = meant.then(|| Fix::unsafe_(span, format!("<!--{name}-->")));
        self.unbalanced_section(section, span, "is closed but was not opened", "open it with", "", start);
        if meant {
            self.sections.push((section, span, true));
        } else if section == Section::IssueDescription {
            self.described.push(Span::at(span.start as usize));
        }
    }

    /// Whether the next comment of `section` behind `span` closes it.
    fn end_follows(&mut self, section: Section, span: Span) -> bool {
        let from = span.end as usize;
        let (close, open) = (self.next(section, "/", from), self.next(section, "", from));
        close.is_some_and(|close| close < from + REACH && open.is_none_or(|open| close < open))
    }

    /// Where the next comment of `section` with this `slash` stands from byte `from` on, which must not be before
    /// the one of the last time: so all cost no more than one way through the text.
    fn next(&mut self, section: Section, slash: &'static str, from: usize) -> Option<usize> {
        let known = self.next.iter().position(|(sort, _)| *sort == (section, slash));
        if let Some(index) = known
            && self.next[index].1.is_none_or(|at| at >= from)
        {
            return self.next[index].1;
        }
        let comment = format!("<!--{slash}{}-->", section.name());
        let found = memchr::memmem::find(&self.context.text.as_bytes()[from..], comment.as_bytes());
        let found = found.map(|at| from + at);
        match known {
            Some(index) => self.next[index].1 = found,
            None => self.next.push(((section, slash), found)),
        }
        found
    }

    fn end_section(&mut self, index: usize, span: Span) {
        let (section, open, _) = self.sections[index];
        self.sections.truncate(index);
        if section == Section::IssueDescription {
            self.described.push(open.join(span));
        }
    }

    fn unbalanced_section(
        &mut self,
        section: Section,
        span: Span,
        what: &str,
        help: &str,
        slash: &str,
        fix: Option<Fix>,
    ) {
        let rule = if section == Section::IssueDescription {
            "issue-description-unbalanced"
        } else {
            "section-unbalanced"
        };
        let name = section.name();
        let finding = Finding::new(rule, span, format!("`{name}` {what}"))
            .help(format!("{help} `<!--{slash}{name}-->`"));
        self.found.push(match fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }
}
