//! What only one article may have: an id, a place in a list, a topic.

use rustc_hash::FxHashMap;

use super::{Family, Group, Rule, Severity};
use crate::{
    article::{
        attribute::Attribute,
        cloud::{Cloud, CloudSet},
        kind::Kind,
        metadata::Metadata,
    },
    config::Config,
    corpus::Corpus,
    diagnostic::{Finding, Related},
    span::Span,
};

/// The family.
pub(super) const FAMILY: Family = Family { rules: RULES, corpus: Some(run), ..Family::NONE };

/// Other places that a finding names at most.
const SHOWN: usize = 3;

const RULES: &[Rule] = &[
    Rule {
        name: "duplicate-article-id",
        group: Group::CrossFile,
        severity: Severity::Error,
        summary: "Two articles have the same `articleId`.",
        explanation: "An article is known by its id for ever: links, statistics and the portal go by it, and with two of them one is never shown. It happens when an article is copied with its header. Give the newer article an id of its own (`casebook new --from FILE` copies with a fresh one); never change the id of the article that is published. casebook offers no fix, since it cannot tell which one that is.",
        bad: &[
            "=== articles/halden.compute/compute-start.md\n<properties articleId=\"⟦compute-start⟧\" />\n=== articles/halden.compute/compute-stop.md\n<properties articleId=\"⟦Compute-Start⟧\" />\n",
        ],
        good: &[
            "=== articles/halden.compute/compute-start.md\n<properties articleId=\"compute-start\" />\n=== articles/halden.compute/compute-stop.md\n<properties articleId=\"compute-stop\" />\n",
        ],
    },
    Rule {
        name: "duplicate-display-order",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "Two articles of one list have the same `displayOrder`.",
        explanation: "The portal lists the articles of a service and resource by this number; among equals it is chance which comes first. Two articles stand in one list when they are of the same kind and share service, resource, a cloud and a tag (or have no tags). Give one of them a number that is free; `casebook new` takes the next free one.",
        bad: &[
            "=== articles/halden.compute/compute-start.md\n<properties articleId=\"a\" selfHelpType=\"resource\" service=\"halden.compute\" resource=\"machines\" displayOrder=\"⟦10⟧\" cloudEnvironments=\"public\" />\n=== articles/halden.compute/compute-stop.md\n<properties articleId=\"b\" selfHelpType=\"resource\" service=\"Halden.Compute\" resource=\"Machines\" displayOrder=\"⟦10⟧\" cloudEnvironments=\"public, usnat\" />\n",
        ],
        good: &[
            "=== articles/halden.compute/compute-start.md\n<properties articleId=\"a\" selfHelpType=\"resource\" service=\"halden.compute\" resource=\"machines\" displayOrder=\"10\" cloudEnvironments=\"public\" />\n=== articles/halden.compute/compute-stop.md\n<properties articleId=\"b\" selfHelpType=\"resource\" service=\"halden.compute\" resource=\"machines\" displayOrder=\"20\" cloudEnvironments=\"public, usnat\" />\n",
            "=== articles/halden.compute/compute-start-linux.md\n<properties articleId=\"a\" selfHelpType=\"resource\" service=\"halden.compute\" resource=\"machines\" displayOrder=\"10\" resourceTags=\"linux\" cloudEnvironments=\"public\" />\n=== articles/halden.compute/compute-start-windows.md\n<properties articleId=\"b\" selfHelpType=\"resource\" service=\"halden.compute\" resource=\"machines\" displayOrder=\"10\" resourceTags=\"windows\" cloudEnvironments=\"public\" />\n",
        ],
    },
    Rule {
        name: "duplicate-mapping",
        group: Group::CrossFile,
        severity: Severity::Warning,
        summary: "Two articles compete for one topic.",
        explanation: "Case submission shows one form and one solution for a topic of a product in a cloud. When two articles of a kind claim it, one of them is never seen, and which one may change from one publishing run to the next. Take the topic out of one of the articles, or merge the two. Solutions whose `resourceTags` differ do not compete.",
        bad: &[
            "=== articles/halden.compute/scoping-start.md\n<properties articleId=\"a\" selfHelpType=\"problemScopingQuestions\" supportTopicIds=\"32600101,⟦32600102⟧\" productPesIds=\"41010\" cloudEnvironments=\"public\" />\n=== articles/halden.compute/scoping-stop.md\n<properties articleId=\"b\" selfHelpType=\"problemScopingQuestions\" supportTopicIds=\"⟦32600102⟧\" productPesIds=\"41020,41010\" cloudEnvironments=\"public\" />\n",
        ],
        good: &[
            "=== articles/halden.compute/scoping-start.md\n<properties articleId=\"a\" selfHelpType=\"problemScopingQuestions\" supportTopicIds=\"32600101\" productPesIds=\"41010\" cloudEnvironments=\"public\" />\n=== articles/halden.compute/scoping-stop.md\n<properties articleId=\"b\" selfHelpType=\"problemScopingQuestions\" supportTopicIds=\"32600102\" productPesIds=\"41020,41010\" cloudEnvironments=\"public\" />\n",
            "=== articles/halden.compute/scoping-start.md\n<properties articleId=\"a\" selfHelpType=\"problemScopingQuestions\" supportTopicIds=\"32600101\" productPesIds=\"41010\" cloudEnvironments=\"public\" />\n=== articles/halden.compute/scoping-start-mooncake.md\n<properties articleId=\"b\" selfHelpType=\"problemScopingQuestions\" supportTopicIds=\"32600101\" productPesIds=\"41010\" cloudEnvironments=\"mooncake\" />\n",
        ],
    },
];

