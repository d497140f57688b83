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
pub(super) struct Index<'b> {
    blocks: Vec<&'b Block>,
    /// How many words the body of each article has.
    pub lengths: Vec<u32>,
    /// The beginning of each body.
    pub excerpts: Vec<&'b str>,
}

impl<'b> Index<'b> {
    /// Puts blocks together, which are in the order of their articles.
    pub(super) fn new(blocks: Vec<&'b Block>) -> Self {
        let lengths = blocks.iter().flat_map(|block| block.lengths.iter().copied()).collect();
        let excerpts = blocks.iter().flat_map(|block| block.excerpts.iter().map(|text| &**text)).collect();
        Self { blocks, lengths, excerpts }
    }

    /// The word forms in order, with where each stands.
    pub(super) fn forms(&self) -> Forms<'_> {
        let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
        let mut met: Vec<&str> = Vec::new();
        // For each word of each block, one after the other, its number.
        let mut of: Vec<u32> = Vec::with_capacity(self.blocks.iter().map(|block| block.words.len()).sum());
        for text in self.blocks.iter().flat_map(|block| &block.words) {
            of.push(*numbers.entry(text).or_insert_with(|| {
                met.push(text);
                met.len() as u32 - 1
            }));
        }
        let mut order: Vec<u32> = (0..met.len() as u32).collect();
        order.par_sort_unstable_by_key(|number| met[*number as usize]);
        let mut form_of = vec![0_u32; met.len()];
        for (form, number) in (0..).zip(&order) {
            form_of[*number as usize] = form;
        }
        let mut starts = vec![0_u32; met.len() + 1];
        for number in &of {
            starts[form_of[*number as usize] as usize + 1] += 1;
        }
        for form in 0..met.len() {
            starts[form + 1] += starts[form];
        }
        let mut next = starts.clone();
        let mut places = vec![(0, 0); of.len()];
        let words = self.blocks.iter().enumerate();
        let words =
            words.flat_map(|(block, content)| (0..content.words.len()).map(move |word| (block, word)));
        for ((block, word), number) in words.zip(of) {
            let next = &mut next[form_of[number as usize] as usize];
            places[*next as usize] = (block as u32, word as u32);
            *next += 1;
        }
        let words = order.iter().map(|number| met[*number as usize]).collect();
        Forms { index: self, words, starts, places }
    }
}

/// Every word form of an index, in order.
pub(super) struct Forms<'i> {
    index: &'i Index<'i>,
    /// The forms.
    pub words: Vec<&'i str>,
    /// For each form where its places begin; one more at the end.
    starts: Vec<u32>,
    /// In which block a form stands as which word.
    places: Vec<(u32, u32)>,
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
                |stemmer, word| {
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
        for (index, (word, stem)) in self.words.iter().zip(&stems).enumerate() {
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
        let places = group.indexes.iter().flat_map(|index| {
            &self.places[self.starts[*index as usize] as usize..self.starts[*index as usize + 1] as usize]
        });
        for (block, word) in places {
            let block = self.index.blocks[*block as usize];
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
