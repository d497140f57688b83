//! Faults between files: ids given twice, references that lead nowhere, images that are not there.

use rayon::prelude::*;

use super::{Family, Group, Rule, Severity};
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
    diagnostic::{Finding, Related},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, article: None, corpus: Some(run) };

const RULES: &[Rule] = &[
    Rule {
        name: "address-collision",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "Two articles would have the same address.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "broken-article-ref",
        group: Group::CrossFile,
        severity: Severity::Error,
        summary: "A reference to an article by its id leads nowhere.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "duplicate-article-id",
        group: Group::CrossFile,
        severity: Severity::Error,
        summary: "Two articles have the same `articleId`.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "image-host-not-allowed",
        group: Group::CrossFile,
        severity: Severity::Info,
        summary: "An image of another host is shown as a link.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "image-invalid",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "An image's file is not what its name says, or not safe to show.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "image-missing",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "An image's file does not exist.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "link-fragment-missing",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "A link leads to a heading that does not exist.",
        explanation: "",
        bad: &[],
        good: &[],
    },
    Rule {
        name: "link-relative-broken",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "A relative link leads to no article.",
        explanation: "",
        bad: &[],
        good: &[],
    },
];

/// Runs all rules of this family.
fn run(corpus: &Corpus, config: &Config) -> Vec<(u32, Finding)> {
    let image_hosts = &config.image_hosts;
    let mut findings = duplicate_ids(corpus);
    findings.extend(collisions(corpus));
    findings.par_extend((0..corpus.entries.len() as u32).into_par_iter().flat_map_iter(|index| {
        let entry = &corpus.entries[index as usize];
        let mut found = Vec::new();
        match &entry.article.body {
            Body::Markdown(outline) => outline
                .links
                .iter()
                .for_each(|link| check_link(corpus, index, outline, link, image_hosts, &mut found)),
            Body::Json(body) if entry.article.metadata.kind == Kind::DiagnoseAndSolve => {
                let problems = body
                    .root
                    .as_ref()
                    .and_then(|root| root.get("commonProblems"))
                    .map_or(&[][..], Node::elements);
                for problem in problems {
                    check_problem(corpus, problem, 0, &mut found);
                }
            }
            Body::Json(_) => {}
        }
        let source = entry.source;
        found.into_iter().map(move |finding| (source, finding))
    }));
    findings
}

/// Every article of a group but the first gets a finding; the first one published keeps the id's peace.
fn duplicate_ids(corpus: &Corpus) -> Vec<(u32, Finding)> {
    let mut findings = Vec::new();
    for (_, entries) in corpus.ids().filter(|(_, entries)| entries.len() > 1) {
        for index in entries {
            let others = entries.iter().filter(|other| *other != index);
            let (source, span) = id_place(corpus, *index);
            let mut finding = Finding::new(
                "duplicate-article-id",
                span,
                format!(
                    "articleId `{}` is also used by another article",
                    span.text(&corpus.sources[source as usize].text)
                ),
            )
            .help("give the newer article an id of its own; a published id must never change");
            for other in others.take(3) {
                let (source, span) = id_place(corpus, *other);
                let path = Some(corpus.sources[source as usize].path.clone());
                finding = finding.related(Related { path, span, message: "used here too".to_owned() });
            }
            findings.push((source, finding));
        }
    }
    findings
}

fn id_place(corpus: &Corpus, index: u32) -> (u32, Span) {
    let entry = &corpus.entries[index as usize];
    let place = entry.article.header.get(crate::article::attribute::Attribute::ArticleId);
    (entry.source, place.map_or(entry.article.header.span, |entry| entry.value))
}

fn collisions(corpus: &Corpus) -> Vec<(u32, Finding)> {
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
    index: u32,
    outline: &Outline,
    link: &Link,
    image_hosts: &[String],
    found: &mut Vec<Finding>,
) {
    let base = folder(&corpus.source(index).path);
    if link.image {
        found.extend(check_image(corpus, base, link, image_hosts));
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
        Destination::Fragment(fragment)
            if !outline.headings.iter().any(|heading| heading.id.eq_ignore_ascii_case(fragment)) =>
        {
            Finding::new(
                "link-fragment-missing",
                link.span,
                format!("the article has no heading `#{fragment}`; the link is shown as text"),
            )
            .help("link to a heading that exists")
        }
        _ => return,
    };
    found.push(finding);
}

fn missing_fragment(corpus: &Corpus, target: u32, fragment: &str) -> Option<String> {
    if fragment.is_empty() {
        return None;
    }
    let exists = match &corpus.entries[target as usize].article.body {
        Body::Markdown(outline) => {
            outline.headings.iter().any(|heading| heading.id.eq_ignore_ascii_case(fragment))
        }
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
            Some(image) => image.fault.map(|fault| {
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
