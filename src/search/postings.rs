//! Which words stand in which articles: the blocks of `collect`, put together by word form.

use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::collect::Block;

/// A word in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// The number of the article.
    pub document: u32,
    /// The fields it stands in; see [`Field`].
    pub fields: u8,
    /// Its place in the title from 0 in the high half, the title's words in the low half.
    pub title: u8,
    /// How often it stands in the body.
    pub count: u16,
}

/// Word forms of one stem, and the articles that have one of them.
#[derive(Debug)]
pub(super) struct Group<'i> {
    /// The forms in order.
    pub forms: Vec<&'i str>,
    /// Indexes of the forms.
    indexes: Vec<u32>,
}

/// All words of a site.
pub(super) struct Index {
    blocks: Vec<Block>,
    /// How many words the body of each article has.
    pub lengths: Vec<u32>,
    /// The beginning of each body.
    pub excerpts: Vec<Box<str>>,
}

impl Index {
    /// Puts blocks together, which are in the order of their articles.
    pub(super) fn new(mut blocks: Vec<Block>) -> Self {
        let articles = blocks.iter().map(|block| block.lengths.len()).sum();
        let mut lengths = Vec::with_capacity(articles);
        let mut excerpts = Vec::with_capacity(articles);
        for block in &mut blocks {
            lengths.append(&mut block.lengths);
            excerpts.append(&mut block.excerpts);
        }
        Self { blocks, lengths, excerpts }
    }

    /// The word forms in order, with where each stands: pairs of block and word in it.
    pub(super) fn forms(&self) -> Forms<'_> {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let mut words: Vec<(&str, Vec<(u32, u32)>)> = Vec::new();
        for (block, content) in self.blocks.iter().enumerate() {
            for (word, text) in content.words.iter().enumerate() {
                let number = *numbers.entry(text).or_insert_with(|| {
                    words.push((text, Vec::with_capacity(1)));
                    words.len() as u32 - 1
                });
                words[number as usize].1.push((block as u32, word as u32));
            }
        }
        words.par_sort_unstable_by(|a, b| a.0.cmp(b.0));
        Forms { index: self, words }
    }
}

/// Every word form of an index, in order.
pub(super) struct Forms<'i> {
    index: &'i Index,
    /// The form, and in which blocks it stands as which word.
    pub words: Vec<(&'i str, Vec<(u32, u32)>)>,
}

impl<'i> Forms<'i> {
    /// The forms grouped by their stems in `language`, by first form, and for each form its group.
    pub(super) fn groups(&self, language: &str) -> (Vec<Group<'i>>, Vec<u32>) {
        let algorithm = algorithm(language);
        let stems: Vec<Option<String>> = self
            .words
            .par_iter()
            .with_min_len(1024)
            .map_init(
                || algorithm.map(Stemmer::create),
                |stemmer, (word, _)| {
                    let plain = word.len() > 2 && word.chars().all(char::is_alphabetic);
                    let stem = stemmer.as_ref().filter(|_| plain)?.stem(word);
                    // Two letters left over say nothing: `added` would be a form of `ad`.
                    (stem.len() > 2).then(|| stem.into_owned())
                },
            )
            .collect();
        let mut by_stem: FxHashMap<&str, u32> = FxHashMap::default();
        let mut groups: Vec<Group<'i>> = Vec::with_capacity(self.words.len());
        let mut of_form = Vec::with_capacity(self.words.len());
        for (index, ((word, _), stem)) in self.words.iter().zip(&stems).enumerate() {
            let next = groups.len() as u32;
            let group = *by_stem.entry(stem.as_deref().unwrap_or(word)).or_insert(next);
            if group == next {
                groups.push(Group { forms: Vec::with_capacity(1), indexes: Vec::with_capacity(1) });
            }
            groups[group as usize].forms.push(word);
            groups[group as usize].indexes.push(index as u32);
            of_form.push(group);
        }
        (groups, of_form)
    }

    /// The articles of `group` in order, in place of what `out` held.
    pub(super) fn postings(&self, group: &Group<'_>, out: &mut Vec<Posting>) {
        out.clear();
        let places = group.indexes.iter().flat_map(|index| &self.words[*index as usize].1);
        for (block, word) in places {
            let block = &self.index.blocks[*block as usize];
            let range = block.starts[*word as usize] as usize..block.starts[*word as usize + 1] as usize;
            out.extend_from_slice(&block.postings[range]);
        }
        if group.indexes.len() > 1 {
            out.sort_by_key(|posting| posting.document);
            out.dedup_by(|from, into| {
                let same = from.document == into.document;
                if same {
                    into.fields |= from.fields;
                    into.title = if into.title == 0 { from.title } else { into.title };
                    into.count = into.count.saturating_add(from.count);
                }
                same
            });
        }
    }
}

/// The stemmer for a language tag.
fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language.split('-').next()?.to_ascii_lowercase().as_str() {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}
