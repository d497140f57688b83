//! Faults between files: references that lead nowhere, images that are not there, addresses that clash.

use super::{Context, Family, Group, Rule, Severity, links::is_host};
use crate::{
    article::{
        Body,
        json::Node,
        kind::Kind,
        markdown::outline::{Link, Outline},
        url::{Destination, host},
    },
    config::Config,
    corpus::{Corpus, folder, join},
    diagnostic::Finding,
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family =
    Family { rules: RULES, among: Some(run), corpus: Some(collisions), ..Family::NONE };

const RULES: &[Rule] = &[
    Rule {
        name: "address-collision",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "Two articles would have the same address.",
        explanation: "Addresses are the paths in lower case with only letters, digits, `.`, `_` and `-`. Articles whose names differ in nothing else get a short code behind their address, which changes when one of them is renamed. Give the files names that differ in more than case and punctuation.",
        bad: &[
            "=== articles/halden.compute/Start.md\n⟦⟧<properties articleId=\"a\" />\n=== articles/halden.compute/start.md\n⟦⟧<properties articleId=\"b\" />\n",
        ],
        good: &[
            "=== articles/halden.compute/start-linux.md\n<properties articleId=\"a\" />\n=== articles/halden.compute/start.md\n<properties articleId=\"b\" />\n",
        ],
    },
    Rule {
        name: "broken-article-ref",
        group: Group::CrossFile,
        severity: Severity::Error,
        summary: "A reference to an article by its id leads nowhere.",
        explanation: "The article was removed, or its id is misspelt or was changed. Readers find plain text where a link should be, or a problem in a menu without its solution. Use the id of an article that exists; the search of the site shows it.",
        bad: &[
            "=== articles/halden.compute/stop.md\n<properties articleId=\"stop\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Stop\n\nFirst ⟦[start it](article:start-it)⟧.\n",
            "=== articles/halden.compute/menu.md\n<properties articleId=\"menu\" selfHelpType=\"diagnoseandsolve\" cloudEnvironments=\"public\" />\n# Menu\n---\n{\"commonProblems\": [{\"id\": \"a\", \"title\": \"Start\", \"commonSolutionArticleId\": ⟦\"start-it\"⟧}]}\n---\n",
        ],
        good: &[
            "=== articles/halden.compute/stop.md\n<properties articleId=\"stop\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Stop\n\nFirst [start it](article:start).\n=== articles/halden.compute/start.md\n<properties articleId=\"start\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Start\n\n## First\n",
        ],
    },
    Rule {
        name: "image-host-not-allowed",
        group: Group::CrossFile,
        severity: Severity::Info,
        summary: "An image of another host is shown as a link.",
        explanation: "An image from elsewhere may change or vanish, and tells that host who reads the article. casebook shows a link instead. Put the image beside the article, or add the host to `images.hosts` in casebook.toml.",
        bad: &["# Start\n\n⟦![A machine](https://pictures.example/machine.png)⟧\n"],
        good: &["# Start\n\nLook at [a machine](https://pictures.example/machine.png).\n"],
    },
    Rule {
        name: "image-invalid",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "An image's file is not what its name says, or not safe to show.",
        explanation: "A file that ends in `.png` but is none is not shown by every browser, and an SVG may hold scripts. Save the image again as PNG, or as plain SVG.",
        bad: &[
            "=== articles/halden.compute/start.md\n<properties articleId=\"start\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Start\n\n⟦![A machine](images/machine.png)⟧\n=== articles/halden.compute/images/machine.png\nThis is no picture.\n",
        ],
        good: &["# Start\n\nA machine.\n"],
    },
    Rule {
        name: "image-missing",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "An image's file does not exist.",
        explanation: "Readers see the alternative text only. Add the file beside the article, mend the path (it is relative to the article), or remove the image.",
        bad: &["# Start\n\n⟦![A machine](images/machine.png)⟧\n"],
        good: &["# Start\n\nA machine.\n"],
    },
    Rule {
        name: "link-fragment-missing",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "A link leads to a heading that does not exist.",
        explanation: "The heading was renamed or removed, and readers land at the start of the page or nowhere. Link to a heading that exists.",
        bad: &[
            "# Start\n\nSee ⟦[the last part](#last)⟧.\n",
            "=== articles/halden.compute/stop.md\n<properties articleId=\"stop\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Stop\n\nSee ⟦[start](start.md#last)⟧.\n=== articles/halden.compute/start.md\n<properties articleId=\"start\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Start\n\n## First\n",
        ],
        good: &[
            "# Start\n\nSee [the last part](#last).\n\n## Last\n",
            "=== articles/halden.compute/stop.md\n<properties articleId=\"stop\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Stop\n\nSee [start](start.md#first).\n=== articles/halden.compute/start.md\n<properties articleId=\"start\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Start\n\n## First\n",
        ],
    },
    Rule {
        name: "link-relative-broken",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "A relative link leads to no article.",
        explanation: "Relative links lead to other articles' files. This one has no file: it was moved, or the link is one to another site that lacks its `https://`. Mend the path, or link by id (`article:ID`), which survives moves.",
        bad: &[
            "=== articles/halden.compute/stop.md\n<properties articleId=\"stop\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Stop\n\nSee ⟦[start](begin.md)⟧.\n=== articles/halden.compute/start.md\n<properties articleId=\"start\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Start\n\n## First\n",
        ],
        good: &[
            "=== articles/halden.compute/stop.md\n<properties articleId=\"stop\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Stop\n\nSee [start](start.md).\n=== articles/halden.compute/start.md\n<properties articleId=\"start\" selfHelpType=\"generic\" cloudEnvironments=\"public\" />\n# Start\n\n## First\n",
        ],
    },
];

/// Looks at what an article refers to.
fn run(corpus: &Corpus, context: &Context<'_>, found: &mut Vec<Finding>) {
    match &context.article.body {
        Body::Markdown(outline) => {
            for link in &outline.links {
                check_link(corpus, context, outline, link, found);
            }
        }
        Body::Json(body) if context.kind() == Kind::DiagnoseAndSolve => {
            let problems = body
                .root
                .as_ref()
                .and_then(|root| root.get("commonProblems"))
                .map_or(&[][..], Node::elements);
            for problem in problems {
                check_problem(corpus, problem, 0, found);
            }
        }
        Body::Json(_) => {}
    }
}

fn collisions(corpus: &Corpus, _: &Config) -> Vec<(u32, Finding)> {
    let mut findings = Vec::new();
    for (members, address) in corpus.colliding() {
        for index in members {
            let entry = &corpus.entries[*index as usize];
            let finding = Finding::new(
                "address-collision",
                Span::default(),
                format!(
                    "another article would have the address `{address}` too; this one is `{}`",
                    entry.address
                ),
            )
            .help("give the files names that differ in more than case and punctuation");
            findings.push((entry.source, finding));
        }
    }
    findings
}

fn check_link(
    corpus: &Corpus,
    context: &Context<'_>,
    outline: &Outline,
    link: &Link,
    found: &mut Vec<Finding>,
) {
    let base = folder(&context.source.path);
    if link.image {
        found.extend(check_image(corpus, base, link, &context.config.image_hosts));
        return;
    }
    let finding = match Destination::parse(&link.url) {
        Destination::Article(id, fragment) => match corpus.with_id(&id) {
            [] => Finding::new(
                "broken-article-ref",
                link.span,
                format!("no article has the id `{id}`; the link is shown as text"),
            )
            .help("use the id of an article that exists"),
            [target, ..] => match missing_fragment(corpus, *target, fragment) {
                Some(message) => Finding::new("link-fragment-missing", link.span, message)
                    .help("link to a heading that exists"),
                None => return,
            },
        },
        // That an address lacks its scheme, another rule says.
        Destination::Relative(path, _) if is_host(&path) => return,
        Destination::Relative(path, fragment) => match corpus.at_path(&join(base, &path)) {
            None => Finding::new(
                "link-relative-broken",
                link.span,
                format!("`{path}` is no article here; the link is shown as text"),
            )
            .help(
                "link to an article by `article:ID` or its relative path, and to other sites with `https://`",
            ),
            Some(target) => match missing_fragment(corpus, target, fragment) {
                Some(message) => Finding::new("link-fragment-missing", link.span, message)
                    .help("link to a heading that exists"),
                None => return,
            },
        },
        Destination::Fragment(fragment) if outline.anchor(fragment).is_none() => Finding::new(
            "link-fragment-missing",
            link.span,
            format!("the article has no heading `#{fragment}`; the link is shown as text"),
        )
        .help("link to a heading that exists"),
        _ => return,
    };
    found.push(finding);
}

fn missing_fragment(corpus: &Corpus, target: u32, fragment: &str) -> Option<String> {
    if fragment.is_empty() {
        return None;
    }
    let exists = match &corpus.entries[target as usize].article.body {
        Body::Markdown(outline) => outline.anchor(fragment).is_some(),
        Body::Json(_) => false,
    };
    (!exists).then(|| {
        format!("`{}` has no heading `#{fragment}`; the link leads to its start", corpus.source(target).path)
    })
}

fn check_image(corpus: &Corpus, base: &str, link: &Link, image_hosts: &[String]) -> Option<Finding> {
    match Destination::parse(&link.url) {
        Destination::Relative(path, _) => match corpus.image_at(&join(base, &path)) {
            None => Some(
                Finding::new("image-missing", link.span, format!("the image `{path}` does not exist"))
                    .help("add the file, or remove the image"),
            ),
            Some(image) => image.fault.as_ref().map(|fault| {
                Finding::new("image-invalid", link.span, format!("`{path}` is not shown: {fault}"))
                    .help("save the image again as PNG, or as plain SVG")
            }),
        },
        Destination::Web(address) => {
            let host = host(&address)?;
            (!image_hosts.contains(&host)).then(|| {
                Finding::new(
                    "image-host-not-allowed",
                    link.span,
                    format!("the image of `{host}` is shown as a link"),
                )
                .help("add the host to `images.hosts` in casebook.toml, or put the image beside the article")
            })
        }
        // A link that is no image at all was reported where the body was read.
        _ => None,
    }
}

fn check_problem(corpus: &Corpus, problem: &Node, depth: u32, found: &mut Vec<Finding>) {
    if let Some(node) = problem.get("commonSolutionArticleId")
        && let Some(id) = node.text().map(str::trim).filter(|id| !id.is_empty())
        && corpus.with_id(id).is_empty()
    {
        found.push(
            Finding::new("broken-article-ref", node.span, format!("no article has the id `{id}`"))
                .help("use the id of an article that exists"),
        );
    }
    if depth < 8 {
        problem
            .get("subProblems")
            .map_or(&[][..], Node::elements)
            .iter()
            .for_each(|problem| check_problem(corpus, problem, depth + 1, found));
    }
}