fn run(corpus: &Corpus, _: &Config) -> Vec<(u32, Finding)> {
    let (mut found, (orders, topics)) =
        rayon::join(|| ids(corpus), || rayon::join(|| orders(corpus), || topics(corpus)));
    found.extend(orders);
    found.extend(topics);
    found
}

/// Where the value of `attribute` stands in the entry `index`.
fn place(corpus: &Corpus, index: u32, attribute: Attribute) -> (u32, Span) {
    let entry = &corpus.entries[index as usize];
    let place = entry.article.header.get(attribute);
    (entry.source, place.map_or(entry.article.header.span, |entry| entry.value))
}

/// Another place that takes part, with what is there.
fn related(corpus: &Corpus, (source, span): (u32, Span), message: &str) -> Related {
    let path = corpus.sources[source as usize].path.clone();
    Related { path: Some(path), span, message: message.to_owned() }
}

/// Every article with an id that another has too.
fn ids(corpus: &Corpus) -> Vec<(u32, Finding)> {
    let mut findings = Vec::new();
    for (_, entries) in corpus.ids().filter(|(_, entries)| entries.len() > 1) {
        for index in entries {
            let (source, span) = place(corpus, *index, Attribute::ArticleId);
            let id = span.text(&corpus.sources[source as usize].text);
            let mut finding = Finding::new(
                "duplicate-article-id",
                span,
                format!("articleId `{id}` is also used by another article"),
            )
            .help("give the newer article an id of its own; a published id must never change");
            for other in entries.iter().filter(|other| *other != index).take(SHOWN) {
                finding = finding.related(related(
                    corpus,
                    place(corpus, *other, Attribute::ArticleId),
                    "used here too",
                ));
            }
            findings.push((source, finding));
        }
    }
    findings
}

/// Articles at one place of a list.
///
/// Each article is looked up under each of its clouds and tags, so that the work is linear also when a
/// thousand articles share a number.
fn orders(corpus: &Corpus) -> Vec<(u32, Finding)> {
    type Key<'a> = (Kind, &'a str, String, u64);
    let mut lists: FxHashMap<Key<'_>, Vec<u32>> = FxHashMap::default();
    for (index, entry) in corpus.entries.iter().enumerate() {
        let metadata = &entry.article.metadata;
        if let Some(order) = metadata.display_order
            && let (Some(service), Some(resource)) = (&metadata.service, &metadata.resource)
            && matches!(metadata.kind, Kind::Resource | Kind::Generic)
        {
            let key = (metadata.kind, &**service, resource.to_ascii_lowercase(), order);
            lists.entry(key).or_default().push(index as u32);
        }
    }
    let mut findings = Vec::new();
    let mut slots = Slots::default();
    for ((.., order), entries) in lists.into_iter().filter(|(_, entries)| entries.len() > 1) {
        for (index, others) in slots.sharing(&entries, |index| {
            let metadata = &corpus.entries[index as usize].article.metadata;
            (metadata, &[])
        }) {
            let (source, span) = place(corpus, index, Attribute::DisplayOrder);
            let mut finding = Finding::new(
                "duplicate-display-order",
                span,
                format!("displayOrder `{order}` is also used by another article of the list"),
            )
            .help("give one of them a number that is free");
            for other in others {
                finding = finding.related(related(
                    corpus,
                    place(corpus, other, Attribute::DisplayOrder),
                    "the same order here",
                ));
            }
            findings.push((source, finding));
        }
    }
    findings
}

