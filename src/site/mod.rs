//! The site before it is rendered: which articles are published, under which services and in which
//! order, and what each one stands beside.
//!
//! Made whole by [`Site::new`] from a checked corpus. Every order is total and independent of the file
//! system. Knows nothing of HTML.

mod lists;
mod pictures;
mod related;
mod titles;
mod topics;

pub use topics::{Topic, TopicPage, Topics};

use std::{ops::Deref, sync::Arc};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::{
    article::cloud::Cloud,
    config::Config,
    corpus::{Corpus, Entry, TopicNames, Via, page_slug},
    history::{self, Change, History},
};

/// A site over a corpus. What is arranged is reached as if it were part of it.
#[derive(Debug)]
pub struct Site<'c> {
    /// The articles.
    pub corpus: &'c Corpus,
    /// The settings.
    pub config: &'c Config,
    /// When articles changed.
    pub history: &'c History,
    arranged: Arc<Arranged>,
}

impl Deref for Site<'_> {
    type Target = Arranged;

    fn deref(&self) -> &Arranged {
        &self.arranged
    }
}

/// What a site adds to its corpus. It names entries and images by their index, so it fits every corpus whose
/// articles show the same faces ([`crate::corpus::Difference`]).
#[derive(Clone, Debug)]
pub struct Arranged {
    /// For each entry of the corpus whether the site has it.
    pub published: Vec<bool>,
    /// For each image of the corpus whether the site has it.
    pub images: Vec<bool>,
    /// For each entry its page; only those of published ones count.
    pub pages: Vec<ArticlePage>,
    /// The names of topics by its own articles; `None` when those of the corpus do.
    topic_names: Option<TopicNames>,
    /// The services by name: those that articles name, then the others.
    pub services: Vec<Service>,
    /// The topics of case submission, by product.
    pub topics: Topics,
}

/// What an article's page says beside the article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticlePage {
    /// The title.
    pub title: Box<str>,
    /// The body's headline, or the header's title, where it differs; may be empty.
    pub subtitle: Box<str>,
    /// What tells it apart in a list; may be empty.
    pub line: Box<str>,
    /// The day of its last change, as `YYYY-MM-DD`; empty when not known.
    pub changed: Box<str>,
    /// Index of its service.
    pub service: u32,
    /// The entry before it in its group.
    pub previous: Option<u32>,
    /// The entry after it in its group.
    pub next: Option<u32>,
    /// At most five related entries.
    pub related: Vec<u32>,
}

/// A service and its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its id in lower case.
    pub id: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// One line about it; may be empty.
    pub description: Box<str>,
    /// Its page, relative to the site's root.
    pub url: Box<str>,
    /// Whether no article names it: it is known by its folder only.
    pub other: bool,
    /// Articles for customers, by resource.
    pub groups: Vec<Group>,
    /// The other articles, by kind.
    pub folded: Vec<Group>,
}

/// Articles under one heading, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The heading; empty for articles without a resource.
    pub name: Box<str>,
    /// Indexes of its entries.
    pub entries: Vec<u32>,
}

impl Service {
    /// How many articles it has for customers.
    pub fn customer(&self) -> usize {
        self.groups.iter().map(|group| group.entries.len()).sum()
    }

    /// How many articles it has.
    pub fn articles(&self) -> usize {
        self.customer() + self.folded.iter().map(|group| group.entries.len()).sum::<usize>()
    }
}

impl<'c> Site<'c> {
    /// Arranges the articles of `corpus` as `config` wants it; when they changed is not known.
    pub fn new(corpus: &'c Corpus, config: &'c Config) -> Self {
        Self::with_history(corpus, config, &history::UNKNOWN)
    }

    /// Arranges the articles of `corpus` as `config` wants it.
    pub fn with_history(corpus: &'c Corpus, config: &'c Config, history: &'c History) -> Self {
        let arranged = Arc::new(Arranged::new(corpus, config, None, history));
        Self { corpus, config, history, arranged }
    }

