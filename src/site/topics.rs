//! Topics of case submission: each under one product, with the articles that are shown there.
//!
//! An article lists products and topics apart, so a topic stands under the product that most of its
//! articles have. So each pair of an article and a topic is listed once, and the pages grow with the articles.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{
    config::Config,
    corpus::{Corpus, page_slug},
};

/// How many topics a file of ids has on average at most.
const IDS: usize = 256;
/// How many articles of a topic are listed.
const MOST_ARTICLES: usize = 64;
/// Of an article so many products say where its topics stand.
const MOST_PRODUCTS: usize = 32;
/// The largest weight of a page, in bytes of its lists as [`weight`] guesses them: pages stay below 200 KB.
const LARGEST: usize = 150_000;

/// The pages of topics, and where each topic stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    /// The pages by product: by name, those without a product last.
    pub pages: Vec<TopicPage>,
    /// The files that lead from an id to its topic, as pages and topics on them. A hash of the id says which
    /// file it is in.
    pub files: Vec<Vec<(u32, u32)>>,
    places: FxHashMap<Box<str>, (u32, u32)>,
}

/// A page of a product's topics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicPage {
    /// The product's id; empty for topics without one.
    pub product: Box<str>,
    /// Its name; its id where it has none.
    pub name: Box<str>,
    /// The page, relative to the site's root.
    pub url: Box<str>,
    /// Which page of the product's it is, from 1, and how many there are.
    pub part: (u32, u32),
    /// The topics by name.
    pub topics: Vec<Topic>,
}

/// A topic and its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its id in lower case.
    pub id: Box<str>,
    /// Its name; its id where nothing names it.
    pub name: Box<str>,
    /// For its heading's `id`, unique on the page.
    pub anchor: Box<str>,
    /// The published articles that list it, customers' first: at most 64.
    pub articles: Vec<u32>,
    /// How many more there are.
    pub more: u32,
}

impl Topics {
    /// The topics of the published articles.
    pub(super) fn new<'n>(
        corpus: &Corpus,
        config: &Config,
        published: &[bool],
        name: &dyn Fn(&str) -> Option<&'n str>,
    ) -> Self {
        let mut products: FxHashMap<&str, usize> = FxHashMap::default();
        let mut listed: FxHashMap<&str, FxHashMap<&str, usize>> = FxHashMap::default();
        for (_, entry) in corpus.entries.iter().enumerate().filter(|(index, _)| published[*index]) {
            let metadata = &entry.article.metadata;
            for product in &metadata.products {
                *products.entry(product).or_default() += 1;
            }
            for topic in &metadata.topics {
                let counts = listed.entry(topic).or_default();
                for product in metadata.products.iter().take(MOST_PRODUCTS) {
                    *counts.entry(product).or_default() += 1;
                }
            }
        }
        let mut by_product: FxHashMap<&str, Vec<Topic>> = FxHashMap::default();
        for (id, counts) in &listed {
            // The most of its articles; of several the one with the fewest articles, which says the most.
            let best = counts.iter().max_by_key(|(product, count)| {
                (**count, std::cmp::Reverse((products[**product], **product)))
            });
            let product = best.map_or("", |(product, _)| *product);
            by_product.entry(product).or_default().push(topic(id, corpus, name(id), published));
        }
        let mut by_product: Vec<(&str, &str, Vec<Topic>)> = by_product
            .into_iter()
            .map(|(id, topics)| (id, config.products.get(id).map_or(id, |name| name), topics))
            .collect();
        by_product.sort_unstable_by_key(|(id, name, _)| (id.is_empty(), name.to_lowercase(), *id));
        let mut slugs: FxHashMap<String, u32> = FxHashMap::default();
        for (id, ..) in &by_product {
            *slugs.entry(page_slug(id)).or_default() += 1;
        }
        let mut made = Vec::new();
        for (id, name, mut topics) in by_product {
            topics
                .sort_unstable_by(|a, b| (a.name.to_lowercase(), &a.id).cmp(&(b.name.to_lowercase(), &b.id)));
            let slug = match page_slug(id) {
                _ if id.is_empty() => "none".to_owned(),
                // Ids that would share an address, and those that are taken, carry a hash.
                slug if slugs[&slug] > 1 || is_taken(&slug) => {
                    format!("{slug}-{}", &blake3::hash(id.as_bytes()).to_hex()[..8])
                }
                slug => slug,
            };
            let parts = split(topics, corpus);
            let count = parts.len() as u32;
            for (part, mut topics) in (1..).zip(parts) {
                tell_apart(&mut topics);
                let number = if part == 1 { String::new() } else { format!("_{part}") };
                made.push(TopicPage {
                    product: id.into(),
                    name: name.into(),
                    url: format!("topics/{slug}{number}.html").into(),
                    part: (part, count),
                    topics,
                });
            }
        }
        let places = made
            .iter()
            .enumerate()
            .flat_map(|(page, made)| {
                let place = move |(at, topic): (usize, &Topic)| (topic.id.clone(), (page as u32, at as u32));
                made.topics.iter().enumerate().map(place)
            })
            .collect();
        let files = files(&made);
        Self { pages: made, files, places }
    }

    /// The page and the topic of the id, in lower case.
    pub fn get(&self, id: &str) -> Option<(&TopicPage, &Topic)> {
        let (page, at) = *self.places.get(id)?;
        let page = &self.pages[page as usize];
        Some((page, &page.topics[at as usize]))
    }

    /// The pages of the product that `pages[index]` is one of, in order.
    pub fn parts(&self, index: usize) -> &[TopicPage] {
        let (part, count) = self.pages[index].part;
        // Parts of a product follow each other.
        let first = index + 1 - part as usize;
        &self.pages[first..first + count as usize]
    }

    /// Every topic with its page.
    pub fn all(&self) -> impl Iterator<Item = (&TopicPage, &Topic)> {
        self.pages.iter().flat_map(|page| page.topics.iter().map(move |topic| (page, topic)))
    }
}

