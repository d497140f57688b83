//! The search index of a site, as files for the client in `themes/default/search/`.
//!
//! `fields` says what is searched, `tokens` what a word is, `collect` and `postings` which words stand
//! where; `words`, `ids` and `store` turn that into shards. Each shard is named by its content; `search/manifest.json`
//! names them all. The format is written down in `docs/search-format.md`.
//!
//! Pure: from a site to its files. Nothing of the site's pages is known here, and the ranking is the
//! client's alone.

mod bytes;
mod collect;
mod fields;
mod ids;
mod manifest;
mod postings;
mod store;
mod titles;
mod tokens;
mod words;

use std::{convert::Infallible, sync::Arc};

use rayon::prelude::*;

pub use collect::Block;
use collect::{BLOCK, Collector};
use postings::Index;

use crate::{
    article::{
        Body,
        kind::Kind,
        markdown::{
            cook::Cooked,
            events::{Listener, events},
        },
    },
    digest::Digest,
    output::OutputFile,
    site::Site,
};

/// What readers call a kind.
pub type Label<'l> = &'l (dyn Fn(Kind) -> &'l str + Sync);

/// A site that is about to be indexed.
pub struct Reading<'s> {
    site: &'s Site<'s>,
    order: Vec<u32>,
    said: fields::Said<'s>,
}

impl<'s> Reading<'s> {
    /// Prepares the reading of `site`.
    pub fn new(site: &'s Site<'s>) -> Self {
        Self { site, order: order(site), said: fields::Said::new(site) }
    }

    /// Collects the words of every published article. `each` is called with every entry's index, on all
    /// threads, and must go over the Markdown body of that entry, if it has one, with the listener.
    ///
    /// # Errors
    ///
    /// The first one of `each`.
    pub fn collect<E: Send>(
        &self,
        each: impl Fn(u32, &mut dyn Listener) -> Result<(), E> + Sync,
    ) -> Result<Vec<Block>, E> {
        let blocks = self.order.par_chunks(BLOCK).enumerate().with_max_len(1);
        blocks.map(|(block, entries)| self.block(block * BLOCK, entries, &each)).collect()
    }

    /// The index as files, made of what [`Reading::collect`] returned: its shards, and the manifest last.
    /// `label` is what readers call a kind.
    pub fn files(&self, blocks: &[Block], label: Label<'_>) -> Vec<OutputFile> {
        let index = Index::new(blocks.iter().collect());
        encode(self.site, &self.order, &index, label)
    }

    /// Collects the block of `entries`, of which the first is the article `first`; `each` as in
    /// [`Reading::collect`].
    fn block<E>(
        &self,
        first: usize,
        entries: &[u32],
        each: impl Fn(u32, &mut dyn Listener) -> Result<(), E>,
    ) -> Result<Block, E> {
        let mut collector = Collector::new(self.site, &self.said);
        for (document, index) in (first..).zip(entries) {
            collector.begin(document as u32, *index);
            each(*index, &mut collector)?;
            collector.end();
        }
        Ok(collector.finish())
    }

    /// Goes over the Markdown body of an entry, if it has one.
    fn read(&self, index: u32, listener: &mut dyn Listener) {
        let article = &self.site.corpus.entries[index as usize].article;
        if let Body::Markdown(_) = article.body {
            let text = &self.site.corpus.source(index).text;
            // Its findings were made when the article was parsed.
            let cooked = Cooked::new(text, article.header.body_start(), &mut Vec::new());
            events(&cooked).for_each(|(event, _)| listener.hear(&cooked, text, &event));
        }
    }

    /// Stands for everything that a block of `entries` is made of.
    fn digest(&self, entries: &[u32]) -> Digest {
        // With its length, or two texts could change places unseen.
        let add = |all: &mut Vec<u8>, text: &str| {
            all.extend_from_slice(&text.len().to_le_bytes());
            all.extend_from_slice(text.as_bytes());
        };
        let mut all = Vec::new();
        for index in entries {
            fields::around(self.site, &self.said, *index, &mut |field, text| {
                all.push(field as u8);
                add(&mut all, text);
            });
            all.push(fields::Field::Body as u8);
            add(&mut all, &self.site.corpus.source(*index).text);
        }
        Digest::of(&all)
    }
}

/// What was collected of a site, so that the index of its next state needs only what is another.
#[derive(Debug, Default)]
pub struct Kept {
    blocks: Vec<(Digest, Arc<Block>)>,
}

/// The index of `site`: its shards, and the manifest last. `label` is what readers call a kind.
pub fn files(site: &Site<'_>, label: Label<'_>) -> Vec<OutputFile> {
    files_after(site, label, &Kept::default()).0
}

/// The index of `site`, and what was collected for it; what `before` has of it is not collected again.
pub fn files_after(site: &Site<'_>, label: Label<'_>, before: &Kept) -> (Vec<OutputFile>, Kept) {
    let reading = Reading::new(site);
    let chunks = reading.order.par_chunks(BLOCK).enumerate().with_max_len(1);
    let blocks = chunks.map(|(at, entries)| {
        let digest = reading.digest(entries);
        let known = before.blocks.get(at).filter(|(known, _)| *known == digest);
        if let Some((_, block)) = known {
            return (digest, Arc::clone(block));
        }
        let Ok::<_, Infallible>(block) = reading.block(at * BLOCK, entries, |index, listener| {
            reading.read(index, listener);
            Ok(())
        });
        (digest, Arc::new(block))
    });
    let blocks: Vec<(Digest, Arc<Block>)> = blocks.collect();
    let index = Index::new(blocks.iter().map(|(_, block)| &**block).collect());
    (encode(site, &reading.order, &index, label), Kept { blocks })
}