    /// The site of a corpus that was `arranged` before.
    pub fn over(
        corpus: &'c Corpus,
        config: &'c Config,
        history: &'c History,
        arranged: Arc<Arranged>,
    ) -> Self {
        Self { corpus, config, history, arranged }
    }

    /// The published entries in the order of their paths.
    pub fn entries(&self) -> impl Iterator<Item = (u32, &'c Entry)> {
        self.corpus
            .entries
            .iter()
            .enumerate()
            .filter(|(index, _)| self.published[*index])
            .map(|(index, entry)| (index as u32, entry))
    }

    /// The name of the topic `id`, if any of its articles names it.
    pub fn topic_name(&self, id: &str) -> Option<&str> {
        match &self.topic_names {
            Some(names) => names.get(id, &self.config.audiences),
            None => self.corpus.topic_name(id, &self.config.audiences),
        }
    }

    /// When the entry `index` changed last and who wrote it, if that is known.
    pub fn change(&self, index: u32) -> Option<&'c Change> {
        self.history.of(&self.corpus.source(index).path)
    }

    /// How many articles the site has.
    pub fn articles(&self) -> usize {
        self.published.iter().filter(|published| **published).count()
    }
}

impl Arranged {
    /// Arranges the articles of `corpus`, which changed when `history` says, as `config` wants it; only those
    /// that `cloud` shows, if one is given.
    pub fn new(corpus: &Corpus, config: &Config, cloud: Option<Cloud>, history: &History) -> Self {
        let is_published = |entry: &Entry| {
            let metadata = &entry.article.metadata;
            config.publishes(metadata, &entry.service.id)
                && cloud.is_none_or(|cloud| metadata.clouds.contains(cloud))
        };
        let published: Vec<bool> = corpus.entries.iter().map(is_published).collect();
        let topic_names =
            config.variant.is_some().then(|| corpus.topic_names_of(|index| published[index as usize]));
        let names = topic_names.as_ref();
        let name = |id: &str| match names {
            Some(names) => names.get(id, &config.audiences),
            None => corpus.topic_name(id, &config.audiences),
        };
        let ((pages, services), (topics, images)) = rayon::join(
            || lists(corpus, config, &published, history),
            || {
                rayon::join(
                    || Topics::new(corpus, config, &published, &name),
                    || pictures::shown(corpus, &published),
                )
            },
        );
        Self { published, images, pages, topic_names, services, topics }
    }

