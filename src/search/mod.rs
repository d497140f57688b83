//! The search index of a site, as files for the client in `themes/default/search/`.
//!
//! `fields` says what is searched, `tokens` what a word is, `postings` which words stand where; `words`,
//! `ids` and `store` turn that into shards. Each shard is named by its content; `search/manifest.json`
//! names them all. The format is written down in `docs/search-format.md`.
//!
//! Pure: from a site to its files. Nothing of the site's pages is known here, and the ranking is the
//! client's alone.

mod bytes;
mod fields;
mod ids;
mod manifest;
mod postings;
mod store;
mod titles;
mod tokens;
mod words;

use rayon::prelude::*;

use crate::{output::OutputFile, site::Site};

/// The index of `site`: its shards, and the manifest last.
pub fn files(site: &Site<'_>) -> Vec<OutputFile> {
    let order = order(site);
    let index = postings::Index::new(site, &order);
    let (words, (documents, (ids, facets, titles))) = rayon::join(
        || words::encode(&index.forms(), &site.config.language, &index.lengths),
        || {
            rayon::join(
                || store::documents(site, &order, &index.excerpts),
                || (ids::shards(site, &order), store::facets(site, &order), titles::shards(site, &order)),
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
