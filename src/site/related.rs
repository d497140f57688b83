//! Related articles: those that share topics.

use rustc_hash::FxHashMap;

use crate::corpus::Corpus;

/// The most articles a page lists as related.
const MOST: usize = 5;
/// Of a topic that very many articles list only these many count, so that the work stays linear.
const MOST_PER_TOPIC: usize = 64;

/// At most five published entries that share topics with `index`: customers' first, then those with most
/// topics in common, then by path.
pub(super) fn of(corpus: &Corpus, published: &[bool], index: u32) -> Vec<u32> {
    let mut shared: FxHashMap<u32, u32> = FxHashMap::default();
    for topic in &corpus.entries[index as usize].article.metadata.topics {
        for other in corpus.with_topic(topic).iter().take(MOST_PER_TOPIC) {
            if *other != index && published[*other as usize] {
                *shared.entry(*other).or_default() += 1;
            }
        }
    }
    let mut related: Vec<(u32, u32)> = shared.into_iter().collect();
    // Entries are sorted by path, so their index stands for it.
    related.sort_unstable_by_key(|(other, count)| {
        (corpus.entries[*other as usize].article.metadata.kind.audience(), std::cmp::Reverse(*count), *other)
    });
    // Collected from a borrow: from the vector itself it would keep its room, many times what stays.
    related.iter().take(MOST).map(|(other, _)| *other).collect()
}
