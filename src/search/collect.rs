//! The words of articles, collected in blocks of articles.
//!
//! Blocks are read in parallel and joined in the order of the articles, so that the outcome does not
//! depend on the threads. A block listens while somebody else goes over the bodies of its articles.

use pulldown_cmark::Event;
use rustc_hash::FxHashMap;

use super::{
    fields::{self, Field, Said},
    postings::Posting,
    tokens::{Word, Words},
};
use crate::{
    article::markdown::{cook::Cooked, events::Listener},
    site::Site,
};

/// How many articles are collected together.
pub(super) const BLOCK: usize = 256;
/// How many letters an excerpt has at most.
const EXCERPT: usize = 150;

/// The words of a run of articles.
#[derive(Debug)]
pub struct Block {
    pub(super) words: Vec<Box<str>>,
    /// For each word where its postings begin; one more at the end.
    pub(super) starts: Vec<u32>,
    pub(super) postings: Vec<Posting>,
    pub(super) lengths: Vec<u32>,
    pub(super) excerpts: Vec<Box<str>>,
}

/// Collects one block, article after article: [`Collector::begin`], what is heard of its body,
/// [`Collector::end`].
pub(super) struct Collector<'s> {
    site: &'s Site<'s>,
    said: &'s Said<'s>,
    reader: Words,
    table: Table,
    article: Current,
    lengths: Vec<u32>,
    excerpts: Vec<Box<str>>,
}

/// What is known so far of the article that is being read.
#[derive(Default)]
struct Current {
    /// Where its postings begin.
    start: usize,
    document: u32,
    /// The field of the part of the body that is being read.
    field: Option<Field>,
    length: u32,
    excerpt: String,
    title_words: u8,
    /// The postings of the words of its title.
    titles: Vec<usize>,
}

/// Words and their postings in the order in which they are met.
#[derive(Default)]
struct Table {
    numbers: FxHashMap<Box<str>, u32>,
    /// For each word the last posting, by index.
    last: Vec<u32>,
    /// For each posting its word.
    of: Vec<u32>,
    postings: Vec<Posting>,
}

impl<'s> Collector<'s> {
    /// A collector for articles of `site`.
    pub(super) fn new(site: &'s Site<'s>, said: &'s Said<'s>) -> Self {
        Self {
            site,
            said,
            reader: Words::default(),
            table: Table::default(),
            article: Current::default(),
            lengths: Vec::with_capacity(BLOCK),
            excerpts: Vec::with_capacity(BLOCK),
        }
    }

    /// Begins the article `document`, the entry `index`, and takes what stands around its body.
    pub(super) fn begin(&mut self, document: u32, index: u32) {
        self.article = Current { start: self.table.postings.len(), document, ..Current::default() };
        fields::around(self.site, self.said, index, &mut |field, text| {
            self.article.take(&mut self.table, &mut self.reader, field, text);
        });
        fields::json_body(self.site, index, &mut |field, text| {
            self.article.take(&mut self.table, &mut self.reader, field, text);
        });
    }

    /// Ends the article that was begun last.
    pub(super) fn end(&mut self) {
        for posting in &self.article.titles {
            self.table.postings[*posting].title |= self.article.title_words.min(15);
        }
        self.lengths.push(self.article.length);
        self.excerpts.push(std::mem::take(&mut self.article.excerpt).into());
    }

    /// The block.
    pub(super) fn finish(self) -> Block {
        self.table.finish(self.lengths, self.excerpts)
    }
}

impl Listener for Collector<'_> {
    fn hear(&mut self, cooked: &Cooked<'_>, file: &str, event: &Event<'_>) {
        let mut field = self.article.field.unwrap_or(Field::Body);
        fields::markdown(cooked, file, event, &mut field, &mut |field, text| {
            self.article.take(&mut self.table, &mut self.reader, field, text);
        });
        self.article.field = Some(field);
    }
}

impl Current {
    /// Takes a text that stands in `field`.
    fn take(&mut self, table: &mut Table, reader: &mut Words, field: Field, text: &str) {
        if field == Field::Body && !self.excerpt.ends_with('…') {
            add_excerpt(&mut self.excerpt, text);
        }
        reader.of(text, |word| {
            let (word, plain) = match word {
                Word::Plain(word) => (word, true),
                Word::Also(word) => (word, false),
            };
            let posting = table.posting(word, self.document, self.start);
            let entry = &mut table.postings[posting];
            match field {
                Field::Body => {
                    entry.count = entry.count.saturating_add(1);
                    self.length += u32::from(plain);
                }
                Field::Title => {
                    if entry.fields & Field::Title as u8 == 0 {
                        self.titles.push(posting);
                        self.title_words = (self.title_words + u8::from(plain)).min(200);
                        entry.title = self.title_words.min(15) << 4;
                    }
                    entry.fields |= Field::Title as u8;
                }
                field => entry.fields |= field as u8,
            }
        });
    }
}

impl Table {
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
