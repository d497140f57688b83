//! Which words stand in which articles: collected in blocks of articles, then put together by word form.
//!
//! Blocks are read in parallel and joined in the order of the articles, so that the outcome does not
//! depend on the threads.

use rayon::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::FxHashMap;

use super::{
    fields::{self, Field, Said},
    tokens::{Word, Words},
};
use crate::site::Site;

/// How many articles are collected together.
const BLOCK: usize = 512;
/// How many letters an excerpt has at most.
const EXCERPT: usize = 150;

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

/// The words of a run of articles.
struct Block {
    words: Vec<Box<str>>,
    /// For each word where its postings begin; one more at the end.
    starts: Vec<u32>,
    postings: Vec<Posting>,
    lengths: Vec<u32>,
    excerpts: Vec<Box<str>>,
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
    /// Reads the entries `order` of `site`; an article's number is its place in it.
    pub(super) fn new(site: &Site<'_>, order: &[u32]) -> Self {
        let said = Said::new(site);
        let mut blocks: Vec<Block> = order
            .par_chunks(BLOCK)
            .enumerate()
            .map(|(block, entries)| Collector::default().collect(site, &said, entries, block * BLOCK))
            .collect();
        let mut lengths = Vec::with_capacity(order.len());
        let mut excerpts = Vec::with_capacity(order.len());
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

/// Collects one block.
#[derive(Default)]
struct Collector {
    numbers: FxHashMap<Box<str>, u32>,
    /// For each word the last posting, by index.
    last: Vec<u32>,
    /// For each posting its word.
    of: Vec<u32>,
    postings: Vec<Posting>,
}

impl Collector {
    fn collect(mut self, site: &Site<'_>, said: &Said<'_>, entries: &[u32], first: usize) -> Block {
        let mut words = Words::default();
        let mut lengths = Vec::with_capacity(entries.len());
        let mut excerpts = Vec::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            let document = (first + at) as u32;
            let start = self.postings.len();
            let mut length = 0;
            let mut excerpt = String::new();
            let mut title_words = 0_u8;
            let mut titles = Vec::new();
            fields::texts(site, said, *entry, &mut |field, text| {
                if field == Field::Body && !excerpt.ends_with('…') {
                    add_excerpt(&mut excerpt, text);
                }
                words.of(text, |word| {
                    let (word, plain) = match word {
                        Word::Plain(word) => (word, true),
                        Word::Also(word) => (word, false),
                    };
                    let posting = self.posting(word, document, start);
                    let entry = &mut self.postings[posting];
                    match field {
                        Field::Body => {
                            entry.count = entry.count.saturating_add(1);
                            length += u32::from(plain);
                        }
                        Field::Title => {
                            if entry.fields & Field::Title as u8 == 0 {
                                titles.push(posting);
                                title_words = (title_words + u8::from(plain)).min(200);
                                entry.title = title_words.min(15) << 4;
                            }
                            entry.fields |= Field::Title as u8;
                        }
                        field => entry.fields |= field as u8,
                    }
                });
            });
            for posting in titles {
                self.postings[posting].title |= title_words.min(15);
            }
            lengths.push(length);
            excerpts.push(excerpt.into());
        }
        self.finish(lengths, excerpts)
    }

    /// The posting of `word` in the article whose postings begin at `start`.
    fn posting(&mut self, word: &str, document: u32, start: usize) -> usize {
        let number = if let Some(number) = self.numbers.get(word) {
            *number
        } else {
            let number = self.numbers.len() as u32;
            self.numbers.insert(word.into(), number);
            self.last.push(u32::MAX);
            number
        };
        let last = self.last[number as usize];
        if last != u32::MAX && last as usize >= start {
            return last as usize;
        }
        let posting = self.postings.len();
        self.last[number as usize] = posting as u32;
        self.of.push(number);
        self.postings.push(Posting { document, fields: 0, title: 0, count: 0 });
        posting
    }

    /// Brings the postings in the order of words; within a word they are in that of articles.
    fn finish(self, lengths: Vec<u32>, excerpts: Vec<Box<str>>) -> Block {
        let mut words: Vec<Box<str>> = vec![Box::default(); self.numbers.len()];
        for (word, number) in self.numbers {
            words[number as usize] = word;
        }
        let mut starts = vec![0_u32; words.len() + 1];
        for word in &self.of {
            starts[*word as usize + 1] += 1;
        }
        for word in 0..words.len() {
            starts[word + 1] += starts[word];
        }
        let mut next = starts.clone();
        let mut postings = vec![Posting { document: 0, fields: 0, title: 0, count: 0 }; self.postings.len()];
        for (word, posting) in self.of.iter().zip(self.postings) {
            postings[next[*word as usize] as usize] = posting;
            next[*word as usize] += 1;
        }
        Block { words, starts, postings, lengths, excerpts }
    }
}

/// Adds `text` to the beginning of a body, white space folded.
fn add_excerpt(excerpt: &mut String, text: &str) {
    for word in text.split_whitespace() {
        if excerpt.len() + word.len() > EXCERPT {
            excerpt.push('…');
            return;
        }
        if !excerpt.is_empty() && !word.starts_with(['.', ',', ';', ':', ')', '!', '?']) {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
}
