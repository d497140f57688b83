//! All articles together, and the look-ups between them: by id, path and topic, their services, the
//! names of topics, their addresses.
//!
//! Made whole by [`Corpus::new`] and never changed. Knows nothing of rules or pages.

mod address;
mod face;
mod names;
mod services;

use std::{borrow::Cow, sync::Arc};

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

pub use address::{page_address, page_slug};
pub use face::{Difference, difference};
pub use names::TopicNames;
pub use services::{ServiceOf, Via};

use crate::{
    article::{Article, kind::Audience},
    diagnostic::Finding,
    image::Image,
    source::SourceFile,
};

/// A file and what parsing made of it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The file.
    pub source: Arc<SourceFile>,
    /// The article, if it has a header.
    pub article: Option<Arc<Article>>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

impl Parsed {
    /// Parses `source`.
    pub fn new(source: SourceFile) -> Self {
        let (article, findings) = Article::parse(&source);
        Self { source: Arc::new(source), article: article.map(Arc::new), findings }
    }
}

/// An article with its place among the others.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The article.
    pub article: Arc<Article>,
    /// Index of its file in [`Corpus::sources`].
    pub source: u32,
    /// Its page, relative to the site's root, such as `folder/name.html`.
    pub address: Arc<str>,
    /// The service it belongs to.
    pub service: ServiceOf,
}

/// Every article and the look-ups between them.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Every file that was read, sorted by path.
    pub sources: Vec<Arc<SourceFile>>,
    /// Every article with a header, sorted by path.
    pub entries: Vec<Entry>,
    /// What parsing found, by index into `sources`.
    pub findings: Vec<(u32, Finding)>,
    /// Every image, sorted by path.
    pub images: Arc<[Image]>,
    /// Shared by a corpus and what [`Corpus::with`] makes of it.
    lookups: Arc<Lookups>,
}

/// What articles are to each other.
#[derive(Debug, Default)]
struct Lookups {
    by_id: FxHashMap<Box<str>, Vec<u32>>,
    by_path: FxHashMap<Box<str>, u32>,
    image_by_path: FxHashMap<Box<str>, u32>,
    by_topic: FxHashMap<Box<str>, Vec<u32>>,
    topic_names: names::TopicNames,
    colliding: Vec<(Vec<u32>, Box<str>)>,
}

impl Corpus {
    /// Puts the parsed files together for all audiences. Their order does not matter.
    pub fn new(parsed: Vec<Parsed>, images: Vec<Image>) -> Self {
        Self::for_audiences(parsed, images, &Audience::ALL)
    }

    /// Puts the parsed files together; what follows from other articles follows from those for `audiences`.
    pub fn for_audiences(mut parsed: Vec<Parsed>, mut images: Vec<Image>, audiences: &[Audience]) -> Self {
        parsed.par_sort_unstable_by(|a, b| a.source.path.cmp(&b.source.path));
        images.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let mut sources = Vec::with_capacity(parsed.len());
        let mut articles = Vec::with_capacity(parsed.len());
        let mut findings = Vec::with_capacity(parsed.iter().map(|parsed| parsed.findings.len()).sum());
        for (index, parsed) in parsed.into_iter().enumerate() {
            findings.extend(parsed.findings.into_iter().map(|finding| (index as u32, finding)));
            sources.push(parsed.source);
            articles.extend(parsed.article.map(|article| (article, index as u32)));
        }
        let paths: Vec<&str> = articles.iter().map(|(_, source)| &*sources[*source as usize].path).collect();
        let ((addresses, colliding), services) =
            rayon::join(|| address::assign(&paths), || services::assign(&articles, &paths, audiences));
        let lower = |path: &str| -> Box<str> { path.to_lowercase().into() };
        let by_path: Vec<_> =
            paths.par_iter().enumerate().map(|(index, path)| (lower(path), index as u32)).collect();
        let entries: Vec<Entry> = articles
            .into_iter()
            .zip(addresses.into_iter().zip(services))
            .map(|((article, source), (address, service))| Entry { article, source, address, service })
            .collect();
        let image_by_path =
            images.iter().enumerate().map(|(index, image)| (lower(&image.path), index as u32)).collect();
        let ((topic_names, by_topic), (by_id, by_path)) = rayon::join(
            || (names::topics(entries.iter()), by_topic(&entries)),
            || (by_id(&entries), by_path.into_iter().collect()),
        );
        Self {
            sources,
            entries,
            findings,
            images: images.into(),
            lookups: Arc::new(Lookups { by_id, by_path, image_by_path, by_topic, topic_names, colliding }),
        }
    }

    /// The corpus with `parsed` in place of the file at its path, and what that changes for others; its
    /// findings are left out.
    ///
    /// `None` when there is no such file, or when look-ups might change ([`Difference::LookUps`]).
    pub fn with(&self, parsed: &Parsed) -> Option<(Self, Difference)> {
        let file = self.file(&parsed.source.path)? as usize;
        let at = self.index_of(file as u32)? as usize;
        let article = parsed.article.as_ref()?;
        let (old, new) = (&self.sources[file], &parsed.source);
        let difference = difference((&old.text, &self.entries[at].article), (&new.text, article));
        if difference == Difference::LookUps {
            return None;
        }
        let (mut sources, mut entries) = (self.sources.clone(), self.entries.clone());
        sources[file] = Arc::clone(new);
        entries[at].article = Arc::clone(article);
        let (images, lookups) = (Arc::clone(&self.images), Arc::clone(&self.lookups));
        Some((Self { sources, entries, findings: Vec::new(), images, lookups }, difference))
    }