    /// The arrangement of `corpus` when only the entries `changed` are other ones than before, and lists are
    /// all that this changes ([`crate::corpus::Difference::Lists`]).
    #[must_use]
    pub fn with(&self, corpus: &Corpus, history: &History, changed: &[u32]) -> Self {
        let Self { published, pages, services, .. } = self;
        let (published, mut pages, mut services) = (published.clone(), pages.clone(), services.clone());
        let renew = |pages: &mut [ArticlePage], index: u32| {
            let page = &mut pages[index as usize];
            let related = std::mem::take(&mut page.related);
            *page = ArticlePage {
                related,
                ..titles::page(corpus, history, index, &corpus.entries[index as usize])
            };
        };
        let mut touched: Vec<u32> = Vec::new();
        for index in changed {
            if published[*index as usize] {
                touched.push(pages[*index as usize].service);
            } else {
                renew(&mut pages, *index);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        for index in touched {
            let service = &mut services[index as usize];
            let groups = service.groups.drain(..).chain(service.folded.drain(..));
            let mut entries: Vec<u32> = groups.flat_map(|group| group.entries).collect();
            entries.sort_unstable();
            for entry in &entries {
                renew(&mut pages, *entry);
            }
            service.groups = vec![Group { name: Box::default(), entries }];
            lists::fill(service, corpus, &pages);
            let lines = titles::tell_apart(service, corpus, &pages);
            place(index, service, lines, &mut pages);
        }
        let images = pictures::shown(corpus, &published);
        let topic_names =
            self.topic_names.is_some().then(|| corpus.topic_names_of(|index| published[index as usize]));
        // Which topic stands where is not told by what lists say.
        Self { published, images, pages, topic_names, services, topics: self.topics.clone() }
    }

    /// The arrangement of `corpus`, which is this one's, when its articles changed as `history` says.
    #[must_use]
    pub fn dated(&self, corpus: &Corpus, history: &History) -> Self {
        let mut dated = self.clone();
        for (index, page) in (0..).zip(&mut dated.pages) {
            page.changed = titles::changed(corpus, history, index);
        }
        dated
    }
}

/// The page of each entry, and the services with their lists in order.
fn lists(
    corpus: &Corpus,
    config: &Config,
    published: &[bool],
    history: &History,
) -> (Vec<ArticlePage>, Vec<Service>) {
    let page = |(index, entry)| titles::page(corpus, history, index as u32, entry);
    let mut pages: Vec<ArticlePage> = corpus.entries.par_iter().enumerate().map(page).collect();
    let mut services = services(corpus, config, published);
    services.par_iter_mut().for_each(|service| lists::fill(service, corpus, &pages));
    let lines: Vec<_> =
        services.par_iter().map(|service| titles::tell_apart(service, corpus, &pages)).collect();
    for ((index, service), lines) in services.iter().enumerate().zip(lines) {
        place(index as u32, service, lines, &mut pages);
    }
    pages
        .par_iter_mut()
        .enumerate()
        .for_each(|(index, page)| page.related = related::of(corpus, published, index as u32));
    (pages, services)
}

/// Tells the pages of `service`, which has the index `index` and whose lists are in order, what they stand
/// beside, and the `lines` that tell some of them apart.
fn place(index: u32, service: &Service, lines: Vec<(u32, Box<str>)>, pages: &mut [ArticlePage]) {
    for (entry, line) in lines {
        pages[entry as usize].line = line;
    }
    for group in service.groups.iter().chain(&service.folded) {
        for (at, entry) in group.entries.iter().enumerate() {
            let page = &mut pages[*entry as usize];
            page.service = index;
            page.previous = at.checked_sub(1).map(|before| group.entries[before]);
            page.next = group.entries.get(at + 1).copied();
        }
    }
}

/// The services with the entries of each in one group, not yet in order.
fn services(corpus: &Corpus, config: &Config, published: &[bool]) -> Vec<Service> {
    let mut by_id: FxHashMap<&str, (bool, Vec<u32>)> = FxHashMap::default();
    for (index, entry) in corpus.entries.iter().enumerate().filter(|(index, _)| published[*index]) {
        let (other, members) = by_id.entry(&entry.service.id).or_insert((true, Vec::new()));
        *other &= entry.service.via == Via::Folder;
        members.push(index as u32);
    }
    let mut services: Vec<Service> = by_id
        .into_iter()
        .map(|(id, (other, entries))| {
            let configured = config.services.get(id);
            let name = configured.map(|service| &*service.name).filter(|name| !name.is_empty()).unwrap_or(id);
            Service {
                id: id.into(),
                name: name.into(),
                description: configured
                    .map(|service| service.description.as_str().into())
                    .unwrap_or_default(),
                url: Box::default(),
                other,
                groups: vec![Group { name: Box::default(), entries }],
                folded: Vec::new(),
            }
        })
        .collect();
    services.sort_by(|a, b| {
        (a.other, a.name.to_lowercase(), &a.id).cmp(&(b.other, b.name.to_lowercase(), &b.id))
    });
    let mut used: FxHashMap<String, u32> = FxHashMap::default();
    for service in &services {
        *used.entry(page_slug(&service.id)).or_default() += 1;
    }
    for service in &mut services {
        let slug = page_slug(&service.id);
        // Two ids that would share an address both carry a hash, as articles do.
        let unique = if used[&slug] > 1 {
            format!("{slug}-{}", &blake3::hash(service.id.as_bytes()).to_hex()[..8])
        } else {
            slug
        };
        service.url = format!("services/{unique}.html").into();
    }
    services
}
