//! Title shards: every title in order, so that a title typed so far is found as a whole.

use rayon::prelude::*;

use super::{
    bytes::{self, Cutter},
    tokens::{Word, Words},
};
use crate::{output::OutputFile, site::Site};

const CUTTER: Cutter = Cutter { least: 2 * 1024, most: 5 * 1024 };
/// The longest title that is kept whole, in bytes: the number of bytes is written as one.
const MAX: usize = 250;

/// The shards, each with the first title that may be in it and its name.
pub(super) fn shards(site: &Site<'_>, order: &[u32]) -> Vec<(String, String, OutputFile)> {
    let mut titles: Vec<(String, u32)> = order
        .par_iter()
        .enumerate()
        .with_min_len(512)
        .map_init(Words::default, |words, (document, index)| {
            (plain(words, &site.pages[*index as usize].title), document as u32)
        })
        .collect();
    titles.par_sort_unstable();
    let (mut shards, mut content) = (Vec::new(), Vec::new());
    let (mut first, mut before) = ("", "");
    let mut finish = |first: &str, content: Vec<u8>| {
        let (name, file) = bytes::named(content);
        shards.push((first.to_owned(), name, file));
    };
    for same in titles.chunk_by(|a, b| a.0 == b.0) {
        let title = &same[0].0;
        if CUTTER.cuts(content.len(), title) {
            finish(first, std::mem::take(&mut content));
            first = bytes::boundary(before, title);
            before = "";
        }
        bytes::word(&mut content, before, title);
        bytes::number(&mut content, same.len() as u32);
        let mut last = 0;
        for (_, document) in same {
            bytes::number(&mut content, document - last);
            last = *document;
        }
        before = title;
    }
    if !content.is_empty() {
        finish(first, content);
    }
    shards
}

/// The words of `title`, with a space between them.
fn plain(words: &mut Words, title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    words.of(title, |word| {
        if let Word::Plain(word) = word
            && out.len() + word.len() < MAX
        {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_their_words() {
        assert_eq!(plain(&mut Words::default(), "I can't start: the_VM!"), "i cant start the vm");
    }
}
