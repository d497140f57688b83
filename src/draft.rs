//! The first text of a new article: what its neighbours have in common, an id of its own, and a body that
//! its kind asks for.
//!
//! Knows the corpus and no files.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    article::{attribute::Attribute, header::Header, kind::Kind, metadata::Metadata},
    corpus::{Corpus, Entry, folder, stem},
    source::SourceFile,
};

/// What a new article begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// What the author must still fill in.
    pub open: Vec<&'static str>,
}

/// A new article of `kind` at `path`, among those of `corpus`, with the articleId `id`, by `author`.
pub fn draft(corpus: &Corpus, kind: Kind, path: &str, id: &str, author: &str) -> Draft {
    let siblings: Vec<&Entry> = corpus
        .entries
        .iter()
        .filter(|entry| folder(&corpus.sources[entry.source as usize].path) == folder(path))
        .collect();
    let common = |attribute| most_common(corpus, &siblings, kind, attribute);
    let service = common(Attribute::Service).unwrap_or_default();
    let resource = common(Attribute::Resource).unwrap_or_default();
    let title = title(stem(path), &service);
    let order = next_order(corpus, &service, &resource).to_string();
    let quick_start = kind == Kind::PartnerCenterQuickStart;
    let mut open = Vec::new();
    let mut header = String::from("<properties\n");
    let mut add = |attribute: Attribute, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(header, "    {}=\"{}\"", attribute.name(), escaped(value));
    };
    if !quick_start {
        add(Attribute::PageTitle, &title);
        add(Attribute::Description, &title);
        open.push("description");
    }
    if matches!(kind, Kind::Diagnostics | Kind::Rca | Kind::ServiceHealthInsights) {
        add(Attribute::InfoBubbleText, &title);
        add(Attribute::DiagnosticScenario, "");
        open.push("diagnosticScenario");
    }
    add(Attribute::Service, &service);
    add(Attribute::Resource, &resource);
    add(Attribute::Authors, author);
    add(Attribute::MsAuthor, author);
    add(Attribute::DisplayOrder, &order);
    if !matches!(
        kind,
        Kind::PartnerCenterQuickStart
            | Kind::Recommendation
            | Kind::DiagnoseAndSolve
            | Kind::SupportTopicDescription
    ) {
        add(Attribute::SupportTopicIds, "");
        open.push("supportTopicIds");
    }
    add(Attribute::ProductPesIds, &common(Attribute::ProductPesIds).unwrap_or_default());
    add(Attribute::SelfHelpType, kind.name());
    if matches!(kind, Kind::ProblemScopingQuestions | Kind::TsgQuestions) {
        add(Attribute::SchemaVersion, "1");
    }
    add(
        Attribute::CloudEnvironments,
        &common(Attribute::CloudEnvironments).unwrap_or_else(|| "public".to_owned()),
    );
    add(Attribute::OwnershipId, &common(Attribute::OwnershipId).unwrap_or_default());
    add(Attribute::ArticleId, id);
    header.push_str("/>\n\n");
    for (value, name) in [(service, "service"), (resource, "resource")] {
        if value.is_empty() {
            open.push(name);
        }
    }
    Draft { text: header + &body(kind, &title), open }
}

/// A copy of `source`, whose header is `header`, with the articleId `id`, the next order, and without the
/// topics, for which the two would compete.
pub fn copy(corpus: &Corpus, source: &SourceFile, header: &Header, metadata: &Metadata, id: &str) -> Draft {
    let service = metadata.service.as_deref().unwrap_or_default();
    let resource = metadata.resource.as_deref().unwrap_or_default();
    let order = next_order(corpus, service, resource).to_string();
    let mut edits: Vec<(std::ops::Range<usize>, String)> = Vec::new();
    let mut set = |attribute, value: &str| {
        let found = header.entries.iter().filter(|entry| entry.attribute == Some(attribute));
        edits.extend(found.map(|entry| (entry.value.range(), value.to_owned())));
    };
    set(Attribute::ArticleId, id);
    set(Attribute::DisplayOrder, &order);
    set(Attribute::SupportTopicIds, "");
    if metadata.article_id.is_none() {
        // Right behind `<properties`.
        let at = header.span.start as usize + "<properties".len();
        edits.push((at..at, format!("\n    articleId=\"{id}\"")));
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = source.text.to_string();
    for (range, value) in edits.into_iter().rev() {
        text.replace_range(range, &value);
    }
    Draft { text, open: vec!["pageTitle", "description", "supportTopicIds"] }
}

/// The value of `attribute` that most of `siblings` have, those of the same kind before all others.
fn most_common(corpus: &Corpus, siblings: &[&Entry], kind: Kind, attribute: Attribute) -> Option<String> {
    let count = |same_kind: bool| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for entry in siblings.iter().filter(|entry| !same_kind || entry.article.metadata.kind == kind) {
            let text = &corpus.sources[entry.source as usize].text;
            if let Some(found) = entry.article.header.get(attribute) {
                let value = found.value(text);
                if !value.is_empty() {
                    *counts.entry(value.into_owned()).or_default() += 1;
                }
            }
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(value, _)| value)
    };
    count(true).or_else(|| count(false))
}

/// One more than the highest order of the service's resource.
fn next_order(corpus: &Corpus, service: &str, resource: &str) -> u64 {
    corpus
        .entries
        .iter()
        .map(|entry| &entry.article.metadata)
        .filter(|metadata| {
            metadata.service.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(service))
                && metadata.resource.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(resource))
        })
        .filter_map(|metadata| metadata.display_order)
        .max()
        .unwrap_or_default()
        .saturating_add(1)
}

