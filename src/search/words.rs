//! Word shards: word forms, their groups, and the articles that have them, inline.
//!
//! Forms are sorted and cut into shards; the commonest groups have a file each, which the manifest lists
//! with their forms. See `docs/search-format.md`.

use rayon::prelude::*;

use super::{
    bytes::{self, Cutter},
    fields::Field,
    postings::{Forms, Group, Posting},
};
use crate::output::OutputFile;

/// How many groups have a file of their own.
const COMMON: usize = 128;
/// A group of fewer bytes never has a file of its own.
const COMMON_BYTES: usize = 1024;
/// How many articles a group keeps: beyond it those that say least of the word are left out.
const KEPT: usize = 1536;
const CUTTER: Cutter = Cutter { least: 4 * 1024, most: 9 * 1024 };
/// Endings are short, so many fit.
const ENDINGS: Cutter = Cutter { least: 3 * 1024, most: 7 * 1024 };

/// The files of the words and what the manifest says of them.
pub(super) struct WordShards {
    /// The files.
    pub files: Vec<OutputFile>,
    /// The first form and the name of each shard.
    pub shards: Vec<(String, String)>,
    /// Name, number of articles and forms of each group that has its own file.
    pub common: Vec<(String, u32, String)>,
    /// The first ending and the name of each list of endings.
    pub endings: Vec<(String, String)>,
}

/// A group as bytes.
struct Encoded {
    /// How many articles have it.
    articles: u32,
    /// Its entry: articles, articles kept, bytes, postings.
    entry: Vec<u8>,
}

/// Encodes all words. `lengths` says how many words the body of each article has.
pub(super) fn encode(forms: &Forms<'_>, language: &str, lengths: &[u32]) -> WordShards {
    let (groups, of_form) = forms.groups(language);
    let encoded: Vec<Encoded> = groups
        .par_iter()
        .with_min_len(256)
        .map_init(Scratch::default, |scratch, group| {
            forms.postings(group, &mut scratch.postings);
            encode_group(scratch, lengths)
        })
        .collect();
    let mut by_size: Vec<u32> = (0..groups.len() as u32)
        .filter(|group| encoded[*group as usize].entry.len() >= COMMON_BYTES)
        .collect();
    by_size.sort_by_key(|group| (std::cmp::Reverse(encoded[*group as usize].entry.len()), *group));
    by_size.truncate(COMMON);
    by_size.sort_unstable();
    let mut files = Vec::new();
    let common = by_size
        .iter()
        .map(|group| {
            let Group { forms, .. } = &groups[*group as usize];
            let group = &encoded[*group as usize];
            let (name, file) = bytes::named(group.entry.clone());
            files.push(file);
            (name, group.articles, forms.join(" "))
        })
        .collect();
    let ranges = ranges(forms, &of_form, &encoded, &by_size);
    let made = |range: &Vec<u32>| {
        let (name, file) = bytes::named(shard(forms, range, &of_form, &encoded));
        (forms.words[range[0] as usize].to_owned(), name, file)
    };
    let (made, (endings, lists)) = rayon::join(
        || ranges.par_iter().map(made).collect::<Vec<(String, String, OutputFile)>>(),
        || endings(forms, &of_form, &encoded),
    );
    files.extend(lists);
    let mut shards = Vec::with_capacity(made.len());
    let mut last = "";
    for ((first, name, file), range) in made.into_iter().zip(&ranges) {
        shards.push((bytes::boundary(last, &first).to_owned(), name));
        last = range.last().map_or("", |form| forms.words[*form as usize]);
        files.push(file);
    }
    WordShards { files, shards, common, endings }
}

/// Buffers that one thread keeps between groups.
#[derive(Default)]
struct Scratch {
    postings: Vec<Posting>,
    kept: Vec<(u32, u8, u8)>,
    data: Vec<u8>,
}

fn encode_group(scratch: &mut Scratch, lengths: &[u32]) -> Encoded {
    let Scratch { postings, kept, data } = scratch;
    kept.clear();
    data.clear();
    kept.extend(postings.iter().map(|posting| {
        let level = level(posting.count, lengths[posting.document as usize]);
        (posting.document, posting.fields | level, posting.title)
    }));
    for worth in 1..=4 {
        if kept.len() > KEPT {
            kept.retain(|(_, fields, title)| self::worth(*fields, *title) >= worth);
        }
    }
    let mut before = 0;
    for (document, fields, title) in &*kept {
        bytes::number(data, document - before);
        data.push(*fields);
        if fields & Field::Title as u8 != 0 {
            data.push(*title);
        }
        before = *document;
    }
    let mut entry = Vec::with_capacity(data.len() + 6);
    bytes::number(&mut entry, postings.len() as u32);
    bytes::number(&mut entry, kept.len() as u32);
    bytes::number(&mut entry, data.len() as u32);
    entry.extend_from_slice(data);
    Encoded { articles: postings.len() as u32, entry }
}

