//! What readers with a screen reader need: texts of images and links.

use super::{Context, Family, Group, Rule, Severity};
use crate::diagnostic::Finding;

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: Some(check), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "image-no-alt",
        group: Group::Accessibility,
        severity: Severity::Warning,
        summary: "An image has no text.",
        explanation: "Readers who do not see the image hear its text, and all readers see it when the image cannot be loaded.\n\nSay between the brackets what the image shows.",
        bad: &["# Title\n\n⟦![](https://halden.example/disk.png)⟧\n"],
        good: &["# Title\n\n![The disk's page, with Add selected](https://halden.example/disk.png)\n"],
    },
    Rule {
        name: "link-empty-text",
        group: Group::Accessibility,
        severity: Severity::Warning,
        summary: "A link has no text.",
        explanation: "A link without a text cannot be seen, and a screen reader reads its address out letter by letter.\n\nSay between the brackets where the link leads.",
        bad: &["# Title\n\nRead ⟦[ ](https://halden.example/log)⟧.\n"],
        good: &["# Title\n\nRead [about the log](https://halden.example/log).\n"],
    },
    Rule {
        name: "link-text-vague",
        group: Group::Accessibility,
        severity: Severity::Warning,
        summary: "A link's text does not say where it leads.",
        explanation: "Screen readers list the links of a page without the text around them, and all readers look for links first: a list of `here`, `here` and `this article` helps nobody.\n\nUse the title of the page that the link opens.",
        bad: &[
            "# Title\n\nTo read the log, click ⟦[here](https://halden.example/log)⟧.\n",
            "# Title\n\nSee ⟦[this article.](https://halden.example/log)⟧\n",
        ],
        good: &["# Title\n\n[Read the log](https://halden.example/log).\n"],
    },
];

/// Texts that fit every link, in lower case.
const VAGUE: &[&str] = &[
    "article",
    "article here",
    "click",
    "click here",
    "click on this link",
    "click this link",
    "details",
    "doc",
    "docs",
    "document",
    "documentation",
    "following link",
    "from here",
    "guide",
    "here",
    "here - link",
    "info",
    "learn more",
    "learn more here",
    "link",
    "links",
    "more",
    "more details",
    "more info",
    "more information",
    "page",
    "read more",
    "read this",
    "see here",
    "see more",
    "see this",
    "site",
    "the article",
    "the document",
    "the following link",
    "the link",
    "these steps",
    "this",
    "this article",
    "this blog",
    "this doc",
    "this docs",
    "this document",
    "this documentation",
    "this guide",
    "this link",
    "this one",
    "this page",
    "this post",
    "this site",
    "this url",
    "this website",
    "url",
    "website",
];

fn check(context: &Context<'_>, found: &mut Vec<Finding>) {
    let Some(outline) = context.outline() else { return };
    for link in &outline.links {
        let text = link.text.trim();
        let source = link.span.text(context.text);
        if link.image {
            if text.is_empty() {
                found.push(
                    Finding::new("image-no-alt", link.span, "an image has no text")
                        .help("say between the brackets what it shows"),
                );
            }
            continue;
        }
        // Anchors are written as tags, and a link may be around an image.
        if text.is_empty() {
            let bare =
                source.strip_prefix('[').and_then(|rest| rest.trim_start().strip_prefix(']')).is_some();
            if bare {
                found.push(
                    Finding::new("link-empty-text", link.span, "a link has no text")
                        .help("say between the brackets where it leads"),
                );
            }
        } else if text.len() <= 24 && source.starts_with('[') && is_vague(text) {
            found.push(
                Finding::new(
                    "link-text-vague",
                    link.span,
                    format!("`{text}` does not say where the link leads"),
                )
                .help("use the title of the page that it opens"),
            );
        }
    }
}

fn is_vague(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    VAGUE.binary_search(&&*text).is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn vague_texts_are_sorted() {
        assert!(super::VAGUE.is_sorted());
    }
}