/// Articles that claim one topic.
fn topics(corpus: &Corpus) -> Vec<(u32, Finding)> {
    const KINDS: [Kind; 3] = [Kind::ProblemScopingQuestions, Kind::Generic, Kind::Resource];
    let mut claims: FxHashMap<(Kind, &str), Vec<u32>> = FxHashMap::default();
    for (index, entry) in corpus.entries.iter().enumerate() {
        let metadata = &entry.article.metadata;
        if KINDS.contains(&metadata.kind) && !metadata.products.is_empty() {
            for topic in &metadata.topics {
                claims.entry((metadata.kind, topic)).or_default().push(index as u32);
            }
        }
    }
    let mut findings = Vec::new();
    let (mut slots, mut places) = (Slots::default(), Places::default());
    for ((_, topic), entries) in claims.into_iter().filter(|(_, entries)| entries.len() > 1) {
        for (index, others) in slots.sharing(&entries, |index| {
            let metadata = &corpus.entries[index as usize].article.metadata;
            (metadata, &metadata.products)
        }) {
            let (source, span) = places.of_topic(corpus, index, topic);
            let mut finding = Finding::new(
                "duplicate-mapping",
                span,
                format!("the topic `{topic}` is also claimed by another article of this kind"),
            )
            .help("take the topic out of one of them");
            for other in others {
                let place = places.of_topic(corpus, other, topic);
                finding = finding.related(related(corpus, place, "claimed here too"));
            }
            findings.push((source, finding));
        }
    }
    findings
}

/// Where entries name their topics, each entry read once.
#[derive(Default)]
struct Places {
    known: FxHashMap<u32, FxHashMap<String, Span>>,
}

impl Places {
    /// Where the entry `index` names `topic`.
    fn of_topic(&mut self, corpus: &Corpus, index: u32, topic: &str) -> (u32, Span) {
        let (source, span) = place(corpus, index, Attribute::SupportTopicIds);
        let text = &*corpus.sources[source as usize].text;
        let places = self.known.entry(index).or_insert_with(|| {
            let mut places = FxHashMap::default();
            for item in span.text(text).split([',', ';']).map(str::trim) {
                places.entry(item.to_ascii_lowercase()).or_insert(Span::of(item, text));
            }
            places
        });
        (source, places.get(topic).copied().unwrap_or(span))
    }
}

/// The products and tags that entries are shown for, in pairs. Of an entry so many pairs count.
const MOST_PAIRS: usize = 256;

/// The pairs of a product and a tag that entries are shown for, each with a number; those of each entry are
/// looked up once.
#[derive(Default)]
struct Slots<'a> {
    numbers: FxHashMap<(&'a str, String), u32>,
    known: FxHashMap<u32, (Vec<u32>, CloudSet)>,
}

impl<'a> Slots<'a> {
    /// Those of `entries` that share a pair in a cloud with another one, and a few of those others. `about` says
    /// what an entry is shown for.
    fn sharing(
        &mut self,
        entries: &[u32],
        about: impl Fn(u32) -> (&'a Metadata, &'a [Box<str>]),
    ) -> Vec<(u32, Vec<u32>)> {
        for index in entries {
            let numbers = &mut self.numbers;
            self.known.entry(*index).or_insert_with(|| {
                let (metadata, products) = about(*index);
                (pairs(metadata, products, numbers), metadata.clouds)
            });
        }
        sharing(entries.iter().map(|index| {
            let (pairs, clouds) = &self.known[index];
            (*index, &**pairs, *clouds)
        }))
    }
}