/// How much a posting says, from 0 to 4.
fn worth(fields: u8, title: u8) -> u8 {
    match fields {
        _ if fields & Field::Title as u8 != 0 => 3 + u8::from(title & 15 <= 8),
        _ if fields & (Field::Description as u8 | Field::Words as u8) != 0 => 2,
        _ if fields & Field::Heading as u8 != 0 || fields & 7 >= 5 => 1,
        _ => 0,
    }
}

/// How strongly a body is about a word that stands `count` times in it: 0 to 7.
fn level(count: u16, length: u32) -> u8 {
    if count == 0 {
        return 0;
    }
    // Of the usual form count / (0.4 + 0.6 * length / average), with an average that never changes.
    let strength = u32::from(count) * 1000 / (400 + 600 * length / 120);
    match strength {
        0..=250 => 1,
        251..=500 => 2,
        501..=900 => 3,
        901..=1500 => 4,
        1501..=2500 => 5,
        2501..=5000 => 6,
        _ => 7,
    }
}

/// Runs of forms that share a shard.
fn ranges(forms: &Forms<'_>, of_form: &[u32], encoded: &[Encoded], common: &[u32]) -> Vec<Vec<u32>> {
    let mut ranges: Vec<Vec<u32>> = Vec::new();
    let mut current: Vec<u32> = Vec::new();
    let mut size = 0;
    // The shard in which a group was last counted.
    let mut counted = vec![u32::MAX; encoded.len()];
    for (form, word) in forms.words.iter().enumerate() {
        let group = of_form[form];
        if common.binary_search(&group).is_ok() {
            continue;
        }
        if CUTTER.cuts(size, word) {
            ranges.push(std::mem::take(&mut current));
            size = 0;
        }
        current.push(form as u32);
        size += 4 + word.len() / 2;
        if counted[group as usize] != ranges.len() as u32 {
            counted[group as usize] = ranges.len() as u32;
            size += encoded[group as usize].entry.len();
        }
    }
    if !current.is_empty() {
        ranges.push(current);
    }
    ranges
}

fn shard(forms: &Forms<'_>, range: &[u32], of_form: &[u32], encoded: &[Encoded]) -> Vec<u8> {
    let mut out = Vec::with_capacity(10 * 1024);
    let mut local: Vec<u32> = Vec::with_capacity(range.len());
    bytes::number(&mut out, range.len() as u32);
    let mut before = "";
    for form in range {
        let word = forms.words[*form as usize];
        bytes::word(&mut out, before, word);
        before = word;
        let group = of_form[*form as usize];
        // Forms of one stem stand close together.
        let at = local.iter().rposition(|known| *known == group).unwrap_or_else(|| {
            local.push(group);
            local.len() - 1
        });
        bytes::number(&mut out, at as u32);
    }
    for group in local {
        out.extend_from_slice(&encoded[group as usize].entry);
    }
    out
}

/// Lists of all words by their ends, for slips near their beginnings: the first ending and the name of each,
/// and the files.
fn endings(
    forms: &Forms<'_>,
    of_form: &[u32],
    encoded: &[Encoded],
) -> (Vec<(String, String)>, Vec<OutputFile>) {
    let mut words: Vec<(String, u8)> = forms
        .words
        .iter()
        .zip(of_form)
        .filter(|(word, _)| (4..=24).contains(&word.len()) && word.chars().all(char::is_alphabetic))
        .map(|(word, group)| {
            let articles = encoded[*group as usize].articles;
            (word.chars().rev().collect(), (32 - articles.leading_zeros()) as u8)
        })
        .collect();
    words.par_sort_unstable();
    let (mut lists, mut files) = (Vec::new(), Vec::new());
    let mut content = Vec::new();
    let mut first = "";
    let mut before = "";
    let mut finish = |first: &str, content: Vec<u8>| {
        let (name, file) = bytes::named(content);
        files.push(file);
        lists.push((first.to_owned(), name));
    };
    for (word, articles) in &words {
        if ENDINGS.cuts(content.len(), word) {
            finish(first, std::mem::take(&mut content));
            first = bytes::boundary(before, word);
            before = "";
        }
        bytes::word(&mut content, before, word);
        content.push(*articles);
        before = word;
    }
    if !content.is_empty() {
        finish(first, content);
    }
    (lists, files)
}