    /// The file of the entry with `index`.
    pub fn source(&self, index: u32) -> &SourceFile {
        &self.sources[self.entries[index as usize].source as usize]
    }

    /// The index in [`Corpus::sources`] of the file at `path`.
    pub fn file(&self, path: &str) -> Option<u32> {
        self.sources.binary_search_by(|source| (*source.path).cmp(path)).ok().map(|file| file as u32)
    }

    /// The entry whose file has the index `source`, if it has a header.
    pub fn entry_of(&self, source: u32) -> Option<&Entry> {
        self.entries.get(self.index_of(source)? as usize)
    }

    /// The index of that entry.
    pub fn index_of(&self, source: u32) -> Option<u32> {
        self.entries.binary_search_by_key(&source, |entry| entry.source).ok().map(|index| index as u32)
    }

    /// The entries whose articleId is `id`, whatever its case, in the order of their paths.
    pub fn with_id(&self, id: &str) -> &[u32] {
        self.lookups.by_id.get(&*id.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Every articleId in lower case with the entries that have it.
    pub fn ids(&self) -> impl Iterator<Item = (&str, &[u32])> {
        self.lookups.by_id.iter().map(|(id, entries)| (&**id, entries.as_slice()))
    }

    /// The entry whose file is at `path`, whatever its case.
    pub fn at_path(&self, path: &str) -> Option<u32> {
        self.lookups.by_path.get(&*path.to_lowercase()).copied()
    }

    /// The image at `path`, whatever its case.
    pub fn image_at(&self, path: &str) -> Option<&Image> {
        self.image_index(path).map(|index| &self.images[index])
    }

    /// The index in [`Corpus::images`] of the image at `path`, whatever its case.
    pub fn image_index(&self, path: &str) -> Option<usize> {
        self.lookups.image_by_path.get(&*path.to_lowercase()).map(|index| *index as usize)
    }

    /// The entries that list the topic `id`: customers' first, then by path.
    pub fn with_topic(&self, id: &str) -> &[u32] {
        self.lookups.by_topic.get(id).map_or(&[], Vec::as_slice)
    }

    /// The name of the topic `id`, if any article for `audiences` names it.
    pub fn topic_name(&self, id: &str, audiences: &[Audience]) -> Option<&str> {
        self.lookups.topic_names.get(id, audiences)
    }

    /// The names of topics that the entries give for which `wanted` is true.
    pub fn topic_names_of(&self, wanted: impl Fn(u32) -> bool) -> TopicNames {
        let entries = self.entries.iter().enumerate();
        names::topics(entries.filter(|(index, _)| wanted(*index as u32)).map(|(_, entry)| entry))
    }

    /// Groups of entries whose addresses would have been the same, with that address.
    pub fn colliding(&self) -> &[(Vec<u32>, Box<str>)] {
        &self.lookups.colliding
    }
}

fn by_topic(entries: &[Entry]) -> FxHashMap<Box<str>, Vec<u32>> {
    let mut by_topic: FxHashMap<Box<str>, Vec<u32>> = FxHashMap::default();
    for (index, entry) in entries.iter().enumerate() {
        for topic in &entry.article.metadata.topics {
            match by_topic.get_mut(topic) {
                Some(list) => list.push(index as u32),
                None => drop(by_topic.insert(topic.clone(), vec![index as u32])),
            }
        }
    }
    for list in by_topic.values_mut() {
        list.sort_by_key(|index| entries[*index as usize].article.metadata.kind.audience());
    }
    by_topic
}

fn by_id(entries: &[Entry]) -> FxHashMap<Box<str>, Vec<u32>> {
    let mut by_id: FxHashMap<Box<str>, Vec<u32>> =
        FxHashMap::with_capacity_and_hasher(entries.len(), FxBuildHasher);
    for (index, entry) in entries.iter().enumerate() {
        if let Some(id) = &entry.article.metadata.article_id {
            by_id.entry(id.to_lowercase().into()).or_default().push(index as u32);
        }
    }
    by_id
}

/// The folder of a path such as `articles/folder/file.md`: `articles/folder`.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The file's name without folder and ending.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// `relative` as seen from `folder`, with `.` and `..` resolved and `\` taken for `/`. A path that would
/// leave the root stays at it.
pub fn join(folder: &str, relative: &str) -> String {
    let relative: Cow<'_, str> =
        if relative.contains('\\') { relative.replace('\\', "/").into() } else { relative.into() };
    let mut parts: Vec<&str> =
        if relative.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_are_resolved() {
        assert_eq!(join("articles/a", "b.md"), "articles/a/b.md");
        assert_eq!(join("articles/a", "..\\b\\.\\c.png"), "articles/b/c.png");
        assert_eq!(join("articles/a", "../../../../x"), "x");
        assert_eq!(stem("articles/a/b.c.md"), "b.c");
    }
}