/// A title out of the name of a file, without the service's short name that it starts with.
fn title(stem: &str, service: &str) -> String {
    let short = service.rsplit('.').next().unwrap_or_default();
    let name = stem.strip_prefix(short).and_then(|rest| rest.strip_prefix('-')).unwrap_or(stem);
    let words = name.replace(['-', '_', '.'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Article".to_owned(),
    }
}

fn escaped(value: &str) -> String {
    value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// A body that the kind's rules accept.
fn body(kind: Kind, title: &str) -> String {
    let steps = "## **Recommended Steps**\n\n1. Say what to do first, and what to expect.\n\n## **Recommended Documents**\n\n* [Title of the document](https://example.com/)\n";
    let json = |object: serde_json::Value| {
        // The object is made of texts and numbers, which always serialize.
        let text = serde_json::to_string_pretty(&object).unwrap_or_default();
        format!("# {title}\n---\n{text}\n---\n")
    };
    let schema = "SelfHelpContent";
    match kind {
        Kind::Apollo => format!(
            "# {title}\n\n## {title}\n\nSay what the reader sees and why.\n\n:::Section Recommended Steps:::\n\n1. Say what to do first, and what to expect.\n\n:::\n"
        ),
        Kind::Diagnostics | Kind::Rca | Kind::ServiceHealthInsights => format!(
            "# {title}\n\n<!--issueDescription-->\nSay what happened, when and to what.\n<!--/issueDescription-->\n\n{steps}"
        ),
        Kind::Tools | Kind::PartnerCenterQuickStart => format!(
            "# {title}\n\n<!--Link-->https://example.com/<!--/Link-->\n<!--Text-->What the link opens<!--/Text-->\n<!--IconClass-->icon-document<!--/IconClass-->\n"
        ),
        Kind::TsgContent | Kind::TsgDescription => {
            format!("# {title}\n\n1. Say what to look at first, and what it tells.\n")
        }
        Kind::ProblemScopingQuestions | Kind::TsgQuestions => json(serde_json::json!({
            "$schema": schema,
            "title": title,
            "resourceRequired": true,
            "subscriptionRequired": true,
            "formElements": [{
                "id": "problem_start_time",
                "order": 1,
                "controlType": "datetimepicker",
                "displayLabel": "When did the problem start?",
                "required": true,
            }],
        })),
        Kind::Recommendation => json(serde_json::json!({
            "$schema": "AdvisorRecommendation",
            "recommendationCategory": "Cost",
            "recommendationImpact": "Low",
            "recommendationMetadataState": "Active",
            "displayLabel": title,
            "description": title,
            "longDescription": title,
            "potentialBenefits": "Say what the reader gains",
            "actions": [],
        })),
        Kind::DiagnoseAndSolve => json(serde_json::json!({ "$schema": schema, "commonProblems": [] })),
        Kind::SupportTopicDescription => json(serde_json::json!({
            "$schema": schema,
            "shortDescription": title,
            "longDescription": title,
            "supportTopics": [],
        })),
        Kind::Generic | Kind::Resource | Kind::Unknown => format!("# {title}\n\n{steps}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check::Checked, config::Config, corpus::Parsed, source::Encoding};

    fn file(path: &str, text: &str) -> Parsed {
        Parsed::new(SourceFile {
            path: path.into(),
            text: text.into(),
            encoding: Encoding::Utf8,
            fault: None,
        })
    }

    const SIBLING: &str = "<properties pageTitle=\"A\" description=\"A\" articleId=\"a\" service=\"h.compute\" resource=\"vms\" selfHelpType=\"generic\" displayOrder=\"7\" supportTopicIds=\"32600101\" productPesIds=\"41010\" cloudEnvironments=\"public, fairfax\" ownershipId=\"O\" ms.author=\"a\" />\n# A\n";

    #[test]
    fn a_draft_takes_from_its_siblings_and_has_its_own_id_and_order() {
        let corpus = Corpus::new(vec![file("articles/c/compute-a.md", SIBLING)], Vec::new());
        let text = draft(&corpus, Kind::Generic, "articles/c/compute-does-not-start.md", "ID", "me").text;
        for part in [
            "pageTitle=\"Does not start\"",
            "service=\"h.compute\"",
            "resource=\"vms\"",
            "displayOrder=\"8\"",
            "productPesIds=\"41010\"",
            "cloudEnvironments=\"public, fairfax\"",
            "articleId=\"ID\"",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn drafts_of_every_kind_parse_without_errors_of_form() {
        let corpus = Corpus::new(vec![file("articles/c/compute-a.md", SIBLING)], Vec::new());
        for kind in Kind::ALL {
            let path = "articles/c/compute-b.md";
            let text = draft(&corpus, *kind, path, "7c1e0001-5a1d-4b6e-9c00-000000000006", "me").text;
            let checked = Checked::new(Corpus::new(vec![file(path, &text)], Vec::new()), &Config::default());
            let form = |rule: &str| rule.starts_with("json-") || rule.starts_with("header-");
            let odd: Vec<_> = checked.diagnostics.iter().filter(|d| form(d.finding.rule)).collect();
            assert!(odd.is_empty(), "{kind:?}: {odd:#?}");
            assert_eq!(checked.corpus.entries[0].article.metadata.kind, *kind);
        }
    }

    #[test]
    fn a_copy_has_an_id_and_an_order_of_its_own_and_no_topics() {
        let corpus = Corpus::new(vec![file("articles/c/compute-a.md", SIBLING)], Vec::new());
        let article = &corpus.entries[0].article;
        let text = copy(&corpus, &corpus.sources[0], &article.header, &article.metadata, "new").text;
        let expected = SIBLING
            .replace("\"7\"", "\"8\"")
            .replace("articleId=\"a\"", "articleId=\"new\"")
            .replace("\"32600101\"", "\"\"");
        assert_eq!(text, expected);
    }
}