/// The numbers of the pairs of product and tag that an article is shown for, empty where it has none. Forms go by
/// no tags.
fn pairs<'a>(
    metadata: &'a Metadata,
    products: &'a [Box<str>],
    numbers: &mut FxHashMap<(&'a str, String), u32>,
) -> Vec<u32> {
    let tags: &[Box<str>] = if metadata.kind == Kind::ProblemScopingQuestions { &[] } else { &metadata.tags };
    let or_none = |list: &'a [Box<str>]| -> Vec<&'a str> {
        if list.is_empty() { vec![""] } else { list.iter().map(|item| &**item).collect() }
    };
    let tags = or_none(tags);
    let pairs = or_none(products)
        .into_iter()
        .flat_map(|product| tags.iter().map(move |tag| (product, tag.to_ascii_lowercase())));
    let number = |pair| {
        let next = numbers.len() as u32;
        *numbers.entry(pair).or_insert(next)
    };
    pairs.take(MOST_PAIRS).map(number).collect()
}

/// The entries that share a pair in a cloud with another one, and a few of those others.
fn sharing<'p>(entries: impl Iterator<Item = (u32, &'p [u32], CloudSet)>) -> Vec<(u32, Vec<u32>)> {
    let mut holders: FxHashMap<(u32, Cloud), Vec<u32>> = FxHashMap::default();
    for (index, pairs, clouds) in entries {
        for pair in pairs {
            for cloud in clouds.iter() {
                let list = holders.entry((*pair, cloud)).or_default();
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
        }
    }
    let mut shared: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for list in holders.values().filter(|list| list.len() > 1) {
        for (at, index) in list.iter().enumerate() {
            let others = shared.entry(*index).or_default();
            // The first ones of the list name the others well enough.
            for other in list.iter().take(SHOWN + 1).enumerate().filter(|(n, _)| *n != at).map(|(_, o)| o) {
                if let Err(at) = others.binary_search(other) {
                    others.insert(at, *other);
                    others.truncate(SHOWN);
                }
            }
        }
    }
    let mut shared: Vec<(u32, Vec<u32>)> = shared.into_iter().collect();
    shared.sort_unstable();
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        corpus::Parsed,
        source::{Encoding, SourceFile},
    };

    #[test]
    fn a_thousand_of_a_kind_are_told_in_linear_time() {
        let both = CloudSet::EMPTY.with(Cloud::Public).with(Cloud::UsNat);
        let shared = sharing((0..50_000).map(|index| (index, &[0][..], both)));
        assert_eq!(shared.len(), 50_000);
        assert_eq!(shared[0], (0, vec![1, 2, 3]));
        assert_eq!(shared[40_000], (40_000, vec![0, 1, 2]));
    }

    #[test]
    fn only_a_shared_product_tag_and_cloud_count() {
        let shown = [
            ("1234", "Linux", "public"),
            ("1234", "windows", "public"),
            ("2345", "linux", "public"),
            ("1234", "linux", "usnat"),
            ("2345,1234", "x,linux", "public"),
            ("3456", "linux", "public"),
        ];
        let parsed = (0..).zip(shown).map(|(number, (products, tags, clouds))| {
            let text = format!(
                "<properties articleId=\"a{number}\" selfHelpType=\"generic\" supportTopicIds=\"9999,1000\" \
                 productPesIds=\"{products}\" resourceTags=\"{tags}\" cloudEnvironments=\"{clouds}\" />\n# A\n"
            );
            Parsed::new(SourceFile {
                path: format!("articles/a/{number}.md").into(),
                text: text.into(),
                encoding: Encoding::Utf8,
                fault: None,
            })
        });
        let corpus = Corpus::new(parsed.collect(), Vec::new());
        let mut told: Vec<_> = topics(&corpus)
            .iter()
            .map(|(file, finding)| {
                let text = |file: u32, span: Span| span.text(&corpus.sources[file as usize].text).to_owned();
                (*file, text(*file, finding.span), finding.related.len())
            })
            .collect();
        told.sort();
        let each = [(0, 1), (2, 1), (4, 2)];
        let expected =
            each.map(|(file, others)| ["1000", "9999"].map(|topic| (file, topic.to_owned(), others)));
        assert_eq!(told, expected.concat());
    }
}