fn encode(site: &Site<'_>, order: &[u32], index: &Index<'_>, label: Label<'_>) -> Vec<OutputFile> {
    let (words, (documents, (ids, (facets, titles)))) = rayon::join(
        || words::encode(&index.forms(), &site.config.language, &index.lengths),
        || {
            rayon::join(
                || store::documents(site, order, &index.excerpts),
                || {
                    rayon::join(
                        || ids::shards(site, order),
                        || rayon::join(|| store::facets(site, order, label), || titles::shards(site, order)),
                    )
                },
            )
        },
    );
    let mut files = words.files;
    let mut keep = |shards: Vec<(String, OutputFile)>| -> String {
        shards
            .into_iter()
            .map(|(name, file)| {
                files.push(file);
                name
            })
            .collect()
    };
    let (documents, ids) = (keep(documents), keep(ids));
    let titles: Vec<(String, String)> = titles
        .into_iter()
        .map(|(first, name, file)| {
            files.push(file);
            (first, name)
        })
        .collect();
    let manifest = manifest::Manifest {
        articles: order.len(),
        facets: &facets,
        documents: &documents,
        ids: &ids,
        titles: &titles,
        shards: &words.shards,
        endings: &words.endings,
        common: &words.common,
    };
    // Words may share a file when their content is the same.
    files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    files.dedup_by(|a, b| a.path == b.path);
    files.push(manifest.file(site.config));
    files
}

/// The published entries in the order in which the index numbers them: articles that agree in their
/// facets stand together, so that facets are runs and lists of articles have small gaps.
fn order(site: &Site<'_>) -> Vec<u32> {
    let mut order: Vec<u32> = site.entries().map(|(index, _)| index).collect();
    let key = |index: &u32| {
        let entry = &site.corpus.entries[*index as usize];
        let metadata = &entry.article.metadata;
        let clouds = metadata.clouds.iter().fold(0_u8, |bits, cloud| bits | 1 << cloud as u8);
        (&*entry.service.id, metadata.kind, metadata.resource.as_deref(), clouds, *index)
    };
    order.par_sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::Config,
        corpus::{Corpus, Parsed},
        source::{Encoding, SourceFile},
    };

    fn index(articles: &[(&str, &str, &str)]) -> Vec<OutputFile> {
        let parsed = articles.iter().map(|(name, attributes, body)| {
            Parsed::new(SourceFile {
                path: format!("articles/a/{name}.md").into(),
                text: format!(
                    "<properties pageTitle=\"{name}\" articleId=\"{name}\" selfHelpType=\"generic\" {attributes} />\n{body}\n"
                )
                .into(),
                encoding: Encoding::Utf8,
                fault: None,
            })
        });
        let corpus = Corpus::new(parsed.collect(), Vec::new());
        let config = Config::default();
        files(&Site::new(&corpus, &config), &Kind::label)
    }

    fn holds(files: &[OutputFile], word: &str) -> bool {
        files.iter().any(|file| memchr::memmem::find(&file.content, word.as_bytes()).is_some())
    }

    #[test]
    fn an_empty_site_has_an_index() {
        let files = index(&[]);
        assert_eq!(files.last().unwrap().path, "search/manifest.json");
        assert!(holds(&files, "\"articles\":0"));
    }

    #[test]
    fn forms_of_one_stem_share_their_articles() {
        let files = index(&[("one", "", "walking"), ("two", "", "walked")]);
        // Both forms, then one group with two articles: the first number of a group.
        let shard = files.iter().find(|file| holds(std::slice::from_ref(*file), "walk")).unwrap();
        assert!(holds(std::slice::from_ref(shard), "ing"));
    }

    #[test]
    fn tokens_keep_their_fallback_and_comments_are_not_searched() {
        let files = index(&[("one", "", "The <!--$vm-->[zebra]<!--/$vm--> <!--- giraffe -->stands")]);
        assert!(holds(&files, "zebra") && !holds(&files, "giraffe"));
    }

    #[test]
    fn an_edit_changes_few_files() {
        let name = |at: usize| format!("article-{at}");
        let names: Vec<String> = (0..400).map(name).collect();
        let body = |at: usize| format!("word{} term{} common text", at % 90, at / 3);
        let bodies: Vec<String> = (0..400).map(body).collect();
        let articles: Vec<(&str, &str, &str)> =
            names.iter().zip(&bodies).map(|(name, body)| (&**name, "", &**body)).collect();
        let before = index(&articles);
        let mut edited = articles;
        edited[200].2 = "word20 term66 common text and one sentence more";
        let after = index(&edited);
        let changed: usize =
            after.iter().filter(|file| !before.contains(file)).map(|file| file.content.len()).sum();
        let all: usize = after.iter().map(|file| file.content.len()).sum();
        assert!(changed * 2 < all, "{changed} of {all} bytes");
    }
}
