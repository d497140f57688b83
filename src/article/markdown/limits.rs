//! How much of one kind a body may hold: what is beyond is told once, and is no help to any reader.
//!
//! Knows events and counts them. What a page does with a body beyond the limits, `render` says.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::{diagnostic::Finding, span::Span};

/// How many lists and quotes may stand inside each other.
const NESTED: usize = 32;
/// How many columns a table may have.
const COLUMNS: usize = 50;
/// How many headings a body may have.
const HEADINGS: usize = 500;
/// How many links and images a body may have.
const LINKS: usize = 5_000;

/// What was counted so far.
#[derive(Debug, Default)]
pub(super) struct Limits {
    nested: usize,
    headings: usize,
    links: usize,
    too_deep: bool,
    too_wide: bool,
}

impl Limits {
    /// Counts `event`, which stands at what `span` returns, and notes when it is the first beyond a limit.
    pub(super) fn count(&mut self, event: &Event<'_>, span: impl Fn() -> Span, findings: &mut Vec<Finding>) {
        match event {
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => {
                self.nested += 1;
                if self.nested > NESTED && !std::mem::replace(&mut self.too_deep, true) {
                    let message = format!("more than {NESTED} lists and quotes stand inside each other");
                    findings.push(
                        Finding::new("nesting-too-deep", first(span()), message)
                            .help("make a list of its own of the innermost ones"),
                    );
                }
            }
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => self.nested -= 1,
            Event::Start(Tag::Table(columns))
                if columns.len() > COLUMNS && !std::mem::replace(&mut self.too_wide, true) =>
            {
                let message = format!("the table has {} columns, more than {COLUMNS}", columns.len());
                findings.push(
                    Finding::new("table-too-wide", first(span()), message)
                        .help("split the table, or attach it as a file"),
                );
            }
            Event::Start(Tag::Heading { .. }) => {
                self.headings += 1;
                if self.headings == HEADINGS + 1 {
                    let message = format!("the article has more than {HEADINGS} headings");
                    findings.push(
                        Finding::new("too-many-headings", first(span()), message).help("split the article"),
                    );
                }
            }
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                self.links += 1;
                if self.links == LINKS + 1 {
                    let message = format!("the article has more than {LINKS} links and images");
                    findings.push(
                        Finding::new("too-many-links", first(span()), message).help("split the article"),
                    );
                }
            }
            _ => {}
        }
    }
}

/// The start of `span`: what is too long is not shown whole.
fn first(span: Span) -> Span {
    Span::at(span.start as usize)
}

#[cfg(test)]
mod tests {
    use crate::{
        article::{
            kind::Kind,
            markdown::{cook::Cooked, outline::Outline},
        },
        diagnostic::Finding,
    };

    #[track_caller]
    fn is_beyond(text: &str, rule: &str) -> bool {
        let mut findings: Vec<Finding> = Vec::new();
        let cooked = Cooked::new(text, 0, &mut findings);
        Outline::new(&cooked, text, Kind::Generic, &mut findings);
        let found: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
        assert!(found.iter().all(|found| *found == rule) && found.len() < 2, "{found:?}");
        !found.is_empty()
    }

    #[test]
    fn what_is_one_more_than_the_limit_is_told_once() {
        for (rule, limit, text) in [
            ("nesting-too-deep", 32, (|n| "> ".repeat(n) + "a\n\n> a\n") as fn(usize) -> String),
            ("table-too-wide", 50, |n| format!("|{}\n|{}\n\ntext\n", "a|".repeat(n), "-|".repeat(n))),
            ("too-many-headings", 500, |n| "## A\n\n".repeat(n)),
            ("too-many-links", 5_000, |n| "[a](#b) ".repeat(n)),
        ] {
            assert!(!is_beyond(&text(limit), rule), "{rule}");
            assert!(is_beyond(&text(limit + 1), rule), "{rule}");
            assert!(is_beyond(&text(limit + 3), rule), "{rule}");
        }
    }

    #[test]
    fn images_inside_each_other_cost_no_more_than_their_length() {
        // With the text of each in all around it, this would take hours and all memory.
        let text = format!("{}{}", "![a".repeat(200_000), "](b)".repeat(200_000));
        let mut findings = Vec::new();
        let cooked = Cooked::new(&text, 0, &mut findings);
        Outline::new(&cooked, &text, Kind::Generic, &mut findings);
    }
}