/// The topics of `pages`, spread over files by their ids: a power of two of them, none where there are no
/// topics.
fn files(pages: &[TopicPage]) -> Vec<Vec<(u32, u32)>> {
    let count: usize = pages.iter().map(|page| page.topics.len()).sum();
    if count == 0 {
        return Vec::new();
    }
    let mut files = vec![Vec::new(); count.div_ceil(IDS).next_power_of_two()];
    for (at, page) in (0..).zip(pages) {
        for (place, topic) in (0..).zip(&page.topics) {
            let file = file_of(&topic.id, files.len());
            files[file].push((at, place));
        }
    }
    files
}

/// The file of ids that has `id`; the theme's `topic.js` counts alike.
fn file_of(id: &str, files: usize) -> usize {
    let mix = |hash: u32, unit: u16| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    id.encode_utf16().fold(0x811c_9dc5, mix) as usize & (files - 1)
}

/// Whether a page that is not this product's first may have the name: the index, topics without a
/// product, or a further part.
fn is_taken(slug: &str) -> bool {
    let part = slug.rsplit_once('_').is_some_and(|(_, end)| end.bytes().all(|b| b.is_ascii_digit()));
    part || matches!(slug, "index" | "none")
}

fn topic(id: &str, corpus: &Corpus, name: Option<&str>, published: &[bool]) -> Topic {
    let mut articles: Vec<u32> =
        corpus.with_topic(id).iter().copied().filter(|entry| published[*entry as usize]).collect();
    // An article may list a topic twice.
    let mut seen = FxHashSet::default();
    articles.retain(|entry| seen.insert(*entry));
    let more = articles.len().saturating_sub(MOST_ARTICLES) as u32;
    articles.truncate(MOST_ARTICLES);
    Topic {
        id: id.into(),
        name: name.unwrap_or(id).into(),
        anchor: format!("t-{}", page_slug(id)).into(),
        articles,
        more,
    }
}

/// The topics in parts of a page each.
fn split(topics: Vec<Topic>, corpus: &Corpus) -> Vec<Vec<Topic>> {
    let mut parts: Vec<Vec<Topic>> = vec![Vec::new()];
    let mut sum = 0;
    for topic in topics {
        let weight = weight(&topic, corpus);
        match parts.last_mut() {
            Some(part) if sum + weight <= LARGEST || part.is_empty() => part.push(topic),
            _ => {
                parts.push(vec![topic]);
                sum = 0;
            }
        }
        sum += weight;
    }
    parts
}

/// About how many bytes the topic takes on a page of the built-in theme. Titles count as long ones: an edit
/// of one must not move topics to other pages.
fn weight(topic: &Topic, corpus: &Corpus) -> usize {
    let article = |index: &u32| 350 + corpus.entries[*index as usize].address.len();
    450 + topic.name.len() * 5 / 4 + 2 * topic.id.len() + topic.articles.iter().map(article).sum::<usize>()
}

/// Gives topics whose anchors are the same a number.
fn tell_apart(topics: &mut [Topic]) {
    let mut used: FxHashMap<Box<str>, u32> = FxHashMap::default();
    for topic in topics {
        let count = used.entry(topic.anchor.clone()).or_default();
        *count += 1;
        if *count > 1 {
            topic.anchor = format!("{}_{count}", topic.anchor).into();
        }
    }
}
