//! Id shards: what may be typed in full to get to an article.
//!
//! A shard holds fingerprints, not ids; see `docs/search-format.md`.

use rayon::prelude::*;

use super::bytes;
use crate::{corpus::stem, output::OutputFile, site::Site};

/// Which id of an article it is. Lower ones are closer to the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Article,
    File,
    Topic,
    Product,
}

/// How many ids a shard has at most, on average.
const SHARD: usize = 512;

/// The shards by their numbers, with their names. Their count is a power of two.
pub(super) fn shards(site: &Site<'_>, order: &[u32]) -> Vec<(String, OutputFile)> {
    let mut ids: Vec<(u32, u32, Sort, u32)> = Vec::with_capacity(order.len() * 4);
    let mut lower = String::new();
    for (document, index) in order.iter().enumerate() {
        let metadata = &site.corpus.entries[*index as usize].article.metadata;
        let mut add = |sort: Sort, id: &str| {
            lower.clear();
            lower.extend(id.trim().chars().flat_map(char::to_lowercase));
            if !lower.is_empty() {
                ids.push((
                    bytes::fingerprint(&lower, 0),
                    bytes::fingerprint(&lower, 1),
                    sort,
                    document as u32,
                ));
            }
        };
        add(Sort::Article, metadata.article_id.as_deref().unwrap_or_default());
        add(Sort::File, stem(&site.corpus.source(*index).path));
        metadata.topics.iter().for_each(|id| add(Sort::Topic, id));
        metadata.products.iter().for_each(|id| add(Sort::Product, id));
    }
    let mut distinct: Vec<u32> = ids.iter().map(|id| id.0).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let count = distinct.len().div_ceil(SHARD).next_power_of_two();
    let mut shards: Vec<Vec<(u32, Sort, u32)>> = vec![Vec::new(); count];
    for (place, fingerprint, sort, document) in ids {
        shards[place as usize & (count - 1)].push((fingerprint, sort, document));
    }
    shards.into_par_iter().map(|mut ids| bytes::named(encode(&mut ids))).collect()
}

/// For each fingerprint and sort: the fingerprint, the sort, how many articles, their numbers.
fn encode(ids: &mut Vec<(u32, Sort, u32)>) -> Vec<u8> {
    ids.sort_unstable();
    ids.dedup();
    let mut out = Vec::with_capacity(ids.len() * 8);
    for same in ids.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        out.extend_from_slice(&same[0].0.to_le_bytes());
        out.push(same[0].1 as u8);
        bytes::number(&mut out, same.len() as u32);
        let mut before = 0;
        for (_, _, document) in same {
            bytes::number(&mut out, document - before);
            before = *document;
        }
    }
    out
}
