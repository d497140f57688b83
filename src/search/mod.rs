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
        files(&Site::new(&corpus, &config))
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
