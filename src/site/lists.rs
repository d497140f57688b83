//! The order of a service's lists.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::{ArticlePage, Group, Service};
use crate::{
    article::kind::{Audience, Kind},
    corpus::Corpus,
};

/// Sorts the articles of `service`, which stand in one group, into its groups.
pub(super) fn fill(service: &mut Service, corpus: &Corpus, pages: &[ArticlePage]) {
    let entries: Vec<u32> = service.groups.drain(..).flat_map(|group| group.entries).collect();
    let mut resources: FxHashMap<String, Group> = FxHashMap::default();
    let mut kinds: FxHashMap<Kind, Vec<u32>> = FxHashMap::default();
    for index in entries {
        let metadata = &corpus.entries[index as usize].article.metadata;
        if metadata.kind.audience() == Audience::Customer {
            let name = metadata.resource.as_deref().unwrap_or_default();
            let group = resources
                .entry(name.to_lowercase())
                .or_insert_with(|| Group { name: name.into(), entries: Vec::new() });
            // Spellings of one resource differ in case: the first in order stands for all.
            if name < &*group.name {
                group.name = name.into();
            }
            group.entries.push(index);
        } else {
            kinds.entry(metadata.kind).or_default().push(index);
        }
    }
    service.groups = resources.into_values().collect();
    // Articles without a resource come last.
    service.groups.sort_by_cached_key(|group| (group.name.is_empty(), group.name.to_lowercase()));
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_unstable_by_key(|(kind, _)| (kind.audience(), *kind));
    service.folded =
        kinds.into_iter().map(|(kind, entries)| Group { name: kind.label().into(), entries }).collect();
    for group in service.groups.iter_mut().chain(&mut service.folded) {
        group.entries.sort_by(|a, b| order(corpus, pages, *a, *b));
    }
}

/// By displayOrder as a number, absent ones last, then title, then path.
fn order(corpus: &Corpus, pages: &[ArticlePage], a: u32, b: u32) -> Ordering {
    let number =
        |index: u32| corpus.entries[index as usize].article.metadata.display_order.unwrap_or(u64::MAX);
    let title = |index: u32| &*pages[index as usize].title;
    number(a)
        .cmp(&number(b))
        .then_with(|| ignoring_case(title(a), title(b)))
        .then_with(|| corpus.source(a).path.cmp(&corpus.source(b).path))
}

fn ignoring_case(a: &str, b: &str) -> Ordering {
    let lower = |text: &'_ str| text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
    if a.is_ascii() && b.is_ascii() {
        return a.bytes().map(|b| b.to_ascii_lowercase()).cmp(b.bytes().map(|b| b.to_ascii_lowercase()));
    }
    lower(a).cmp(&lower(b))
}
